/** The peer: a Bolt app as its documentation begins, with the bot's settings, that calls the portal directly; or stores each command first. */
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { answer } from '../process/answering.ts';
import type { Listener } from './listener.ts';

const answers = {
  /** @param storeIn where each command is stored, as durably as ours, before it is acknowledged; absent: nowhere */
  async start({
    signingSecret,
    botToken,
    apiUrl,
    webhookUrl,
    storeIn,
  }: Listener & { storeIn?: string }): Promise<{ url: string }> {
    const store = storeIn === undefined ? () => {} : durableStore(storeIn);
    const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', logLevel: LogLevel.ERROR });
    const app = new App({
      receiver,
      clientOptions: { slackApiUrl: apiUrl },
      logLevel: LogLevel.ERROR,
      convoStore: false,
      deferInitialization: true,
      authorize: async () => ({ botToken }),
    });
    app.command('/b24notify', async ({ command, ack, respond }) => {
      store(command.text);
      await ack();
      const [recipient = '', ...words] = command.text.split(' ');
      const response = await fetch(`${webhookUrl}im.notify.personal.add`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'bolt' },
        body: JSON.stringify({ USER_ID: recipient.replace('b24:', ''), MESSAGE: words.join(' ') }),
      });
      await response.text();
      await respond(response.ok ? 'delivered' : 'not delivered');
    });
    await app.init();
    const server = await receiver.start(0);
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/slack/events` };
  },
};
/** One row and one commit, with the least that a database has to do for it. */
function durableStore(path: string): (text: string) => void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE command (text TEXT)');
  const insert = database.prepare('INSERT INTO command VALUES (?)');
  return (text) => insert.run(text);
}
export type BoltListener = typeof answers;

answer(answers);
