import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Words } from '../../../../language/words.ts';
import type { Ports } from '../../ports.ts';
import { type Resent, resend } from '../../resend.ts';
import { showHome } from './show.ts';

/** "Send again" beside one of the person's own notifications: the Home shows how it goes. */
export const sendAgainFromHome =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const user = args.body.user.id;
    const resent = await resend(args.action.value ?? '', user, ports);
    await showHome(args, ports, notice(resent, await ports.wordsFor(user)));
  };

function notice({ kind }: Resent, { home, tooOld }: Words): string {
  switch (kind) {
    case 'too old':
      return `:x: ${tooOld.notification}`;
    case 'nothing left':
      return `:information_source: ${home.own.notSentAgain}`;
    case 'sent again':
      return `:hourglass_flowing_sand: ${home.own.goesAgain}`;
  }
}
