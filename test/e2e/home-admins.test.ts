import { writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../sandbox/slack/workspace.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { waitingRequests } from '../../src/outbox/waiting.ts';
import { links } from '../../src/store/links.ts';
import { connectStore } from '../../src/store/store.ts';
import { requestTo } from '../outbox/fixture.ts';
import { type Company, company } from './company.ts';
import { buttonValue, forge } from './forged-click.ts';

/** A Home that follows by itself does so within a few seconds. */
const FOLLOWS = 8000;

describe("an admin's Home", () => {
  let acme: Company;
  let boss: Actor;
  let ivan: Actor;
  beforeAll(async () => {
    acme = await company('http');
    boss = acme.as(acme.people.boss);
    ivan = acme.as(acme.people.ivan);
    acme.portal.people.add({ id: 77, name: 'Gone', lastName: 'Again', email: 'gone@example.com', active: false });
    acme.portal.people.add({ id: 30, name: 'Sam', lastName: 'Stranger', email: 'other@example.com' });
  });
  afterAll(() => acme.end());
  const reads = (actor: Actor, words: string, patience?: number) =>
    acme.workspace.waitFor(() => actor.homeText().includes(words), patience);
  const readsNot = (actor: Actor, words: string, patience?: number) =>
    acme.workspace.waitFor(() => !actor.homeText().includes(words), patience);

  it('says how the portal is, that nothing waits and nothing failed', async () => {
    await boss.openHome();
    await reads(boss, 'For admins: Bitrix24');
    expect(boss.homeText()).toMatch(/:large_green_circle: \*127\.0\.0\.1:\d+\* answered when it was last asked/);
    expect(boss.homeText()).toContain('Nothing waits to be delivered.');
    expect(boss.homeText()).toContain('For admins: not delivered (0)');
    expect(boss.homeText()).toContain('For admins: people to be linked (0)');
  });

  it('shows what failed, for whom and why, and not a word of it; Send again sets it on its way', async () => {
    await ivan.command('/b24notify', 'b24:77 between you and me');
    await ivan.answers(':x: Not delivered: “between you and me”');
    await boss.openHome();
    await reads(boss, `<@${acme.people.ivan.id}> to b24:77`);
    expect(boss.homeText()).toContain('not delivered · <!date^');
    expect(boss.homeText()).toMatch(/`[A-Z_]+` · Ref\. [0-9a-z]{8}/);
    expect(JSON.stringify(boss.home())).not.toContain('between you');

    acme.portal.people.add({ id: 77, name: 'Back', lastName: 'Again', email: 'back@example.com' });
    await boss.click('Send again', { below: 'to b24:77' });
    await reads(boss, ':hourglass_flowing_sand: 1 notification is on the way again.');
    await ivan.answers(':white_check_mark: Delivered to b24:77: “between you and me”');
    await readsNot(boss, 'to b24:77', FOLLOWS);
    expect(acme.portal.bell(77)).toHaveLength(1);
  });

  it('sets aside what is dropped, without telling its sender a second time', async () => {
    acme.portal.people.add({ id: 78, name: 'Gone', lastName: 'Too', email: 'gone2@example.com', active: false });
    await ivan.command('/b24notify', 'b24:78 hello');
    await ivan.answers(':x: Not delivered: “hello”');
    const told = ivan.sees().length;
    await boss.openHome();
    await reads(boss, 'to b24:78');
    const value = buttonValue(boss, 'Drop');
    await boss.click('Drop', { below: 'to b24:78' });
    await reads(boss, ':no_entry_sign: 1 notification was given up.');
    expect(boss.homeText()).not.toContain('to b24:78');
    await forge(acme.workspace, boss, 'b24_admin_drop', value);
    await reads(boss, 'It is not there any more');
    expect(ivan.sees()).toHaveLength(told);
  });

  it('shows a portal that breaks, and what may have arrived; what is dropped then is told to its sender', async () => {
    const broken = acme.portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'status', status: 503 } });
    await ivan.command('/b24notify', 'b24:20 will it ever');
    await ivan.answers(':warning: Nobody knows whether it arrived: “will it ever”');
    await boss.openHome();
    await reads(boss, `<@${acme.people.ivan.id}> to b24:20`);
    expect(boss.homeText()).toMatch(/:red_circle: \*127\.0\.0\.1:\d+\* has not answered properly since <!date\^/);
    expect(boss.homeText()).toContain('may have arrived · <!date^');
    await boss.click('Drop', { below: 'to b24:20' });
    await reads(boss, 'given up');
    await ivan.answers(':x: Not delivered: “will it ever”');
    broken();
  });

  it('shows what waits, and since when; dropped, it goes out no more', async () => {
    const limited = acme.portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'limit' } });
    await ivan.command('/b24notify', 'b24:20 in the queue');
    await ivan.answers(':hourglass_flowing_sand: Stored, on its way to b24:20: “in the queue”');
    await boss.openHome();
    await reads(boss, 'For admins: waiting (1)');
    expect(boss.homeText()).toContain('1 notification waits, the oldest since <!date^');
    await boss.click('Drop', { below: 'to b24:20' });
    await reads(boss, 'given up');
    expect(boss.homeText()).toContain('Nothing waits to be delivered.');
    await ivan.answers(':x: Not delivered: “in the queue”');
    limited();
  });

  it('shows whom senders ask for, and links them; both Homes follow', async () => {
    const { stranger } = acme.people;
    const sam = acme.as(stranger);
    await sam.openHome();
    await reads(sam, 'You are *not linked*');
    await boss.openHome();
    await ivan.command('/b24notify', '@stranger the plan');
    await ivan.click('Ask an admin to link', await ivan.answers(':x: Nobody you named can be reached'));
    await reads(boss, `<@${stranger.id}> · asked for by <@${acme.people.ivan.id}> · 1 request waits since`, FOLLOWS);
    await boss.click('Link now', { below: `<@${stranger.id}> · asked for` });
    await acme.workspace.waitFor(() => boss.view() !== undefined);
    const [found = ''] = (await boss.suggest('link_person', 'stran')).labels;
    boss.fill({ link_person: found });
    await boss.submit();
    await reads(boss, `:white_check_mark: <@${stranger.id}> is linked to the Bitrix24 person number 30.`);
    expect(boss.homeText()).toContain('people to be linked (0)');
    expect(boss.homeText()).toContain(`<@${stranger.id}> is b24:30 · linked by <@${acme.people.boss.id}>`);
    await reads(sam, 'In Bitrix24 you are *Sam Stranger* (profile number 30).', FOLLOWS);
    await acme.portal.waitFor(() => acme.portal.bell(30).length === 1);

    await boss.click('Remove', { below: `<@${stranger.id}> is b24:30` });
    await reads(boss, `:white_check_mark: <@${stranger.id}> is not linked any more.`);
    expect(boss.homeText()).toContain('Nobody has been linked here yet.');
    await reads(sam, 'You are *not linked*', FOLLOWS);
  });

  it('dismisses whom nobody will link, and the sender learns what was not sent', async () => {
    const { guest } = acme.people;
    await ivan.command('/b24notify', '@guest read <this>');
    await ivan.click('Ask an admin to link', await ivan.answers(':x: Nobody you named can be reached'));
    await boss.openHome();
    await reads(boss, `<@${guest.id}> · asked for`);
    await boss.click('Do not link', { below: `<@${guest.id}> · asked for` });
    await reads(boss, `:no_entry_sign: What waited for <@${guest.id}> will not be sent; those who wrote it are told.`);
    const told = await ivan.answers(`:x: Not delivered to <@${guest.id}>`);
    expect(told.text).toContain('read &lt;this&gt;');
    expect(boss.homeText()).toContain('people to be linked (0)');
  });

  it('speaks Russian to an admin who wants it', async () => {
    await boss.openHome();
    await reads(boss, 'For admins');
    await boss.pick('b24_home_language', 'Русский');
    await reads(boss, 'Администраторам: Битрикс24');
    expect(boss.homeText()).toContain('Администраторам: не доставлено (0)');
    expect(boss.homeText()).not.toMatch(/For admins|delivered|link/);
    await boss.pick('b24_home_language', 'Язык: как в Slack');
    await reads(boss, 'For admins');
  });

  it('is taken by Slack and pages, however long the lists are', async () => {
    const store = await connectStore({ kind: 'sqlite', path: acme.storePath });
    const outbox = createOutbox(store);
    const trouble = { code: 'X'.repeat(200), sentence: '' };
    for (let number = 0; number < 12; number++) {
      const crowd = Array.from({ length: 60 }, (_, index) => 5000 + index);
      const { id } = await outbox.accept(requestTo(crowd, { sender: acme.people.anna.id }));
      const all = (await outbox.status(id))?.notifications ?? [];
      await outbox.note(all.map((each) => ({ id: each.id, happening: { kind: 'failed', trouble } })));
      await outbox.noteReport(id, { report: 'told' });
      await waitingRequests(store).keep(`U0WAITS${number}`, requestTo([], { sender: acme.people.ivan.id }));
      await links(store, { shared: true }).make({
        slackId: `U0LINKED${number}`,
        bitrix24Id: number + 1,
        madeBy: acme.people.boss.id,
      });
    }
    await store.destroy();
    await boss.openHome();
    await reads(boss, 'not delivered (720)');
    expect(boss.homeText()).toContain('@person-5000, @person-5001, @person-5002, and 57 more');
    expect(boss.homeText()).toContain('people to be linked (12)');
    expect(boss.homeText()).toContain('links made in Slack (12)');
    await boss.click('Older →', { below: 'not delivered (720)' });
    await reads(boss, 'Page 2');
    await boss.click('Older →', { below: 'links made in Slack' });
    await acme.workspace.waitFor(() => boss.homeText().split('Page 2').length === 3);
    await boss.click('← Newer', { below: 'not delivered (720)' });
    await acme.workspace.waitFor(() => boss.homeText().split('Page 2').length === 2);
    const refused = acme.workspace.callsOf('views.publish').filter(({ answer }) => Object(answer).ok !== true);
    expect(refused).toEqual([]);
  });

  it('lets nobody else do what admins do, not even who was one a moment ago', async () => {
    await boss.openHome();
    await reads(boss, 'For admins');
    const value = buttonValue(boss, 'Drop');
    const linked = buttonValue(boss, 'Remove');
    await ivan.openHome();
    for (const [action, forged] of [
      ['b24_admin_send_again', value],
      ['b24_admin_drop', value],
      ['b24_dismiss', 'U0WAITS1'],
      ['b24_remove_link', linked],
    ] as const) {
      await forge(acme.workspace, ivan, action, forged);
      await reads(ivan, ':x: Only the admins of people.yml may do this.');
      expect(ivan.homeText()).not.toContain('For admins');
    }
    await writeFile(acme.peopleFile, `people: []\nadmins: [${acme.people.anna.id}]\n`);
    await expect.poll(() => acme.logged.join(''), { timeout: 5000 }).toContain('the new version is in force');
    await readsNot(boss, 'For admins', FOLLOWS);
    await forge(acme.workspace, boss, 'b24_admin_drop', value);
    await reads(boss, ':x: Only the admins of people.yml may do this.');
    const anna = acme.as(acme.people.anna);
    await anna.openHome();
    await reads(anna, 'not delivered (720)');
  });
});

