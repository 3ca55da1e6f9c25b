import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Transport } from '../../config/settings.ts';
import { refusal } from '../../slack/refusal.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';
import { sentence, webOptions, whenSilent } from './slack-token.ts';

const CHECK = 'Slack delivery';
const PATIENCE = 10_000;

/** docs.slack.dev/apis/events-api/using-socket-mode */
const helloSchema = z.object({
  type: z.literal('hello'),
  num_connections: z.number(),
  connection_info: z.object({ app_id: z.string() }).optional().catch(undefined),
});

/**
 * Whether what people do in Slack can reach the bot. In Socket Mode a line is opened and closed at Slack's greeting,
 * which names the app and counts its lines: what a running bot or a forgotten copy holds.
 * @param appOfBot the app of the bot token, as far as it is known: that of the app token has to be the same
 */
export async function checkSlackDelivery(
  transport: Transport,
  apiUrl: string,
  appOfBot: Promise<string | undefined>,
): Promise<Finding> {
  if (transport.kind === 'http') {
    const secrets = transport.signingSecrets.length;
    const rotating = secrets > 1 ? ', two while it is being rotated' : '';
    return good(CHECK, `Over HTTP, to port ${transport.port}; the signing secret is set${rotating}.`);
  }
  try {
    const client = new webApi.WebClient(transport.appToken, webOptions(apiUrl));
    const { url = '' } = await client.apps.connections.open({});
    const [hello, app] = await Promise.all([greetingOf(url), appOfBot]);
    const ours = hello.connection_info?.app_id;
    if (app !== undefined && ours !== undefined && app !== ours) {
      return bad(
        CHECK,
        `SLACK_APP_TOKEN belongs to another Slack app (${ours}) than SLACK_BOT_TOKEN (${app}).`,
        'Take both tokens from the page of the same app.',
      );
    }
    const others = hello.num_connections - 1;
    if (others === 0) return good(CHECK, 'Over Socket Mode; Slack takes SLACK_APP_TOKEN, and no bot is connected now.');
    if (others === 1)
      return good(CHECK, 'Over Socket Mode; Slack takes SLACK_APP_TOKEN, and one bot is connected now.');
    return doubtful(
      CHECK,
      `Over Socket Mode; ${others} copies are connected now, and Slack gives each request to any one of them.`,
      'Stop the copies that do not belong to this bot, unless they work on the same store.',
    );
  } catch (error) {
    const refused = refusal(error, 'SLACK_APP_TOKEN');
    if (refused) return bad(CHECK, refused.message, refused.advice);
    return bad(CHECK, `No line of Socket Mode opens: ${sentence(error)}`, whenSilent(error));
  }
}

/** Slack's greeting on a line that is closed at once; it counts this line too. */
function greetingOf(url: string): Promise<z.output<typeof helloSchema>> {
  const socket = new WebSocket(url);
  return new Promise<z.output<typeof helloSchema>>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Slack does not greet')), PATIENCE);
    socket.addEventListener('message', ({ data }) => {
      clearTimeout(timer);
      const greeting = helloSchema.safeParse(JSON.parse(String(data)));
      if (greeting.success) resolve(greeting.data);
      else reject(new Error('Slack does not greet'));
    });
    socket.addEventListener('error', () => {
      clearTimeout(timer);
      reject(new Error('the line broke'));
    });
  }).finally(() => socket.close());
}
