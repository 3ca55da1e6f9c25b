import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company, type Transport } from './company.ts';

describe.each<Transport>(['http', 'socket'])('somebody who is not linked yet, over %s', (transport) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company(transport);
    acme.portal.people.add({ id: 30, name: 'Самуил', lastName: 'Странник', email: 'other@example.com' });
    acme.portal.people.add({ id: 31, name: 'Gustav', lastName: 'Gast', email: 'other2@example.com' });
  });
  afterAll(() => acme.end());

  it('is linked by an admin, in a form that searches Bitrix24; what waited goes out once, to them alone', async () => {
    const { ivan, boss, stranger } = acme.people;
    const sender = acme.as(ivan);
    const admin = acme.as(boss);
    await sender.command('/b24notify', '@anna @stranger the plan');
    const seen = await sender.answers(':warning: Delivered to');
    await sender.click('Ask an admin to link', seen);
    await sender.click('Ask an admin to link', seen);
    await sender.answers(
      `:hourglass_flowing_sand: <@${boss.id}> will be asked. What you wrote to <@${stranger.id}> is kept`,
    );

    const wanted = await admin.answers(`:link: <@${ivan.id}> wants to notify <@${stranger.id}>`);
    await admin.click('Link now', wanted);
    await acme.workspace.waitFor(() => admin.view() !== undefined);
    const [found = ''] = (await admin.suggest('link_person', 'stran')).labels;
    expect(found).toBe('Самуил Странник · other@example.com');
    admin.fill({ link_person: found });
    await admin.submit();
    await admin.answers(
      `:white_check_mark: <@${stranger.id}> is linked to the Bitrix24 person number 30. Notifications that`,
    );
    await sender.answers(`:white_check_mark: Delivered to <@${stranger.id}>: “the plan”`);
    expect(acme.portal.bell(30).map(({ text }) => text)).toEqual([expect.stringContaining('the plan')]);
    expect(acme.portal.bell(12)).toHaveLength(1);

    await sender.command('/b24notify', '@stranger and another');
    await sender.answers(`:white_check_mark: Delivered to <@${stranger.id}>: “and another”`);
  });

  it('is listed for the admins, who remove the link again; nobody else sees it', async () => {
    const { ivan, boss, stranger } = acme.people;
    const admin = acme.as(boss);
    await admin.openHome('home');
    await acme.workspace.waitFor(() => admin.homeText().includes(`<@${stranger.id}> is b24:30`));
    const published = acme.workspace.callsOf('views.publish').length;
    await acme.as(ivan).openHome('home');
    await acme.workspace.waitFor(() => acme.workspace.callsOf('views.publish').length > published);
    expect(acme.as(ivan).homeText()).not.toContain('For admins');
    await admin.click('Remove');
    await acme.workspace.waitFor(() => admin.homeText().includes('Nobody has been linked here yet'));
    await acme.as(ivan).command('/b24notify', '@stranger b24:20 gone');
    const seen = await acme.as(ivan).answers(':warning: Delivered to b24:20: “gone”');
    expect(seen.text).toContain(`<@${stranger.id}>: not linked`);
  });

  it('was the only one named: an admin who names them links them at once', async () => {
    const { boss, guest } = acme.people;
    const admin = acme.as(boss);
    await admin.command('/b24notify', '@guest hello there');
    const seen = await admin.answers(':x: Nobody you named can be reached');
    await admin.click('Link now', seen);
    await acme.workspace.waitFor(() => admin.view() !== undefined);
    const [found = ''] = (await admin.suggest('link_person', 'gust')).labels;
    admin.fill({ link_person: found });
    await admin.submit();
    await admin.answers(`:white_check_mark: Delivered to <@${guest.id}>: “hello there”`);
    expect(acme.portal.bell(31)).toHaveLength(1);
  });
});
