import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Ports } from '../../ports.ts';
import { showHome } from './show.ts';

/** "Do not link" beside somebody in an admin's Home: what waits for them ends, and those who wrote it are told. */
export const dismiss =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const admin = args.body.user.id;
    const { home } = await ports.wordsFor(admin);
    if (!ports.who().file.admins.has(admin)) return showHome(args, ports, `:x: ${home.onlyAdmins}`);
    const slackId = args.action.value ?? '';
    await ports.declineLink(slackId);
    ports.log.info({ admin, declined: [slackId] }, 'an admin decided not to link somebody');
    await showHome(args, ports, `:no_entry_sign: ${home.awaited.dismissed(`<@${slackId}>`)}`);
  };
