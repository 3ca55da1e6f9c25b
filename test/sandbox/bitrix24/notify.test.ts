import { describe, expect, it } from 'vitest';
import { ask, askAsApplication, portalFor, post } from './asking.ts';

const ANN = { id: 5, name: 'Ann', lastName: 'Lee', email: 'ann@example.com' };
const BOB = { id: 7, name: 'Bob', lastName: 'Ray', email: 'bob@example.com' };

async function portalWithPeople(options: Parameters<typeof portalFor>[0] = {}) {
  const portal = await portalFor(options);
  portal.people.add(ANN);
  portal.people.add(BOB);
  return portal;
}

describe('a notification', () => {
  it('rings for its recipient with the webhook owner as the author', async () => {
    const portal = await portalWithPeople();
    const { status, body } = await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: '[b]Hello[/b] Ann' });
    expect(status).toBe(200);
    expect(body.result).toBeGreaterThan(0);
    expect(body.time).toMatchObject({ operating: 0, date_start: expect.stringContaining('T') });
    expect(portal.bell(5)).toMatchObject([
      { id: body.result, author: 1, message: '[b]Hello[/b] Ann', text: 'Hello Ann', active: [], attach: null },
    ]);
    expect(portal.bell(7)).toEqual([]);
    expect(portal.everCreated).toBe(1);
  });

  it('has no author when it is a system one, and the name of the application in front when an application sends it', async () => {
    const portal = await portalWithPeople();
    await ask(portal, 'im.notify.system.add', { USER_ID: 5, MESSAGE: 'over the webhook' });
    await askAsApplication(portal, 'im.notify.system.add', { USER_ID: 5, MESSAGE: 'over OAuth', MESSAGE_OUT: 'out' });
    expect(portal.bell(5)).toMatchObject([
      { author: 'system', text: 'over the webhook', messageOut: '' },
      { author: 'system', text: 'b24notify\nover OAuth', messageOut: 'b24notify\nout' },
    ]);
  });

  it('takes its kind from TYPE under the method im.notify alone', async () => {
    const portal = await portalWithPeople();
    await ask(portal, 'im.notify', { TO: 5, MESSAGE: 'one', TYPE: 'SYSTEM' });
    await ask(portal, 'im.notify', { TO: 5, MESSAGE: 'two', TYPE: 'whatever' });
    await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'three', TYPE: 'SYSTEM' });
    expect(portal.bell(5).map(({ author }) => author)).toEqual(['system', 1, 1]);
  });

  it('is refused without a recipient or a text', async () => {
    const portal = await portalWithPeople();
    for (const userId of [undefined, 0, -5, 'Ann', '', '5 or so']) {
      expect(await ask(portal, 'im.notify.personal.add', { USER_ID: userId, MESSAGE: 'Hello' })).toMatchObject({
        status: 400,
        body: { error: 'USER_ID_EMPTY', error_description: "User ID can't be empty" },
      });
    }
    expect(await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: ' \n\t' })).toMatchObject({
      status: 400,
      body: { error: 'MESSAGE_EMPTY' },
    });
    expect(portal.everCreated).toBe(0);
  });

  it('answers false for a recipient who does not exist, was dismissed or is no user of the portal, and stores nothing', async () => {
    const portal = await portalWithPeople();
    portal.people.change(7, { active: false });
    portal.people.add({ id: 8, name: 'Robot', lastName: '', email: '', userType: 'bot' });
    portal.people.add({ id: 9, name: 'Eve', lastName: 'Mail', email: 'eve@example.com', userType: 'email' });
    for (const userId of [7, 8, 9, 99]) {
      const { status, body } = await ask(portal, 'im.notify.personal.add', { USER_ID: userId, MESSAGE: 'Hello' });
      expect(status).toBe(200);
      expect(body.result).toBe(false);
    }
    expect(portal.everCreated).toBe(0);
  });

  it('answers the present epoch second, and stores nothing, for a recipient who switched REST notifications off', async () => {
    const portal = await portalWithPeople({ now: () => 1_760_000_000_999 });
    portal.people.change(5, { restNotifications: false });
    const { status, body } = await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'Hello' });
    expect({ status, result: body.result }).toEqual({ status: 200, result: 1_760_000_000 });
    expect(portal.bell(5)).toEqual([]);
  });

  it('takes a mention of a person who does not exist for mere words, and names one that has none', async () => {
    const portal = await portalWithPeople();
    await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: '[USER=99]Nobody[/USER] [user=7][/user]' });
    expect(portal.bell(5)).toMatchObject([{ text: 'Nobody Bob Ray', active: [{ kind: 'user', id: 7 }] }]);
  });
});

