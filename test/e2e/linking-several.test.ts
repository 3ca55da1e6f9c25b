import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Company, type CompanyOptions, company, type Transport } from './company.ts';

const companies: Company[] = [];
afterEach(async () => {
  for (const acme of companies.splice(0)) await acme.end();
});

/** A company with two people whom only a link makes reachable, and what Bitrix24 calls them. */
async function unlinkedCompany(transport: Transport, options?: CompanyOptions) {
  const acme = await company(transport, options);
  companies.push(acme);
  acme.portal.people.add({ id: 30, name: 'Самуил', lastName: 'Странник', email: 'other@example.com' });
  acme.portal.people.add({ id: 31, name: 'Gustav', lastName: 'Gast', email: 'other2@example.com' });
  return acme;
}

type Actor = ReturnType<Company['as']>;

async function openForm({ workspace }: Company, sender: Actor) {
  await sender.globalShortcut('b24_notify_compose');
  await workspace.waitFor(() => sender.view() !== undefined);
}

async function link(admin: Actor, typed: string) {
  const [found = ''] = (await admin.suggest('link_person', typed)).labels;
  admin.fill({ link_person: found });
  return admin.submit();
}

const asked = ({ workspace, people }: Pick<Company, 'workspace' | 'people'>) =>
  workspace
    .callsOf('chat.postMessage')
    .filter(({ arguments: { channel, text } }) => channel === people.boss.id && String(text).startsWith(':link:'));

describe.each<Transport>(['http', 'socket'])('people who are not linked, named in a form, over %s', (transport) => {
  it('are asked for with one click; an admin links one after the other, and each gets it once', async () => {
    const acme = await unlinkedCompany(transport);
    const { workspace, portal, people, as } = acme;
    const { ivan, boss, anna, stranger, guest } = people;
    const [sender, admin] = [as(ivan), as(boss)];
    await openForm(acme, sender);
    sender.fill({ people: [stranger, guest], text: 'the plan', tag: 'plans' });
    await sender.submit();
    expect(sender.viewText()).toContain(`<@${stranger.id}> and <@${guest.id}>: not linked to a Bitrix24 account yet`);
    await sender.close();
    expect(sender.viewText()).toContain('plans');
    await sender.submit();
    await sender.submit();
    expect(sender.view()).toBeUndefined();
    await sender.answers(
      `:hourglass_flowing_sand: <@${boss.id}> will be asked. What you wrote to <@${stranger.id}> and <@${guest.id}> is kept`,
    );

    // Another sender asks for one of them: the admins know already.
    await as(anna).command('/b24notify', '@stranger another plan');
    await as(anna).click('Ask an admin to link', await as(anna).answers(':x: Nobody you named'));
    await as(anna).answers(`:hourglass_flowing_sand: The admins know of it already: <@${boss.id}>.`);

    const wanted = await admin.answers(`:link: <@${ivan.id}> wants to notify <@${stranger.id}> and <@${guest.id}>`);
    await admin.click('Link now', wanted);
    await workspace.waitFor(() => admin.view() !== undefined);
    expect(admin.viewText()).toContain(`Who is <@${stranger.id}> in Bitrix24? (1 more after that)`);
    await link(admin, 'stran');
    expect(admin.viewText()).toContain(`Who is <@${guest.id}> in Bitrix24?`);
    expect(admin.viewText()).toContain(`<@${stranger.id}> is linked to the Bitrix24 person number 30`);
    await link(admin, 'gust');
    expect(admin.view()).toBeUndefined();

    await sender.answers(`:white_check_mark: Delivered to <@${stranger.id}>: “the plan”`);
    await sender.answers(`:white_check_mark: Delivered to <@${guest.id}>: “the plan”`);
    await as(anna).answers(`:white_check_mark: Delivered to <@${stranger.id}>: “another plan”`);
    expect(portal.bell(30).map(({ text }) => text.split('\n')[1])).toEqual(['the plan', 'another plan']);
    expect(portal.bell(31)).toHaveLength(1);
    expect(asked({ workspace, people })).toHaveLength(1);

    await admin.click('Link now', wanted);
    await admin.answers(':white_check_mark: Nothing is left to do here');
  });
});

