import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from './company.ts';

const lookUps = (acme: Company) =>
  acme.portal.requests.flatMap(({ method, commands }) =>
    method === 'batch' ? commands.map((command) => command.method) : [method],
  );

/** What Ivan reads, once it is there. */
const reads = async (acme: Company, part: string, start: string) => {
  const find = () =>
    acme
      .as(acme.people.ivan)
      .sees()
      .find(({ text }) => text.startsWith(start) && text.includes(part));
  await acme.workspace.waitFor(() => find() !== undefined);
  return find();
};

describe('somebody whom people.yml does not list', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('socket');
    acme.portal.people.add({ id: 30, name: 'Sam', lastName: 'Stranger', email: 'Sam@Example.com' });
    acme.portal.people.add({ id: 31, name: 'Old', lastName: 'Boss', email: 'bea@example.com', active: false });
    acme.portal.people.add({ id: 32, name: 'Gus', lastName: 'Guest', email: 'gus@example.com' });
  });
  afterAll(() => acme.end());
  const send = async (text: string) => acme.as(acme.people.ivan).command('/b24notify', text);
  const answer = (start: string) => acme.as(acme.people.ivan).answers(start);

  it('is found by the e-mail address of both accounts', async () => {
    await send('@stranger good morning');
    await answer(`:white_check_mark: Delivered to <@${acme.people.stranger.id}>`);
    expect(acme.portal.bell(30).at(-1)?.text).toContain('good morning');
  });

  it('is named by e-mail without being in Slack, beside others in one look-up', async () => {
    acme.portal.people.add({ id: 33, name: 'Nora', lastName: 'North', email: 'nora@example.com' });
    acme.portal.people.add({ id: 34, name: 'Wes', lastName: 'West', email: 'wes@example.com' });
    const before = acme.portal.requests.length;
    await send('nora@example.com wes@example.com off-site');
    await answer(':white_check_mark: Delivered to nora@example.com and wes@example.com: “off-site”');
    const asked = acme.portal.requests.slice(before).filter(({ commands }) => commands[0]?.method === 'user.get');
    expect(asked.map(({ commands }) => commands.length)).toEqual([2]);
  });

  it('is known to the recipients of a text: a mention opens their profile', async () => {
    await send(`@anna ask @stranger about it`);
    await answer(':white_check_mark:');
    await acme.portal.waitFor((portal) => portal.bell(12).some(({ text }) => text.includes('about it')));
    expect(acme.portal.bell(12).at(-1)?.active).toContainEqual({ kind: 'user', id: 30 });
  });

  it('is asked anew as soon as Slack says that the account has changed', async () => {
    const { workspace, portal, people } = acme;
    portal.people.add({ id: 37, name: 'Married', lastName: 'Now', email: 'married@example.com' });
    const maiden = workspace.people.add({ name: 'maiden', realName: 'Maiden Name', email: 'maiden@example.com' });
    await send(`@maiden b24:20 before`);
    const before = await answer(':warning: Delivered to b24:20: “before”');
    expect(before.text).toContain(`<@${maiden.id}>: not linked`);
    await workspace.people.change(maiden, { email: 'married@example.com' });
    await send('@maiden after');
    await answer(`:white_check_mark: Delivered to <@${maiden.id}>: “after”`);
    expect([
      portal.bell(37).length,
      workspace.callsOf('users.info').filter(({ arguments: { user } }) => user === people.anna.id).length,
    ]).toEqual([1, 1]);
  });

  it('is called somebody in a text where Slack does not say who it is, and no ID reaches Bitrix24', async () => {
    const { workspace, portal, people } = acme;
    const { id } = workspace.people.add({ name: 'silent', realName: 'Silent One', email: 'silent@example.com' });
    const end = workspace.misbehave({
      on: 'users.info',
      do: 'error',
      error: 'internal_error',
      when: ({ user }) => user === id,
    });
    await send('@anna wait for @silent there');
    await answer(`:white_check_mark: Delivered to <@${people.anna.id}>: “wait for`);
    end();
    expect(portal.bell(12).at(-1)?.text).toContain('wait for somebody there');
    expect(portal.bell(12).at(-1)?.message).not.toContain(id);
  });

  it('has left the company, is a guest in Slack, or shares the address with somebody: nobody is guessed', async () => {
    acme.portal.people.add({ id: 35, name: 'Twin', lastName: 'One', email: 'twin@example.com' });
    acme.portal.people.add({ id: 36, name: 'Twin', lastName: 'Two', email: 'twin@example.com' });
    await send('@boss @guest twin@example.com b24:20 hello');
    const seen = await answer(':warning: Delivered to b24:20: “hello”');
    const { boss, guest } = acme.people;
    expect(seen.text).toContain(`<@${boss.id}> and <@${guest.id}>: not linked to a Bitrix24 account yet`);
    expect(seen.text).toContain('twin@example.com: several Bitrix24 accounts have this e-mail address');
    expect(seen.text).toContain(`Admins of this bot: <@${boss.id}>`);
    expect([31, 32, 35, 36].flatMap((id) => acme.portal.bell(id))).toEqual([]);
  });

  it('cannot be found while the portal is silent: the sender is told that, and the others get theirs', async () => {
    const end = acme.portal.misbehave({ on: 'user.get', do: { kind: 'status', status: 502 } });
    await send('ursula@example.com b24:20 quick one');
    const seen = await answer(':warning: Delivered to b24:20: “quick one”');
    expect(seen.text).toContain('ursula@example.com: Bitrix24 did not say who this is. Try again in a moment.');
    end();
  });
});

