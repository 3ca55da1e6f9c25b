import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Words } from '../../../../language/words.ts';
import { HEAPS } from '../../../../outbox/attention.ts';
import { intervene as interveneIn } from '../../../../outbox/intervention.ts';
import { DROPPED } from '../../../../outbox/transition.ts';
import { readChosen } from '../../../views/home/heap.ts';
import type { Ports } from '../../ports.ts';
import { showHome } from './show.ts';

type What = 'sent again' | 'dropped';

/** "Send again" and "Drop" in an admin's Home, for anybody's notifications. Whether they still may is asked at the click. */
export const intervene =
  (ports: Ports, what: What) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const admin = args.body.user.id;
    const words = await ports.wordsFor(admin);
    if (!ports.who().file.admins.has(admin)) return showHome(args, ports, `:x: ${words.home.onlyAdmins}`);
    const { heap, request } = readChosen(args.action.value ?? '');
    const { notifications = [] } = (await ports.outbox.status(request)) ?? {};
    const meant = notifications.filter(({ state, trouble }) => {
      const givenUp = state === 'failed' && trouble?.code === DROPPED.code;
      return HEAPS[heap].includes(state) && !givenUp;
    });
    const happening = what === 'dropped' ? { kind: what } : { kind: what, dueAt: Date.now() };
    const changed = await interveneIn(meant, happening, ports.outbox);
    ports.log.info(
      { admin, request, [what === 'dropped' ? 'dropped' : 'sentAgain']: changed.length },
      'an admin intervened',
    );
    ports.reporter.changed([request]);
    ports.deliver();
    ports.home.changed({ requests: [request] });
    await showHome(args, ports, notice(what, changed.length, words));
  };

function notice(what: What, count: number, { home }: Words): string {
  if (count === 0) return `:information_source: ${home.notThere}`;
  return what === 'dropped'
    ? `:no_entry_sign: ${home.heap.dropped(count)}`
    : `:hourglass_flowing_sand: ${home.heap.sentAgain(count)}`;
}
