import { SocketDelivery } from '../delivery/socket.ts';
import { method, noArguments } from './method.ts';
import { TIER_3 } from './rate.ts';

export const authTest = method({
  arguments: noArguments,
  run: (world) => ({
    url: world.team.url,
    team: world.team.name,
    user: world.app.name,
    team_id: world.team.id,
    user_id: world.app.userId,
    bot_id: world.app.botId,
    // Only for a workspace of an organization (docs.slack.dev/reference/methods/auth.test).
    ...(world.settings.enterpriseId === undefined ? {} : { enterprise_id: world.settings.enterpriseId }),
    is_enterprise_install: false,
  }),
});

/** From here on the app is served over Socket Mode: Slack does not use both. */
export const appsConnectionsOpen = method({
  pace: TIER_3,
  token: 'app',
  arguments: noArguments,
  run: (world) => {
    const sockets = world.delivery instanceof SocketDelivery ? world.delivery : new SocketDelivery(world);
    if (world.delivery !== sockets) world.delivery?.stop();
    world.delivery = sockets;
    return { url: sockets.newUrl() };
  },
});
