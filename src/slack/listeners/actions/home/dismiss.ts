import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs, webApi } from '@slack/bolt';
import type { NewRequest } from '../../../../outbox/request.ts';
import { message } from '../../../messages/message.ts';
import { escaped } from '../../../mrkdwn.ts';
import { reply } from '../../../reply.ts';
import type { Ports } from '../../ports.ts';
import { showHome } from './show.ts';

/** Of what was not sent, so much is quoted to the one who wrote it. */
const MOST_QUOTED = 5;

/** "Dismiss" beside somebody who is not linked: what waits for them is given up, and those who wrote it learn so. */
export const dismiss =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const admin = args.body.user.id;
    const { home } = await ports.wordsFor(admin);
    if (!ports.who().file.admins.has(admin)) return showHome(args, ports, `:x: ${home.onlyAdmins}`);
    const slackId = args.action.value ?? '';
    const given = await ports.giveUpWaiting(slackId);
    ports.log.info({ admin, unlinked: slackId, dismissed: given.length }, 'an admin dismissed what waits for a link');
    const notice =
      given.length === 0
        ? `:information_source: ${home.notThere}`
        : `:no_entry_sign: ${home.awaited.dismissed(`<@${slackId}>`, given.length)}`;
    await showHome(args, ports, notice);
    for (const [sender, requests] of Map.groupBy(given, (request) => request.sender)) {
      await tell(sender, slackId, requests ?? [], args.client, ports);
    }
  };

async function tell(
  sender: string,
  slackId: string,
  requests: readonly NewRequest[],
  client: webApi.WebClient,
  { wordsFor, log }: Ports,
): Promise<void> {
  const { list, history, home } = await wordsFor(sender);
  const quoted = requests
    .slice(0, MOST_QUOTED)
    .map(({ summary }) => (summary === '' ? history.filesOnly : list.quoted(escaped(summary))));
  const more = requests.length > MOST_QUOTED ? [list.more(requests.length - MOST_QUOTED)] : [];
  try {
    const words = `:x: ${home.awaited.notSent(`<@${slackId}>`, list.all([...quoted, ...more]))}`;
    await reply(client, { user: sender }, message(words), { replies: 0, age: 0 });
  } catch (error) {
    log.warn({ error, user: sender }, 'a sender could not be told that nothing was sent');
  }
}
