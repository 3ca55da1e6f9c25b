import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Ports } from '../../ports.ts';
import { showHome } from './show.ts';

/** "Remove", beside a link in an admin's Home. */
export const removeLink =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const admin = args.body.user.id;
    const { home } = await ports.wordsFor(admin);
    if (!ports.who().file.admins.has(admin)) return showHome(args, ports, `:x: ${home.onlyAdmins}`);
    const slackId = args.action.value ?? '';
    await ports.links.remove(slackId);
    ports.log.info({ admin, unlinked: slackId }, 'a link was removed');
    ports.home.changed({ people: [slackId] });
    await showHome(args, ports, `:white_check_mark: ${home.links.removed(`<@${slackId}>`)}`);
  };