describe('a tag', () => {
  it('replaces the earlier notification of the same client, also in somebody else’s list', async () => {
    const portal = await portalWithPeople();
    const tagged = { TAG: 'deploy', SUB_TAG: 'b24notify', CLIENT_ID: 'bot' };
    await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'one', ...tagged });
    await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'two', ...tagged });
    expect(portal.bell(5)).toMatchObject([{ text: 'two', tag: 'deploy', subTag: 'b24notify' }]);
    await ask(portal, 'im.notify.personal.add', { USER_ID: 7, MESSAGE: 'three', ...tagged });
    expect(portal.bell(5)).toEqual([]);
    expect(portal.bell(7)).toMatchObject([{ text: 'three' }]);
    expect({ created: portal.everCreated, replaced: portal.everReplaced }).toEqual({ created: 3, replaced: 2 });
  });

  it('takes the earlier one away also where the recipient has switched REST notifications off since', async () => {
    const portal = await portalWithPeople();
    const sent = { USER_ID: 5, MESSAGE: 'text', TAG: 'deploy', CLIENT_ID: 'bot' };
    await ask(portal, 'im.notify.personal.add', sent);
    portal.people.change(5, { restNotifications: false });
    await ask(portal, 'im.notify.personal.add', sent);
    expect(portal.bell(5)).toEqual([]);
  });

  it('belongs to its client: another CLIENT_ID, and the application, have tags of their own', async () => {
    const portal = await portalWithPeople();
    const sent = { USER_ID: 5, MESSAGE: 'text', TAG: 'deploy' };
    await ask(portal, 'im.notify.personal.add', { ...sent, CLIENT_ID: 'bot' });
    await ask(portal, 'im.notify.personal.add', { ...sent, CLIENT_ID: 'other' });
    await askAsApplication(portal, 'im.notify.personal.add', sent);
    expect(portal.bell(5)).toHaveLength(3);
    await askAsApplication(portal, 'im.notify.personal.add', sent);
    expect(portal.bell(5)).toHaveLength(3);
  });

  it('is ignored over a webhook without CLIENT_ID, and on an older portal always', async () => {
    const portal = await portalWithPeople();
    await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'one', TAG: 'deploy' });
    await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'two', TAG: 'deploy' });
    expect(portal.bell(5)).toMatchObject([{ tag: undefined }, { tag: undefined }]);
    const older = await portalWithPeople({ webhookTags: false });
    for (const text of ['one', 'two']) {
      await ask(older, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: text, TAG: 'deploy', CLIENT_ID: 'bot' });
    }
    expect(older.bell(5)).toHaveLength(2);
  });
});

