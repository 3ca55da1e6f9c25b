/** The limit: Node's own HTTP at both ends, with nothing done in between but checking Slack's signature. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request as post } from 'undici';
import { answer } from '../process/answering.ts';
import type { Listener } from './listener.ts';

const answers = {
  async start({ signingSecret, webhookUrl }: Listener): Promise<{ url: string }> {
    const dispatcher = new Agent();
    const send = async (url: string, body: object) => {
      const headers = { 'content-type': 'application/json', 'user-agent': 'node' };
      const { body: answered } = await post(url, { method: 'POST', dispatcher, headers, body: JSON.stringify(body) });
      await answered.text();
    };
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const signed = `v0:${request.headers['x-slack-request-timestamp']}:${body}`;
      const signature = `v0=${createHmac('sha256', signingSecret).update(signed).digest('hex')}`;
      response.writeHead(signature === request.headers['x-slack-signature'] ? 200 : 401).end();
      const command = new URLSearchParams(body);
      const [recipient = '', ...words] = (command.get('text') ?? '').split(' ');
      await send(`${webhookUrl}im.notify.personal.add`, {
        USER_ID: recipient.replace('b24:', ''),
        MESSAGE: words.join(' '),
      });
      await send(command.get('response_url') ?? '', { response_type: 'ephemeral', text: 'delivered' });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` };
  },
};
export type HttpListener = typeof answers;

answer(answers);
