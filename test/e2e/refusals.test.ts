import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from './company.ts';

describe('somebody who cannot be reached', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('http');
  });
  afterAll(() => acme.end());

  it('is named to the sender, while the others get theirs', async () => {
    const { ivan, stranger } = acme.people;
    await acme.as(ivan).command('/b24notify', '@anna @stranger sam@example.com nobody@example.com b24:20 lunch');
    const seen = await acme.as(ivan).answers(':warning: Delivered to');
    expect(seen.text).toContain(`<@${acme.people.anna.id}> and b24:20: “lunch”`);
    expect(seen.text).toContain(
      `• <@${stranger.id}>, sam@example.com, and nobody@example.com: not linked to a Bitrix24 account yet. Ask an admin of this bot to link them.`,
    );
    expect(acme.portal.bell(12).at(-1)?.text).toContain('lunch');
    expect(seen.buttons.map(({ text }) => text)).toEqual(['Undo', 'Ask an admin to link']);
  });

  it('is a group that nobody is in: the others get theirs, and the reason is told', async () => {
    acme.workspace.groups.add({ handle: 'nobody', members: [] });
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@nobody b24:20 stand-up', undefined, { labels: true });
    const seen = await sender.answers(':warning: Delivered to b24:20: “stand-up”');
    expect(seen.text).toContain('nobody is in this group.');
  });

  it('is everybody named: nothing is accepted, and the form holds what was typed', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@stranger @nobody --tag t lunch & more');
    const seen = await sender.answers(':x: Nobody you named can be reached');
    expect(seen.text).toContain(`• <@${acme.people.stranger.id}>: not linked`);
    expect(seen.text).toContain('nobody is in this group');
    await sender.click('Open the form', seen);
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    expect(sender.viewText()).toContain(acme.people.stranger.id);
    expect(sender.viewText()).toContain('lunch & more');
    expect(sender.viewText()).toContain('@nobody');
    expect(sender.viewText()).not.toMatch(/\bS0/);
    await sender.submit();
    // On top of the form, with what can be done about it.
    expect(sender.viewText()).toContain('nobody is in this group');
    await sender.close();
    expect(sender.viewText()).toContain('lunch & more');
    await sender.close();
  });

  it('has left Bitrix24, or never was there', async () => {
    const sender = acme.as(acme.people.ivan);
    acme.portal.people.change(15, { active: false });
    await sender.command('/b24notify', '@boris b24:99 b24:20 farewell');
    const seen = await sender.answers(':warning: Delivered to b24:20: “farewell”');
    expect(seen.text).toContain(
      `• <@${acme.people.boris.id}> and b24:99: Bitrix24 has no active account for them: they may have left, or their number is wrong. Ask an admin of this bot.`,
    );
    acme.portal.people.change(15, { active: true });
    await sender.click('Send again', seen);
    const again = await sender.answers(`:warning: Delivered to <@${acme.people.boris.id}> and b24:20`);
    expect(again.ts).toBe(seen.ts);
    expect(again.text).toContain('• b24:99: Bitrix24 has no active account');
  });

  it('has switched off notifications from applications', async () => {
    const sender = acme.as(acme.people.ivan);
    acme.portal.people.change(20, { restNotifications: false });
    await sender.command('/b24notify', 'b24:20 quiet?');
    const seen = await sender.answers(':x: Not delivered: “quiet?”');
    expect(seen.text).toContain('b24:20: they have switched off notifications from apps in Bitrix24');
    acme.portal.people.change(20, { restNotifications: true });
    await sender.click('Send again', seen);
    await sender.answers(':white_check_mark: Delivered to b24:20: “quiet?”');
  });
});

describe('somebody who may not send', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('http', {
      rules: ({ boss, anna, ivan }) =>
        `admins: [${boss.id}, ${anna.id}]\nlimits: { recipients: 2 }\nallow: { users: [${ivan.id}] }`,
    });
  });
  afterAll(() => acme.end());

  it('is not on the list: whom to ask is named, and nothing typed is lost', async () => {
    const sender = acme.as(acme.people.boris);
    await sender.command('/b24notify', '@anna hello');
    const { boss, anna } = acme.people;
    const seen = await sender.answers(':x: You are not on the list');
    expect(seen.text).toContain(`Ask <@${boss.id}> or <@${anna.id}>.`);
    expect(seen.buttons.map(({ text }) => text)).toEqual(['Open the form']);
  });

  it('is a guest', async () => {
    const sender = acme.as(acme.people.guest);
    await sender.command('/b24notify', '@anna hello', acme.sales);
    await sender.answers(':x: Guests may not send');
    await sender.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    sender.fill({ people: [acme.people.anna], text: 'hello' });
    await sender.submit();
    expect(Object.values(sender.formErrors)).toEqual([
      'Guests may not send notifications to Bitrix24. Ask an admin of this bot.',
    ]);
  });

  it('is an admin, who always may', async () => {
    await acme.as(acme.people.boss).command('/b24notify', '@anna hello from the boss');
    await acme.as(acme.people.boss).answers(':white_check_mark:');
  });

  it('names more people than one request may reach', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@anna @boris b24:20 lunch');
    const seen = await sender.answers(':x: You named 3 people, and one request may reach 2.');
    expect(seen.buttons.map(({ text }) => text)).toEqual(['Open the form']);
    expect(acme.portal.bell(20)).toEqual([]);
  });
});

describe('without a list of who may send', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('http', { rules: () => '' });
  });
  afterAll(() => acme.end());

  it('a guest, a bot and somebody of another company are refused all the same', async () => {
    const bot = acme.workspace.people.add({ name: 'robot', realName: 'Robot', isBot: true });
    const visitor = acme.workspace.people.add({ name: 'visitor', realName: 'Vic Visitor', teamId: 'T0OTHER' });
    for (const [person, why] of [
      [acme.people.guest, 'Guests may not send notifications to Bitrix24. Ask whoever runs this bot.'],
      [bot, 'Bots may not send'],
      [visitor, 'Only members of this workspace may send'],
    ] as const) {
      await acme.as(person).command('/b24notify', '@anna hello', person === bot ? undefined : acme.sales);
      await acme.as(person).answers(`:x: ${why}`);
    }
    expect(acme.portal.bell(12)).toEqual([]);
  });
});
