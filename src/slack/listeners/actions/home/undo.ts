import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Ports } from '../../ports.ts';
import { withdraw } from '../../withdraw.ts';
import { showHome } from './show.ts';

/** "Undo" beside one of the person's own notifications: what came of it stands on top of the Home. */
export const undoFromHome =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const { text } = await withdraw(args.action.value ?? '', args.body.user.id, ports);
    await showHome(args, ports, text);
  };
