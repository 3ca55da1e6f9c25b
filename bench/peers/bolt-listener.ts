/** The peer: a Bolt app as its documentation begins, with the bot's settings, that calls the portal directly. */
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { answer } from '../process/answering.ts';
import type { Listener } from './listener.ts';

const answers = {
  async start({ signingSecret, botToken, apiUrl, webhookUrl }: Listener): Promise<{ url: string }> {
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
export type BoltListener = typeof answers;

answer(answers);
