import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { publishHome } from '../home.ts';
import type { Ports } from '../ports.ts';

/** "Remove", beside a link in an admin's Home. */
export const removeLink =
  (ports: Ports) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => {
    await ack();
    if (!ports.who().file.admins.has(body.user.id)) return;
    await ports.links.remove(action.value ?? '');
    ports.log.info({ admin: body.user.id, unlinked: action.value }, 'a link was removed');
    await publishHome(body.user.id, client, ports);
  };
