import type { App } from '@slack/bolt';
import * as actions from './actions/index.ts';
import * as commands from './commands/index.ts';
import * as events from './events/index.ts';
import { listenerFailed } from './failed.ts';
import * as options from './options/index.ts';
import type { Ports } from './ports.ts';
import * as shortcuts from './shortcuts/index.ts';
import * as views from './views/index.ts';

/** Everything that Slack may ask of the bot. */
export function registerListeners(app: App, ports: Ports): void {
  // Bolt's stop does not wait for listeners at work: each is tracked, so that stopping can.
  app.use(({ next, body, client }) =>
    ports.running.track(next().catch((error: unknown) => listenerFailed(error, body, client, ports))),
  );
  for (const { register } of [actions, commands, events, options, shortcuts, views]) register(app, ports);
}
