import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company, type Transport } from './company.ts';

describe.each<Transport>(['http', 'socket'])('people of Bitrix24 in the form over %s', (transport) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company(transport);
    acme.portal.people.add({ id: 50, name: 'Юлия', lastName: 'Орлова', email: 'yulia@example.com' });
    acme.portal.people.add({ id: 51, name: 'Юлия', lastName: 'Ушла', email: 'left@example.com', active: false });
  });
  afterAll(() => acme.end());

  async function open(person = acme.people.ivan) {
    const sender = acme.as(person);
    await sender.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    return sender;
  }

  it('are listed as soon as the form opens, so that the first search has somebody to find', async () => {
    const sender = await open();
    await acme.portal.waitFor(({ requests }) => requests.some(({ method, status }) => method === 'user.get' && status));
    await sender.close();
  });

  it('are found by name as one types, in any alphabet and layout, and get the notification', async () => {
    const sender = await open();
    expect((await sender.suggest('portal_people', 'yu')).labels).toEqual(['Юлия Орлова · yulia@example.com']);
    expect((await sender.suggest('portal_people', '.kbz jh')).labels).toEqual(['Юлия Орлова · yulia@example.com']);
    const { labels, interaction } = await sender.suggest('portal_people', 'orlov');
    expect(labels.toSorted()).toEqual(['Boris Orlov · boris@example.com', 'Юлия Орлова · yulia@example.com']);
    expect(interaction?.timedOut).toBe(false);
    sender.fill({ portal_people: ['Юлия Орлова · yulia@example.com'], people: [acme.people.anna], text: 'hello' });
    await sender.submit();
    await sender.answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}> and b24:50`);
    expect(acme.portal.bell(50).at(-1)?.text).toContain('hello');
  });

  it('are not shown to somebody who may not send', async () => {
    const guest = await open(acme.people.guest);
    expect((await guest.suggest('portal_people', 'yu')).labels).toEqual([]);
  });
});