describe('people who are not linked', () => {
  it('are linked at once by an admin who names them in a form', async () => {
    const acme = await unlinkedCompany('socket');
    const { portal, people, as } = acme;
    const admin = as(people.boss);
    await openForm(acme, admin);
    admin.fill({ people: [people.stranger], text: 'hello from the boss' });
    await admin.submit();
    await admin.submit();
    expect(admin.viewText()).toContain(`Who is <@${people.stranger.id}> in Bitrix24?`);
    await link(admin, 'stran');
    expect(admin.view()).toBeUndefined();
    await admin.answers(`:white_check_mark: Delivered to <@${people.stranger.id}>: “hello from the boss”`);
    expect(portal.bell(30)).toHaveLength(1);
  });

  it('are asked for from the form of a message too, which is passed on whole once they are linked', async () => {
    const { workspace, portal, people, as, sales } = await unlinkedCompany('socket');
    const [sender, admin] = [as(people.ivan), as(people.boss)];
    const posted = workspace.post(sales, people.anna, { text: 'The server is down' });
    await sender.messageShortcut('b24_notify_message', posted);
    await workspace.waitFor(() => sender.viewText().includes('Message from'));
    sender.fill({ people: [people.stranger] });
    await sender.submit();
    await sender.submit();
    await admin.click('Link now', await admin.answers(`:link: <@${people.ivan.id}> wants to notify`));
    await workspace.waitFor(() => admin.view() !== undefined);
    await link(admin, 'stran');
    await portal.waitFor(() => portal.bell(30).some(({ text }) => text.includes('The server is down')));
  });

  it('are asked for who were named by the e-mail address of their Slack account', async () => {
    const { people, as } = await unlinkedCompany('socket');
    const sender = as(people.ivan);
    await sender.command('/b24notify', 'sam@example.com hello');
    await sender.click('Ask an admin to link', await sender.answers(':x: Nobody you named'));
    await as(people.boss).answers(`:link: <@${people.ivan.id}> wants to notify <@${people.stranger.id}>`);
  });

  it('can be left out one by one, or not be linked at all: then the senders are told', async () => {
    const { workspace, portal, people, as } = await unlinkedCompany('socket');
    const { ivan, boss, stranger, guest } = people;
    const [sender, admin] = [as(ivan), as(boss)];
    await sender.command('/b24notify', '@anna @stranger @guest the plan');
    await sender.click('Ask an admin to link', await sender.answers(':warning: Delivered to'));
    const wanted = await admin.answers(':link:');
    await admin.click('Link now', wanted);
    await workspace.waitFor(() => admin.view() !== undefined);
    await admin.click('Not this one');
    await workspace.waitFor(() => admin.viewText().includes(`<@${guest.id}>`));
    await link(admin, 'gust');
    await sender.answers(`:white_check_mark: Delivered to <@${guest.id}>: “the plan”`);
    await admin.click('Do not link', wanted);
    const seen = await sender.answers(`:x: Not delivered to <@${stranger.id}>: “the plan”`);
    expect(seen.text).toContain('An admin decided not to link them');
    await admin.answers(`:no_entry_sign: <@${stranger.id}>: not linked, as <@${boss.id}> decided.`);
    expect(admin.sees().some(({ text }) => text.startsWith(':link:'))).toBe(false);
    expect([30, 31, 12].map((id) => portal.bell(id).length)).toEqual([0, 1, 1]);
  });

  it('wait for a line in people.yml as well', async () => {
    const { portal, people, as, peopleFile } = await unlinkedCompany('socket');
    const sender = as(people.ivan);
    await sender.command('/b24notify', '@stranger welcome');
    await sender.click('Ask an admin to link', await sender.answers(':x: Nobody you named'));
    await sender.answers(':hourglass_flowing_sand:');
    await writeFile(peopleFile, `people:\n  - { slack: ${people.stranger.id}, bitrix24: 30 }\n`);
    await sender.answers(`:white_check_mark: Delivered to <@${people.stranger.id}>: “welcome”`);
    expect(portal.bell(30)).toHaveLength(1);
  });

  it('are kept where people.yml names no admins, and the first one named is asked', async () => {
    const { people, as, peopleFile, logged, workspace } = await unlinkedCompany('socket', { rules: () => '' });
    const sender = as(people.ivan);
    await sender.command('/b24notify', '@stranger hello');
    const refused = await sender.answers(':x: Nobody you named');
    await sender.click('Ask an admin to link', refused);
    await sender.answers(':hourglass_flowing_sand: This bot has no admins who could be asked: ask whoever runs it.');
    await writeFile(peopleFile, `people: []\nadmins: [${people.boss.id}]\n`);
    await expect.poll(() => logged.join(''), { timeout: 5000 }).toContain('the new version is in force');
    await sender.click('Ask an admin to link', refused);
    await sender.answers(`:hourglass_flowing_sand: <@${people.boss.id}> will be asked.`);
    expect(asked({ workspace, people })).toHaveLength(1);
  });

  it('are asked for anew when Slack did not let any admin be told', async () => {
    const { people, as, workspace } = await unlinkedCompany('socket');
    const sender = as(people.ivan);
    await sender.command('/b24notify', '@stranger hello');
    const refused = await sender.answers(':x: Nobody you named');
    const end = workspace.misbehave({
      on: 'chat.postMessage',
      do: 'error',
      error: 'messages_tab_disabled',
      when: ({ channel }) => channel === people.boss.id,
    });
    await sender.click('Ask an admin to link', refused);
    await sender.answers(
      `:hourglass_flowing_sand: Slack did not let the bot ask <@${people.boss.id}>: ask them yourself.`,
    );
    end();
    await sender.click('Ask an admin to link', refused);
    await sender.answers(`:hourglass_flowing_sand: <@${people.boss.id}> will be asked.`);
  });

  it.each([
    ['by ID', (id: string) => id],
    ['by address', () => 'sam@example.com'],
  ])('are not linked past an entry %s that people.yml has got meanwhile, and the admin reads so', async (_, named) => {
    const { people, as, peopleFile, logged, workspace, portal } = await unlinkedCompany('socket');
    const { ivan, boss, stranger } = people;
    const [sender, admin] = [as(ivan), as(boss)];
    await sender.command('/b24notify', '@stranger hello');
    await sender.click('Ask an admin to link', await sender.answers(':x: Nobody you named'));
    await admin.click('Link now', await admin.answers(':link:'));
    await workspace.waitFor(() => admin.view() !== undefined);
    await writeFile(peopleFile, `people: [{ slack: ${named(stranger.id)}, bitrix24: 20 }]\nadmins: [${boss.id}]\n`);
    await expect.poll(() => logged.join(''), { timeout: 5000 }).toContain('the new version is in force');
    await link(admin, 'stran');
    await admin.answers(
      `:warning: No link was made: people.yml says that <@${stranger.id}> is the Bitrix24 person number 20`,
    );
    await sender.answers(`:white_check_mark: Delivered to <@${stranger.id}>: “hello”`);
    expect([20, 30].map((id) => portal.bell(id).length)).toEqual([1, 0]);
    await admin.openHome('home');
    await workspace.waitFor(() => admin.homeText().includes('Nobody has been linked here yet'));
  });

  it('are linked by nobody who is no admin any more', async () => {
    const { people, as, peopleFile, logged, workspace } = await unlinkedCompany('socket');
    const [sender, admin] = [as(people.ivan), as(people.boss)];
    await sender.command('/b24notify', '@stranger hello');
    await sender.click('Ask an admin to link', await sender.answers(':x: Nobody you named'));
    const wanted = await admin.answers(':link:');
    await admin.click('Link now', wanted);
    await workspace.waitFor(() => admin.view() !== undefined);
    await writeFile(peopleFile, 'people: []\n');
    await expect.poll(() => logged.join(''), { timeout: 5000 }).toContain('the new version is in force');
    await link(admin, 'stran');
    expect(Object.values(admin.formErrors).join()).toContain('Only the admins of people.yml may link people');
    await admin.close();
    for (const button of ['Link now', 'Do not link']) await admin.click(button, wanted);
    await workspace.waitFor(() => admin.sees().filter(({ text }) => text.includes('Only the admins')).length === 2);
  });
});

describe('an admin who decides against a link while Slack does not let the sender be told', () => {
  it('reads so and may press again; then the sender knows', async () => {
    const acme = await unlinkedCompany('http');
    const { ivan, boss, stranger } = acme.people;
    const [sender, admin] = [acme.as(ivan), acme.as(boss)];
    await sender.command('/b24notify', '@stranger the plan');
    await sender.click('Ask an admin to link', await sender.answers(':x: Nobody you named'));
    const wanted = await admin.answers(':link:');
    const end = acme.workspace.misbehave({
      on: 'chat.postMessage',
      do: 'error',
      error: 'messages_tab_disabled',
      when: ({ channel }) => channel === ivan.id,
    });
    await admin.click('Do not link', wanted);
    await admin.answers(':warning: Slack did not let the bot tell one of those who wrote');
    end();
    await admin.click('Do not link', wanted);
    await admin.answers(`:no_entry_sign: <@${stranger.id}>: not linked, as <@${boss.id}> decided`);
    await sender.answers(`:x: Not delivered to <@${stranger.id}>: “the plan”`);
  });
});
