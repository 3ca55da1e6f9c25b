import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { readPages } from '../../../views/home/pages.ts';
import type { Ports } from '../../ports.ts';
import { showHome } from './show.ts';

/** "Older", "Newer": another page of one of the lists. */
export const turnPage =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    await showHome(args, ports, undefined, readPages(args.action.value ?? ''));
  };
