import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Where slash commands go, and who sends them. */
export interface Target {
  url: string;
  signingSecret: string;
  team: string;
  channel: string;
  senders: readonly string[];
  responseUrl: string;
  firstRecipient: number;
  recipients: number;
}

export interface Acknowledged {
  /** From the moment the command was to be sent, not the one at which there was time to send it. */
  ms: number;
  /** What a sender saw instead of an acknowledgement. */
  refused?: string;
}

/** Slack gives up after three seconds. */
const PATIENCE = 3000;

/**
 * Slash commands at a fixed pace, whatever becomes of the earlier ones: an open loop, so that a bot that stands still for
 * a while is charged with all that should have come in the meantime.
 */
export async function sendCommands(target: Target, perSecond: number, seconds: number): Promise<Acknowledged[]> {
  const agent = new Agent({ keepAlive: true });
  const startedAt = performance.now();
  const all: Promise<Acknowledged>[] = [];
  await new Promise<void>((resolve) => {
    const sendDue = () => {
      const passed = performance.now() - startedAt;
      while (all.length < perSecond * seconds && (all.length * 1000) / perSecond <= passed) {
        all.push(sendCommand(target, agent, all.length, startedAt + (all.length * 1000) / perSecond));
      }
      if (all.length < perSecond * seconds) setTimeout(sendDue, 1);
      else resolve();
    };
    sendDue();
  });
  const acknowledged = await Promise.all(all);
  agent.destroy();
  return acknowledged;
}

function sendCommand(target: Target, agent: Agent, number: number, planned: number): Promise<Acknowledged> {
  const body = new URLSearchParams({
    command: '/b24notify',
    text: `b24:${target.firstRecipient + (number % target.recipients)} Build ${number} is ready, see <https://ci.example.com/${number}|the *report*>`,
    team_id: target.team,
    team_domain: 'acme',
    channel_id: target.channel,
    channel_name: 'general',
    user_id: target.senders[number % target.senders.length] ?? '',
    user_name: 'sender',
    api_app_id: 'A012ABCDEF',
    response_url: target.responseUrl,
    trigger_id: `${number}.${Math.round(planned)}.bench`,
  }).toString();
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', target.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return new Promise((resolve) => {
    const end = (refused?: string) => resolve({ ms: performance.now() - planned, ...(refused && { refused }) });
    const outgoing = request(target.url, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        'x-slack-request-timestamp': seconds,
        'x-slack-signature': `v0=${signature}`,
      },
    });
    const patience = setTimeout(() => {
      end('no answer in three seconds');
      outgoing.destroy();
    }, PATIENCE);
    outgoing.on('close', () => clearTimeout(patience));
    outgoing.on('error', (error) => end(error.message));
    outgoing.on('response', (response) => {
      let said = '';
      response.on('data', (chunk) => {
        said += chunk;
      });
      response.on('error', (error) => end(error.message));
      // What is stored is acknowledged without a word; with words it was not accepted.
      response.on('end', () => end(response.statusCode === 200 ? said : `${response.statusCode} ${said}`));
    });
    outgoing.end(body);
  });
}
