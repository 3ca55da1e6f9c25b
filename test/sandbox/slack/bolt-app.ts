/** A real Bolt app connected to a sandbox workspace, for tests of the sandbox itself. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { SandboxWorkspace } from '../../../sandbox/slack/workspace.ts';

export type Transport = 'http' | 'socket';

/** Starts the app with the listeners that `register` adds; resolves when payloads reach it. */
export async function startApp(
  workspace: SandboxWorkspace,
  transport: Transport,
  register: (app: App) => void,
): Promise<{ app: App; stop: () => Promise<void> }> {
  const shared = {
    token: workspace.botToken,
    logLevel: LogLevel.ERROR,
    deferInitialization: true,
    clientOptions: { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 }, timeout: 5000 },
  };
  if (transport === 'socket') {
    const app = new App({ ...shared, socketMode: true, appToken: workspace.appToken });
    register(app);
    await app.init();
    await app.start();
    return { app, stop: async () => void (await app.stop()) };
  }
  const receiver = new HTTPReceiver({ signingSecret: workspace.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({ ...shared, receiver });
  register(app);
  await app.init();
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  workspace.deliverOverHttp(`http://127.0.0.1:${address.port}/slack/events`);
  return { app, stop: async () => void (await app.stop()) };
}
