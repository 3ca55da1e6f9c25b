import { describe, expect, it, onTestFinished } from 'vitest';
import { attach, pictureBlock } from '../../src/bitrix24/attach.ts';
import {
  createPersonalNotification,
  createSystemNotification,
  deleteNotification,
  deletionParameters,
  notificationId,
  notificationParameters,
  sendingFailure,
} from '../../src/bitrix24/notifications.ts';
import { fixedToken } from '../../src/bitrix24/oauth.ts';
import { createPortal, type Portal } from '../../src/bitrix24/portal.ts';
import { type AnsweringServer, answering, withJson } from './answering-server.ts';
import { failureOf } from './failing.ts';

const picture = attach([pictureBlock('a.png', 'https://files.example/a.png')]);

async function portalAnswering(result: unknown, mode: Portal['mode'] = 'webhook') {
  const server = await answering(withJson({ result, time: {} }));
  const portal =
    mode === 'webhook'
      ? createPortal({ mode, url: `${server.origin}/rest/1/secret/` })
      : createPortal({ mode, domain: server.origin, tokens: fixedToken('token') });
  onTestFinished(() => portal.close());
  return { server, portal };
}

const sent = (server: AnsweringServer) =>
  server.heard.map((one) => [one.path.split('/').at(-1), JSON.parse(one.body)] as const);

describe('sending', () => {
  it('is personal or of the system, with everything OpenIntegrations offers', async () => {
    const { server, portal } = await portalAnswering(12345);
    const notification = {
      user: 10,
      text: 'Hi [B]you[/B]',
      textOut: 'Hi you',
      tag: 't1',
      subTag: 's',
      attach: picture,
    };
    const answer = await createPersonalNotification(portal, notification);
    await createSystemNotification(portal, { user: 10, text: 'Hi' });
    expect(answer).toMatchObject({ result: 12345, raw: { result: 12345, time: {} } });
    expect(sent(server)).toEqual([
      [
        'im.notify.personal.add',
        {
          USER_ID: 10,
          MESSAGE: 'Hi [B]you[/B]',
          MESSAGE_OUT: 'Hi you',
          TAG: 't1',
          SUB_TAG: 's',
          CLIENT_ID: 'b24notify',
          ATTACH: picture,
        },
      ],
      ['im.notify.system.add', { USER_ID: 10, MESSAGE: 'Hi', CLIENT_ID: 'b24notify' }],
    ]);
  });

  it('names the client only over a webhook, and leaves out an attachment without blocks', () => {
    const notification = { user: 10, text: 'x', tag: 't', attach: attach([]) };
    expect(notificationParameters('application', notification)).toEqual({ USER_ID: 10, MESSAGE: 'x', TAG: 't' });
    expect(notificationParameters('webhook', notification)).toMatchObject({ CLIENT_ID: 'b24notify' });
  });

  it('has the same tag alone, in a batch and when it is taken back', () => {
    const tag = 'costs $total[n1]';
    const { TAG } = notificationParameters('webhook', { user: 1, text: 'x', tag });
    expect(TAG).toBe('costs $\u200Btotal[n1]');
    expect(deletionParameters('webhook', { tag }).TAG).toBe(TAG);
  });

  it('fails for the recipient when the portal makes nothing', async () => {
    const { portal } = await portalAnswering(false);
    expect(await failureOf(createPersonalNotification(portal, { user: 10, text: 'x' }))).toMatchObject({
      name: 'RecipientError',
      code: 'NOTHING_CREATED',
      method: 'im.notify.personal.add',
      answer: { result: false },
    });
  });

  it.each([true, null, 0, -1, 1.5, '', 'abc', {}, []])(
    'knows nothing from a result that is no id: %j',
    async (result) => {
      const { portal } = await portalAnswering(result);
      expect(await failureOf(createSystemNotification(portal, { user: 10, text: 'x' }))).toMatchObject({
        failure: 'unknown',
        code: 'BAD_RESULT',
      });
    },
  );

  it('takes a number written as a string for one', async () => {
    const { portal } = await portalAnswering('12345');
    expect(await createPersonalNotification(portal, { user: 10, text: 'x' })).toMatchObject({ result: 12345 });
  });
});

describe('the id of a notification', () => {
  const now = Date.parse('2026-03-02T09:30:00Z');

  it('is told apart from the clock, which answers when the recipient has switched these off', () => {
    expect(notificationId(12345, now)).toEqual({ kind: 'created', id: 12345 });
    expect(notificationId(now / 1000, now).kind).toBe('switched off');
    expect(notificationId(now / 1000 + 200, now).kind).toBe('switched off');
    expect(notificationId(now / 1000 - 200, now).kind).toBe('switched off');
    expect(notificationId(now / 1000 - 3600, now).kind).toBe('created');
    expect(notificationId(false, now).kind).toBe('nothing created');
    expect(notificationId('7', now)).toEqual({ kind: 'created', id: 7 });
    expect(notificationId(true, now).kind).toBe('not understood');
  });

  it('says for an answer inside a batch why it is a failure', async () => {
    const { portal } = await portalAnswering(1);
    const answer = (result: unknown) => ({ result, raw: { result } });
    expect(sendingFailure(portal, 'im.notify.personal.add', answer(5))).toBeUndefined();
    expect(sendingFailure(portal, 'im.notify.personal.add', answer(false))?.failure).toBe('recipient');
    expect(sendingFailure(portal, 'im.notify.personal.add', answer(null))?.failure).toBe('unknown');
  });
});

describe('taking back', () => {
  it('goes by id, tag or second tag', async () => {
    const { server, portal } = await portalAnswering(true);
    expect(await deleteNotification(portal, { id: 5 })).toMatchObject({ result: true });
    await deleteNotification(portal, { tag: 't' });
    await deleteNotification(portal, { subTag: 's' });
    expect(sent(server)).toEqual([
      ['im.notify.delete', { ID: 5, CLIENT_ID: 'b24notify' }],
      ['im.notify.delete', { TAG: 't', CLIENT_ID: 'b24notify' }],
      ['im.notify.delete', { SUB_TAG: 's', CLIENT_ID: 'b24notify' }],
    ]);
  });

  it('says when there was nothing, and does not trust anything but yes and no', async () => {
    const nothing = await portalAnswering(false, 'application');
    expect(await deleteNotification(nothing.portal, { id: 5 })).toMatchObject({ result: false });
    expect(sent(nothing.server)).toEqual([['im.notify.delete', { ID: 5, auth: 'token' }]]);
    const odd = await portalAnswering([]);
    expect(await failureOf(deleteNotification(odd.portal, { id: 5 }))).toMatchObject({ failure: 'unknown' });
  });
});