describe('matching by e-mail', () => {
  let acme: Company | undefined;
  afterEach(async () => {
    await acme?.end();
    acme = undefined;
  });

  it('trusts no answer to a filter that the portal dropped: with user_brief it returns everybody', async () => {
    acme = await company('socket', { portal: { scopes: ['im', 'user_brief'] } });
    acme.portal.people.add({ id: 30, name: 'Sam', lastName: 'Stranger', email: 'sam@example.com' });
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@stranger b24:20 hello');
    const seen = await sender.answers(':warning: Delivered to b24:20');
    expect(seen.text).toContain('not linked to a Bitrix24 account yet');
    expect(acme.logged.join('')).toContain('give it user_basic');
  });

  it('is not tried where people.yml forbids it', async () => {
    acme = await company('socket', { rules: () => 'match_by_email: false' });
    acme.portal.people.add({ id: 30, name: 'Sam', lastName: 'Stranger', email: 'sam@example.com' });
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@stranger sam@example.com b24:20 hello');
    await sender.answers(':warning: Delivered to b24:20');
    expect(lookUps(acme)).not.toContain('user.get');
  });
});

describe('a group', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('http', {
      rules: ({ boss, anna }) =>
        `admins: [${boss.id}]\ngroups: { Sales: [anna@example.com, 15, ${anna.id}], empty: [], SUPPORT: [15] }\nlimits: { recipients: 12 }`,
    });
  });
  afterAll(() => acme.end());

  it('of Slack reaches its members, each once, and not the sender', async () => {
    const { ivan, anna, boris } = acme.people;
    acme.workspace.groups.add({ handle: 'team', members: [ivan, anna, boris] });
    const sender = acme.as(ivan);
    await sender.command('/b24notify', '@team @managers @anna stand-up');
    const seen = await sender.answers(':white_check_mark: Delivered to');
    expect(seen.text).toContain(`<@${anna.id}> and <@${boris.id}>: “stand-up”`);
    expect([12, 15, 10].map((id) => acme.portal.bell(id).length)).toEqual([1, 1, 0]);
  });

  it('of Slack is asked for once, and anew as soon as Slack says that its members have changed', async () => {
    const { ivan, anna, boris } = acme.people;
    const asked = () => acme.workspace.callsOf('usergroups.users.list').length;
    const duty = acme.workspace.groups.add({ handle: 'duty', members: [anna] });
    const sender = acme.as(ivan);
    const before = asked();
    for (const text of ['morning', 'noon']) {
      await sender.command('/b24notify', `@duty ${text}`);
      await sender.answers(`:white_check_mark: Delivered to <@${anna.id}>: “${text}”`);
    }
    expect(asked()).toBe(before + 1);
    await acme.workspace.groups.change(duty, [boris]);
    await sender.command('/b24notify', '@duty night');
    await sender.answers(`:white_check_mark: Delivered to <@${boris.id}>: “night”`);
  });

  it('of people.yml is found whatever its name looks like', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@SUPPORT printer', undefined, { literal: ['SUPPORT'] });
    await sender.answers(':white_check_mark: Delivered to b24:15: “printer”');
  });

  it('leaves the sender in who names nobody else', async () => {
    await acme.as(acme.people.ivan).command('/b24notify', '@ivan do not forget');
    await acme
      .as(acme.people.ivan)
      .answers(`:white_check_mark: Delivered to <@${acme.people.ivan.id}>: “do not forget”`);
  });

  it('of people.yml is named as @name, in any case, in the command and in the form', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@sales, the numbers are in', undefined, { literal: ['sales'] });
    await sender.answers(':white_check_mark: Delivered to anna@example.com and b24:15: “the numbers are in”');
    await sender.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    sender.fill({ others: '@SALES', text: 'and out' });
    await sender.submit();
    await sender.answers(':white_check_mark: Delivered to anna@example.com and b24:15: “and out”');
  });

  it('that is not there, or where Slack has none, is explained', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    sender.fill({ others: '@nosuch, @empty', text: 'hello' });
    await sender.submit();
    expect(Object.values(sender.formErrors).join()).toContain('there is no such group');
    expect(Object.values(sender.formErrors).join()).toContain('nobody is in this group');
    await sender.close();
  });

  it('of more than ten is confirmed first, with the names; nothing goes out before', async () => {
    const many = Array.from({ length: 11 }, (_, index) => {
      const email = `m${index}@example.com`;
      acme.portal.people.add({ id: 100 + index, name: `M${index}`, lastName: 'Many', email });
      return acme.workspace.people.add({ name: `m${index}`, realName: `M${index} Many`, email });
    });
    acme.workspace.groups.add({ handle: 'many', members: many });
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@many fire drill at noon');
    const asked = await sender.answers(':bell: Nothing is sent yet. This goes to 11 people');
    for (const { id } of many) expect(asked.text).toContain(`<@${id}>`);
    expect(acme.portal.bell(100)).toEqual([]);
    await sender.click('Send to 11 people', asked);
    const seen = await reads(acme, '“fire drill at noon”', ':white_check_mark:');
    expect(seen?.ts).toBe(asked.ts);
    expect(many.map((_, index) => acme.portal.bell(100 + index).length)).toEqual(many.map(() => 1));
  });

  it('of more than ten is not sent when the sender thinks better of it', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@many second drill');
    const asked = await sender.answers(':bell: Nothing is sent yet.');
    if (asked) await sender.click('Do not send', asked);
    await sender.answers(':x: Not sent');
    expect(acme.portal.bell(100)).toHaveLength(1);
  });

  it('of more than ten is confirmed in the form too, which then closes', async () => {
    const sender = acme.as(acme.people.ivan);
    const group = [...acme.workspace.callsOf('usergroups.users.list')].at(-1)?.arguments.usergroup;
    await sender.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    sender.fill({ others: String(group), text: 'third drill' });
    await sender.submit();
    expect(sender.viewText()).toContain('This goes to 11 people');
    await sender.submit();
    await reads(acme, '“third drill”', ':white_check_mark:');
    expect(sender.view()).toBeUndefined();
    expect(acme.portal.bell(100)).toHaveLength(2);
  });

  it('beyond the limit is refused whole, without a question', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@many @anna @boris too many');
    await sender.answers(':x: You named 13 people, and one request may reach 12.');
  });
});

