import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from './company.ts';

describe('a name that Slack made no mention of', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('socket', { workspace: { limitRequired: true } });
    acme.workspace.people.add({ name: 'anna.b', realName: 'Anna Berg', email: 'berg@example.com' });
    acme.workspace.people.add({ name: 'annabot', realName: 'Anna', isBot: true });
    acme.portal.people.add({ id: 40, name: 'Anna', lastName: 'Berg', email: 'berg@example.com' });
  });
  afterAll(() => acme.end());
  /** Sends the text as plain characters, as a phone does. */
  const type = async (text: string) => acme.as(acme.people.ivan).command('/b24notify', text, undefined, { raw: true });
  const answer = (start: string) => acme.as(acme.people.ivan).answers(start);

  it('is taken where only one person has it', async () => {
    await type('@Orlov, @Anna Berg: stand-up');
    await answer(`:white_check_mark: Delivered to <@${acme.people.boris.id}> and <@`);
    expect([15, 40].map((id) => acme.portal.bell(id).at(-1)?.text)).toEqual([
      expect.stringContaining('stand-up'),
      expect.stringContaining('stand-up'),
    ]);
  });

  it('is asked about where several have it, one question after the other; the text arrives unharmed', async () => {
    acme.workspace.people.add({ name: 'orlov2', realName: 'Oleg Orlov', email: 'oleg@example.com' });
    const dave = acme.workspace.people.add({ name: 'dave1', realName: 'Dave Doe', email: 'dave@example.com' });
    acme.workspace.people.add({ name: 'dave2', realName: 'Dave Dow' });
    acme.portal.people.add({ id: 41, name: 'Dave', lastName: 'Doe', email: 'dave@example.com' });
    await acme.stop();
    await acme.start();
    await type('@dave @orlov --tag t *lunch* &amp; more');
    const asked = await answer(':question: “@dave” may be one of several people. Whom do you mean?');
    expect(asked.buttons.map(({ text }) => text)).toEqual(['Dave Doe (@dave1)', 'Dave Dow (@dave2)', 'Open the form']);
    expect(acme.portal.bell(41)).toEqual([]);
    const sender = acme.as(acme.people.ivan);
    await sender.click('Dave Doe (@dave1)', asked);
    const again = await answer(':question: “@orlov”');
    await sender.click('Boris <B> Orlov (@boris)', again);
    const seen = await answer(`:white_check_mark: Delivered to <@${dave.id}> and <@${acme.people.boris.id}>`);
    expect(seen.ts).toBe(asked.ts);
    expect(acme.portal.bell(41).at(-1)?.text).toContain('lunch & more');
    expect(acme.portal.bell(41)).toHaveLength(1);
  });

  it('is explained where nobody has it, and nothing typed is lost', async () => {
    await type('@nobody hello');
    const seen = await answer(':x: Slack did not recognise “@nobody” as a person.');
    expect(seen.buttons.map(({ text }) => text)).toEqual(['Open the form']);
  });

  it('waits for no list of the workspace that Slack is slow to give', async () => {
    await acme.stop();
    await acme.start();
    const end = acme.workspace.misbehave({ on: 'users.list', do: 'hang' });
    await type('@nadia hello');
    await answer(':x: Slack did not recognise “@nadia”');
    end();
  });
});
