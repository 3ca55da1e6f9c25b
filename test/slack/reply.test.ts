import { webApi } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Person, type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { message } from '../../src/slack/messages/message.ts';
import { isOutOfReach, reply } from '../../src/slack/reply.ts';

describe('an answer to the sender', () => {
  let workspace: SandboxWorkspace;
  let client: webApi.WebClient;
  let ivan: Person;
  let clock = Date.now();
  beforeAll(async () => {
    workspace = await startWorkspace({ now: () => clock });
    client = new webApi.WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } });
    ivan = workspace.people.add({ name: 'ivan', realName: 'Ivan Petrov' });
    // The command itself goes nowhere; its response_url is what is wanted.
    workspace.deliverOverHttp('http://127.0.0.1:1/');
  });
  afterAll(() => workspace.stop());
  // One message a second is all that Slack takes for a conversation.
  beforeEach(() => {
    clock += 1000;
  });

  const seen = () => workspace.as(ivan).sees();
  const fresh = { replies: 0, age: 0 };

  it('is a direct message where there is no other place, updated in place from then on', async () => {
    const told = await reply(client, { user: ivan.id }, message('one'), fresh);
    expect(seen().map(({ text }) => text)).toEqual(['one']);
    if (told.direct === undefined) throw new Error('no direct message');
    expect(await reply(client, { user: ivan.id }, message('two'), { ...fresh, direct: told.direct })).toEqual(told);
    expect(seen().map(({ text }) => text)).toEqual(['two']);
  });

  it('is a new direct message when the old one is gone', async () => {
    const direct = { channel: seen()[0]?.channelId ?? '', ts: '1.000001' };
    const told = await reply(client, { user: ivan.id }, message('three'), { ...fresh, direct });
    expect(told.direct?.ts).not.toBe(direct.ts);
    expect(seen().at(-1)).toMatchObject({ text: 'three', where: 'dm' });
  });

  it.each([
    ['is refused', 404, 'used_url'],
    ['is answered with ok:false', 200, '{"ok":false,"error":"invalid_blocks"}'],
    ['is answered with a word', 200, 'invalid_payload'],
    ['is answered with a page', 200, '<html>maintenance</html>'],
  ])('is a direct message when the response_url %s', async (_, status, body) => {
    const end = workspace.misbehave({ on: 'response_url', do: 'status', status, body });
    const told = await reply(
      client,
      { user: ivan.id, responseUrl: anyResponseUrl() },
      message(`after ${status} ${body.length}`),
      fresh,
    );
    end();
    expect(told.direct).toBeDefined();
    expect(seen().at(-1)).toMatchObject({ text: `after ${status} ${body.length}`, where: 'dm' });
  });

  it('is a direct message when the response_url is too old, or used as often as Slack lets it be', async () => {
    const before = workspace.callsOf('response_url').length;
    for (const used of [
      { replies: 0, age: 29 * 60_000 },
      { replies: 4, age: 0 },
    ]) {
      const told = await reply(client, { user: ivan.id, responseUrl: anyResponseUrl() }, message('late'), used);
      expect(told.direct).toBeDefined();
      clock += 1000;
    }
    expect(workspace.callsOf('response_url')).toHaveLength(before);
  });

  it('throws when Slack takes neither, and says whether that is for good', async () => {
    const refusal = async (error: string) => {
      const end = workspace.misbehave({ on: 'chat.postMessage', do: 'error', error });
      const thrown = await reply(client, { user: ivan.id }, message('never'), fresh).catch((caught: unknown) => caught);
      end();
      return isOutOfReach(thrown);
    };
    for (const ofOnePerson of ['channel_not_found', 'user_not_found', 'user_disabled']) {
      expect(await refusal(ofOnePerson)).toBe(true);
    }
    const ofTheBot = ['account_inactive', 'token_revoked', 'invalid_auth', 'not_authed', 'messages_tab_disabled'];
    for (const word of [...ofTheBot, 'restricted_action', 'internal_error']) expect(await refusal(word)).toBe(false);
    expect(isOutOfReach(new Error('fetch failed'))).toBe(false);
    clock += 1;
  });

  function anyResponseUrl(): string {
    return `${workspace.apiUrl.replace('/api/', '')}/commands/T1/1/abc`;
  }
});