describe('taking a notification back', () => {
  it('works by id only in the caller’s own list', async () => {
    const portal = await portalWithPeople();
    const mine = await ask(portal, 'im.notify.personal.add', { USER_ID: 1, MESSAGE: 'to myself' });
    const theirs = await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'to Ann' });
    const remove = async (id: number) =>
      (await ask(portal, 'im.notify.delete', { ID: id, CLIENT_ID: 'bot' })).body.result;
    expect(await remove(mine.body.result)).toBe(true);
    expect(await remove(theirs.body.result)).toBe(false);
    expect(await remove(mine.body.result)).toBe(false);
    expect(portal.bell(1)).toEqual([]);
    expect(portal.bell(5)).toHaveLength(1);
  });

  it('works by tag and by sub-tag in everybody’s lists', async () => {
    const portal = await portalWithPeople();
    await ask(portal, 'im.notify.personal.add', {
      USER_ID: 5,
      MESSAGE: 'a',
      TAG: 'a',
      SUB_TAG: 'all',
      CLIENT_ID: 'bot',
    });
    await ask(portal, 'im.notify.personal.add', {
      USER_ID: 7,
      MESSAGE: 'b',
      TAG: 'b',
      SUB_TAG: 'all',
      CLIENT_ID: 'bot',
    });
    await ask(portal, 'im.notify.personal.add', { USER_ID: 7, MESSAGE: 'c', TAG: 'c', CLIENT_ID: 'bot' });
    expect((await ask(portal, 'im.notify.delete', { TAG: 'c', CLIENT_ID: 'other' })).body.result).toBe(true);
    expect(portal.bell(7)).toHaveLength(2);
    expect((await ask(portal, 'im.notify.delete', { TAG: 'c', CLIENT_ID: 'bot' })).body.result).toBe(true);
    expect(portal.bell(7).map(({ text }) => text)).toEqual(['b']);
    await ask(portal, 'im.notify.delete', { SUB_TAG: 'all', CLIENT_ID: 'bot' });
    expect([...portal.bell(5), ...portal.bell(7)]).toEqual([]);
    expect(portal.everDeleted).toBe(3);
  });

  it('needs a client id over a webhook, and something to look for', async () => {
    const portal = await portalWithPeople();
    expect(await ask(portal, 'im.notify.delete', { TAG: 'a' })).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied! Client ID not specified' },
    });
    expect(await ask(portal, 'im.notify.delete', { CLIENT_ID: 'bot' })).toMatchObject({
      status: 400,
      body: { error: 'PARAMS_ERROR' },
    });
    expect((await askAsApplication(portal, 'im.notify.delete', { TAG: 'a' })).body.result).toBe(true);
  });
});

describe('reading notifications', () => {
  it('shows the caller’s own, newest first, and nobody else’s', async () => {
    const portal = await portalWithPeople();
    const sent = [];
    for (const text of ['one', 'two', 'three']) {
      sent.push((await ask(portal, 'im.notify.personal.add', { USER_ID: 1, MESSAGE: text })).body.result);
    }
    await ask(portal, 'im.notify.personal.add', { USER_ID: 5, MESSAGE: 'to Ann' });
    const { body } = await ask(portal, 'im.notify.get', { LIMIT: 2 });
    expect(body.result).toMatchObject({
      total_count: 3,
      notifications: [
        { text: 'three', notify_module: 'rest', notify_event: 'rest_notify', author_id: 1 },
        { text: 'two' },
      ],
    });
    const before = await ask(portal, 'im.notify.get', { LAST_ID: sent[1], LAST_TYPE: 3 });
    expect(before.body.result.notifications).toMatchObject([{ text: 'one' }]);
    expect((await ask(portal, 'im.notify.get', { LAST_ID: 5 })).body.error).toBe('LAST_ID_AND_LAST_TYPE');
  });
});

describe('session authorization', () => {
  it('may read the list but neither send nor take back', async () => {
    const portal = await portalWithPeople();
    const { cookie, sessid } = portal.openSession(5);
    const asAnn = async (method: string, parameters: object) => {
      const response = await fetch(`${portal.url}/rest/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ ...parameters, sessid }),
      });
      return { status: response.status, body: await response.json() };
    };
    expect(await asAnn('im.notify.get', {})).toMatchObject({ status: 200, body: { result: { total_count: 0 } } });
    for (const method of ['im.notify.personal.add', 'im.notify.system.add', 'im.notify.delete']) {
      expect(await asAnn(method, { USER_ID: 7, MESSAGE: 'Hi' })).toMatchObject({
        status: 403,
        body: { error: 'WRONG_AUTH_TYPE' },
      });
    }
    expect(await post(`${portal.url}/rest/im.notify.get`, { sessid })).toMatchObject({ status: 401 });
  });
});
