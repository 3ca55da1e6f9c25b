import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { notAllTold } from '../../../messages/linking.ts';
import type { Ports } from '../../ports.ts';
import { showHome } from './show.ts';

/** "Do not link" beside somebody in an admin's Home: what waits for them ends, and those who wrote it are told. */
export const dismiss =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const admin = args.body.user.id;
    const words = await ports.wordsFor(admin);
    const { home } = words;
    if (!ports.who().file.admins.has(admin)) return showHome(args, ports, `:x: ${home.onlyAdmins}`);
    const slackId = args.action.value ?? '';
    const untold = await ports.declineLink(slackId);
    ports.log.info({ admin, declined: [slackId] }, 'an admin decided not to link somebody');
    if (untold > 0) return showHome(args, ports, notAllTold(words, untold).text);
    await showHome(args, ports, `:no_entry_sign: ${home.awaited.dismissed(`<@${slackId}>`)}`);
  };
