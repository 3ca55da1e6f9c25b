import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../sandbox/slack/workspace.ts';
import { type Company, company, type Transport } from './company.ts';
import { buttonValue, forge } from './forged-click.ts';

/** What stands on top of somebody's Home after a click. */
const noticeIn = (actor: Actor) => actor.homeText().split('\n')[1];

describe.each<Transport>(['http', 'socket'])('the Home of a sender, over %s', (transport) => {
  let acme: Company;
  let ivan: Actor;
  beforeAll(async () => {
    acme = await company(transport);
    ivan = acme.as(acme.people.ivan);
  });
  afterAll(() => acme.end());
  const reads = (actor: Actor, words: string, patience?: number) =>
    acme.workspace.waitFor(() => actor.homeText().includes(words), patience);
  const open = async (actor: Actor) => {
    await actor.openHome();
    await reads(actor, '\n');
  };

  it('says who they are in Bitrix24, how to begin, and opens the form', async () => {
    await ivan.openHome();
    await reads(ivan, 'In Bitrix24 you are *Ivan Petrov* (profile number 10).');
    expect(ivan.homeText()).toContain('You have sent nothing to Bitrix24 yet.');
    expect(ivan.homeText()).not.toContain('For admins');
    await ivan.click('Write to Bitrix24');
    await acme.workspace.waitFor(() => ivan.view() !== undefined);
    await ivan.close();
  });

  it('says to somebody who is not linked whom to ask', async () => {
    const sam = acme.as(acme.people.stranger);
    await open(sam);
    await reads(sam, `You are *not linked* to a Bitrix24 account`);
    expect(sam.homeText()).toContain(`To be linked, ask <@${acme.people.boss.id}>.`);
  });

  it('is left alone when the Messages tab is opened', async () => {
    const before = acme.workspace.callsOf('views.publish').length;
    await ivan.openHome('messages');
    await ivan.command('/b24notify', 'help');
    await ivan.answers('*Notify');
    expect(acme.workspace.callsOf('views.publish')).toHaveLength(before);
  });

  it('follows a notification that is sent while it is open, and Undo in it takes that back', async () => {
    await open(ivan);
    await ivan.command('/b24notify', '@anna lunch is ready');
    await reads(ivan, ':white_check_mark: *<@', 8000);
    expect(ivan.homeText()).toContain('lunch is ready');
    expect(acme.portal.bell(12)).toHaveLength(1);

    await ivan.click('Undo', { below: 'lunch is ready' });
    await reads(ivan, `:leftwards_arrow_with_hook: Taken back from <@${acme.people.anna.id}>: “lunch is ready”`);
    expect(noticeIn(ivan)).toContain(':leftwards_arrow_with_hook: Taken back');
    await reads(ivan, '* · taken back · ');
    expect(acme.portal.bell(12)).toHaveLength(0);
    await open(ivan);
    await acme.workspace.waitFor(() => noticeIn(ivan)?.includes('In Bitrix24 you are') ?? false);
  });

  it('sends again what failed, once, and shows how it went', async () => {
    acme.portal.people.add({ id: 77, name: 'Gone', lastName: 'Again', email: 'back@example.com', active: false });
    await ivan.command('/b24notify', 'b24:77 are you there');
    await ivan.answers(':x: Not delivered: “are you there”');
    await open(ivan);
    await reads(ivan, '*b24:77* · not delivered');
    expect(ivan.homeText()).toContain('• b24:77: Bitrix24 has no active account for them');
    acme.portal.people.add({ id: 77, name: 'Back', lastName: 'Again', email: 'back@example.com' });
    await ivan.click('Send again', { below: 'are you there' });
    await reads(ivan, 'It is being sent again. This page shows how it goes.');
    await reads(ivan, ':white_check_mark: *b24:77* · delivered', 8000);
    expect(acme.portal.bell(77).map(({ text }) => text)).toEqual([expect.stringContaining('are you there')]);
    await ivan.answers(':white_check_mark: Delivered to b24:77');
  });

  it('lets nobody undo or send again what is not theirs', async () => {
    const anna = acme.as(acme.people.anna);
    await ivan.command('/b24notify', 'b24:20 mine alone');
    await ivan.answers(':white_check_mark: Delivered to b24:20: “mine alone”');
    await open(ivan);
    await reads(ivan, 'mine alone');
    const theirs = buttonValue(ivan, 'Undo');
    await open(anna);
    await anna.command('/b24notify', 'b24:20 of anna');
    await anna.answers(':white_check_mark: Delivered to b24:20: “of anna”');
    await reads(anna, 'of anna', 8000);

    await forge(acme.workspace, anna, 'b24_home_undo', theirs);
    await reads(anna, ':x: Only the sender can take a notification back.');
    await forge(acme.workspace, anna, 'b24_home_send_again', theirs);
    await reads(anna, ':x: This notification is too old');
    expect(
      acme.portal
        .bell(20)
        .map(({ text }) => text)
        .join(),
    ).toContain('mine alone');
  });

  it('speaks the language that is picked in it, at once', async () => {
    await open(ivan);
    await ivan.pick('b24_home_language', 'Русский');
    await reads(ivan, 'В Битрикс24 вы — *Ivan Petrov* (номер профиля 10).');
    expect(ivan.homeText()).toContain('Ваши последние уведомления');
    await ivan.click('Отозвать', { below: 'mine alone' });
    await reads(ivan, ':leftwards_arrow_with_hook: ');
    await ivan.pick('b24_home_language', 'Язык: как в Slack');
    await reads(ivan, 'Your last notifications');
  });

  it('pages through a long history, both ways', async () => {
    for (let number = 1; number <= 7; number++) {
      await ivan.command('/b24notify', `b24:20 note ${number}`);
      await ivan.answers(`:white_check_mark: Delivered to b24:20: “note ${number}”`);
    }
    await open(ivan);
    await reads(ivan, 'note 7');
    expect(ivan.homeText()).not.toContain('note 2\n');
    await ivan.click('Older →');
    await reads(ivan, 'note 2');
    expect(ivan.homeText()).not.toContain('note 7');
    await ivan.click('← Newer');
    await reads(ivan, 'note 7');
  });

  it('keeps nobody waiting for anything else while Slack takes no more Homes', async () => {
    const limit = { on: 'views.publish', do: 'rate-limit' as const, retryAfter: 60, times: 1 };
    acme.workspace.misbehave(limit);
    await ivan.openHome();
    await acme.workspace.waitFor(() => acme.workspace.callsOf('views.publish').at(-1)?.status === 429);
    await ivan.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => ivan.view() !== undefined);
    await ivan.close();
    await ivan.command('/b24notify', 'b24:20 all the same');
    await ivan.answers(':white_check_mark: Delivered to b24:20: “all the same”');
  });

  it('says in a message what came of a click where Slack does not take the Home', async () => {
    await open(ivan);
    await reads(ivan, 'all the same');
    acme.workspace.misbehave({ on: 'views.publish', do: 'error', error: 'not_enabled', times: 1 });
    await ivan.click('Undo', { below: 'all the same' });
    const told = await ivan.answers(':leftwards_arrow_with_hook: Taken back from b24:20: “all the same”');
    expect(told.where).toBe('dm');
  });
});