describe('a group on the free plan of Slack', () => {
  it('is explained, and one of people.yml works', async () => {
    const acme = await company('socket', { workspace: { freePlan: true }, rules: () => 'groups: { sales: [12] }' });
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@managers @sales hello', undefined, { literal: ['sales'] });
    const seen = await sender.answers(':warning: Delivered to b24:12');
    expect(seen.text).toContain('Slack has user groups only in its paid plans');
    await acme.end();
  });
});

describe('how much one may send', () => {
  it('is not passed by commands of the very same moment', async () => {
    const acme = await company('socket', { rules: () => 'limits: { per_minute: 2 }' });
    const sender = acme.as(acme.people.ivan);
    await Promise.all(
      ['one', 'two', 'three', 'four', 'five'].map((text) => sender.command('/b24notify', `@anna ${text}`)),
    );
    await sender.answers(':x: You have sent 2 requests within a minute');
    expect(acme.logged.filter((line) => line.includes('too fast'))).toHaveLength(3);
    await acme.portal.waitFor(({ everCreated }) => everCreated === 2);
    await acme.end();
  });

  it('is counted in the store, and the log has a line for each request, without its text', async () => {
    const acme = await company('socket', { rules: ({ boss }) => `admins: [${boss.id}]\nlimits: { per_minute: 2 }` });
    const sender = acme.as(acme.people.ivan);
    for (const text of ['one', 'two']) {
      await sender.command('/b24notify', `@anna confidential ${text}`);
      await sender.answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “confidential ${text}”`);
    }
    await acme.stop();
    await acme.start();
    await sender.command('/b24notify', '@anna confidential three');
    await sender.answers(':x: You have sent 2 requests within a minute');
    await acme.as(acme.people.boris).command('/b24notify', '@anna another sender');
    await acme.as(acme.people.boris).answers(':white_check_mark:');

    const lines = acme.logged.flatMap((line) => {
      const { msg, surface, audit } = JSON.parse(line);
      return audit ? [{ msg, surface, ...audit }] : [];
    });
    expect(lines).toMatchObject([
      {
        msg: 'request accepted',
        outcome: 'accepted',
        sender: acme.people.ivan.id,
        surface: 'command',
        from: '#general',
        to: [12],
        leftOut: 0,
      },
      { outcome: 'accepted', to: [12] },
      { msg: 'request refused', outcome: 'refused', why: 'too fast', sender: acme.people.ivan.id, to: [] },
      { outcome: 'accepted', sender: acme.people.boris.id },
    ]);
    expect(acme.logged.filter((line) => line.includes(acme.people.ivan.id))).toHaveLength(3);
    expect(acme.logged.join('')).not.toContain('confidential');
    await acme.end();
  });
});