it("says in an admin's Home that the portal refuses the bot, and what to do; what is held can be dropped", async () => {
  const acme = await company('socket', { stopped: true });
  const [boss, ivan] = [acme.as(acme.people.boss), acme.as(acme.people.ivan)];
  acme.portal.webhook.revoke();
  await acme.start();
  await boss.answers(':warning: Bitrix24 refuses the bot');
  await ivan.command('/b24notify', 'b24:20 held');
  await ivan.answers(':hourglass_flowing_sand: Stored, on its way to b24:20: “held”');
  await boss.openHome();
  await acme.workspace.waitFor(() => boss.homeText().includes('refuses the bot, so nothing is delivered.'));
  expect(boss.homeText()).toContain('Create a new inbound webhook');
  await boss.click('Drop', { below: 'For admins: waiting (1)' });
  await ivan.answers(':x: Not delivered: “held”');
  await acme.end();
});

it('says so where the store does not answer, and shows the page again once it does', async () => {
  const acme = await company('http');
  const ivan = acme.as(acme.people.ivan);
  const other = new DatabaseSync(acme.storePath);
  other.exec('alter table request rename to request_gone');
  await ivan.openHome();
  await acme.workspace.waitFor(() => ivan.homeText().includes('This page cannot be shown at the moment'));
  await ivan.click('Write to Bitrix24');
  await acme.workspace.waitFor(() => ivan.view() !== undefined);
  await ivan.close();
  other.exec('alter table request_gone rename to request');
  other.close();
  await ivan.openHome();
  await acme.workspace.waitFor(() => ivan.homeText().includes('Your last notifications'));
  await acme.end();
});
