import { describe, expect, it } from 'vitest';
import { attach, fileBlock, messageBlock, pictureBlock } from '../../src/bitrix24/attach.ts';
import { callBatch } from '../../src/bitrix24/batch.ts';
import {
  createPersonalNotification,
  createSystemNotification,
  deleteNotification,
  notificationId,
  notificationMethod,
  notificationParameters,
} from '../../src/bitrix24/notifications.ts';
import { currentPerson, findByEmail, getPerson, profile, scopes, serverTime } from '../../src/bitrix24/people.ts';
import { failureOf } from './failing.ts';
import { modes, standIn } from './portal-stand-in.ts';

describe.each(modes)('a recipient, over the %s', (mode) => {
  it('sees text, files and author of a personal notification', async () => {
    const { there, portal, ann } = await standIn(mode);
    const blocks = [
      pictureBlock('chart', 'https://files.example/c.png', { preview: 'https://files.example/s.png' }),
      fileBlock('log.txt', 'https://files.example/log.txt', 1679),
      messageBlock('C:\\new'),
    ];
    const answer = await createPersonalNotification(portal, {
      user: ann,
      text: '[B]Done[/B]',
      textOut: 'Done',
      tag: 't1',
      attach: attach(blocks),
    });
    const [seen, ...others] = there.bell(ann);
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ id: answer.result, tag: 't1', author: 1, text: 'Done', messageOut: 'Done' });
    expect(seen?.attach?.BLOCKS).toMatchObject([
      { IMAGE: [{ NAME: 'chart', LINK: 'https://files.example/c.png' }] },
      { FILE: [{ NAME: 'log.txt', LINK: 'https://files.example/log.txt', SIZE: 1679 }] },
      { MESSAGE: 'C:\\\u200Bnew' },
    ]);
  });

  it('sees a system notification without an author', async () => {
    const { there, portal, ann } = await standIn(mode);
    await createSystemNotification(portal, { user: ann, text: 'Backup finished' });
    expect(there.bell(ann)).toMatchObject([{ author: 'system', text: expect.stringContaining('Backup finished') }]);
  });

  it('sees one instead of two when the tag is the same, alone or in a batch', async () => {
    const { there, portal, ann } = await standIn(mode);
    const notification = { user: ann, text: 'again', tag: 'costs $total[n1]' };
    await createPersonalNotification(portal, notification);
    const parameters = notificationParameters(portal.mode, notification);
    await callBatch(portal, new Map([['n1', { method: notificationMethod.personal, parameters }]]));
    expect(there.bell(ann)).toHaveLength(1);
    await deleteNotification(portal, { tag: notification.tag });
    expect(there.bell(ann)).toEqual([]);
  });

  it('no longer sees what was taken back by its second tag', async () => {
    const { there, portal, ann } = await standIn(mode);
    await createPersonalNotification(portal, { user: ann, text: 'x', tag: 'a', subTag: 's' });
    await createPersonalNotification(portal, { user: ann, text: 'y', tag: 'b', subTag: 's' });
    expect(await deleteNotification(portal, { subTag: 's' })).toMatchObject({ result: true });
    expect(there.bell(ann)).toEqual([]);
  });

  it('of somebody else can not be helped by id, and the answer says so', async () => {
    const { there, portal, ann } = await standIn(mode);
    const { result } = await createPersonalNotification(portal, { user: ann, text: 'x' });
    expect(await deleteNotification(portal, { id: Number(result) })).toMatchObject({ result: false });
    expect(there.bell(ann)).toHaveLength(1);
  });

  it('gets out of a batch the very characters that were typed', async () => {
    const { there, portal, ann } = await standIn(mode);
    const typed = 'a&b=c?d#e %20 +plus ; я 😀 $result[n1] $5';
    const send = (text: string) => ({
      method: notificationMethod.personal,
      parameters: notificationParameters(portal.mode, { user: ann, text, attach: attach([messageBlock(text)]) }),
    });
    const outcome = await callBatch(
      portal,
      new Map([
        ['n1', send('first')],
        ['n2', send(typed)],
      ]),
    );
    expect([...outcome.values()].map((one) => one.kind)).toEqual(['answer', 'answer']);
    const second = there.bell(ann)[1];
    expect(second?.text.replaceAll('\u200B', '')).toBe(typed);
    expect(JSON.stringify(second?.attach?.BLOCKS).replaceAll('\u200B', '')).toContain(typed);
  });

  it('who does not exist, is dismissed or has no id is told apart from success', async () => {
    const { there, portal, ann } = await standIn(mode);
    there.people.change(ann, { active: false });
    for (const user of [999, ann]) {
      expect(await failureOf(createPersonalNotification(portal, { user, text: 'x' }))).toMatchObject({
        failure: 'recipient',
        code: 'NOTHING_CREATED',
      });
    }
    expect(await failureOf(createPersonalNotification(portal, { user: 0, text: 'x' }))).toMatchObject({
      failure: 'recipient',
      code: 'USER_ID_EMPTY',
    });
  });

  it('who has switched these off is noticed by the clock for an id', async () => {
    const { there, portal, ann } = await standIn(mode);
    there.people.change(ann, { restNotifications: false });
    const { result } = await createPersonalNotification(portal, { user: ann, text: 'x' });
    expect(notificationId(result).kind).toBe('switched off');
    expect(there.bell(ann)).toEqual([]);
  });

  it('is found by id and by address, and so is the one who calls', async () => {
    const { there, portal, ann } = await standIn(mode);
    expect(await getPerson(portal, ann)).toEqual({ id: ann, active: true, name: 'Ann Lee', email: 'ann@example.com' });
    expect(await getPerson(portal, 999)).toBeUndefined();
    expect(await findByEmail(portal, 'ANN@example.com')).toMatchObject({ kind: 'found', person: { id: ann } });
    expect(await findByEmail(portal, 'a_n@example.com')).toEqual({ kind: 'nobody' });
    there.people.add({ name: 'Ann', lastName: 'Again', email: 'ann@example.com' });
    expect(await findByEmail(portal, 'ann@example.com')).toMatchObject({ kind: 'several' });
    expect(await currentPerson(portal)).toMatchObject({ id: 1 });
    expect(await profile(portal)).toMatchObject({ id: 1 });
    expect(await scopes(portal)).toContain('im');
    expect(Math.abs((await serverTime(portal)).getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('is not found by address where the rights hide addresses, by id also with the messenger alone', async () => {
    const brief = await standIn(mode, { scopes: ['im', 'user_brief'] });
    expect(await findByEmail(brief.portal, 'ann@example.com')).toEqual({ kind: 'addresses hidden' });
    const messenger = await standIn(mode, { scopes: ['im'] });
    expect(await getPerson(messenger.portal, messenger.ann)).toMatchObject({ id: messenger.ann, name: 'Ann Lee' });
    expect(await getPerson(messenger.portal, 999)).toBeUndefined();
  });
});
