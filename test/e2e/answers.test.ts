import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/bitrix24/portal.ts';
import type { SeenMessage } from '../../sandbox/slack/workspace.ts';
import { type Company, company, type Transport } from './company.ts';

const ADD = 'im.notify.personal.add';
const JARGON = /im\.notify|127\.0\.0\.1|HTTP|JSON|TIMEOUT|UND_ERR|ECONN|http_|undefined|null/;

describe.each<Transport>(['http', 'socket'])('the answer to the sender over %s', (transport) => {
  let acme: Company;
  const endings: (() => void)[] = [];
  beforeAll(async () => {
    acme = await company(transport);
  });
  afterEach(() => {
    for (const end of endings.splice(0)) end();
  });
  afterAll(() => acme.end());

  const misbehave = (fault: Fault, on = ADD) => endings.push(acme.portal.misbehave({ on, do: fault }));
  const me = () => acme.as(acme.people.ivan);
  const newest = (person: number) => acme.portal.bell(person).at(-1);
  const buttons = (seen: SeenMessage | undefined) => seen?.buttons.map(({ text }) => text);

  it('is one line when the result comes soon', async () => {
    const before = me().sees().length;
    await me().command('/b24notify', '@anna soon', acme.sales);
    const seen = await me().answers(':white_check_mark: Delivered to');
    expect(buttons(seen)).toEqual(['Undo']);
    expect(me().sees()).toHaveLength(before + 1);
  });

  it('is an hourglass after two seconds, then the result as a line of its own', async () => {
    misbehave({ kind: 'delay', ms: 2300 });
    const at = Date.now();
    await me().command('/b24notify', '@anna slow portal', acme.sales);
    const waiting = await me().answers(':hourglass_flowing_sand: Stored, on its way to');
    expect(waiting.text).toContain('“slow portal”. You will be told when it has arrived.');
    expect(waiting.shownAt - at).toBeGreaterThanOrEqual(1990);
    expect(buttons(waiting)).toEqual(['Undo']);
    const seen = await me().answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “slow portal”`);
    expect(seen.ts).not.toBe(waiting.ts);
    expect(seen.where).toBe('ephemeral');
  });

  it('is the same when Undo is pressed twice', async () => {
    await me().command('/b24notify', '@anna double click', acme.sales);
    const seen = await me().answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “double click”`);
    await Promise.all([me().click('Undo', seen), me().click('Undo', seen)]);
    const undone = await me().answers(`:leftwards_arrow_with_hook: Taken back from <@${acme.people.anna.id}>: “double`);
    expect(undone.ts).toBe(seen.ts);
    expect(newest(12)?.text ?? '').not.toContain('double click');
  });

  it('takes its notification back, in the message that was clicked', async () => {
    await me().command('/b24notify', '@anna @boris b24:20 oops', acme.sales);
    const { anna, boris } = acme.people;
    const seen = await me().answers(
      `:white_check_mark: Delivered to <@${anna.id}>, <@${boris.id}>, and b24:20: “oops”`,
    );
    const before = me().sees().length;
    await me().click('Undo', seen);
    const undone = await me().answers(
      `:leftwards_arrow_with_hook: Taken back from <@${anna.id}>, <@${boris.id}>, and b24:20: “oops”`,
    );
    expect(undone.ts).toBe(seen.ts);
    expect(undone.buttons).toEqual([]);
    expect(me().sees()).toHaveLength(before);
    for (const person of [12, 15, 20]) expect(newest(person)?.text ?? '').not.toContain('oops');
  });

  it('does not take away a newer one with the same tag', async () => {
    await me().command('/b24notify', '@boris --tag deploy deploy begins', acme.sales);
    const first = await me().answers(`:white_check_mark: Delivered to <@${acme.people.boris.id}>: “deploy begins”`);
    await me().command('/b24notify', '@boris --tag deploy deploy ended', acme.sales);
    await me().answers(`:white_check_mark: Delivered to <@${acme.people.boris.id}>: “deploy ended”`);
    await me().click('Undo', first);
    const undone = await me().answers(':leftwards_arrow_with_hook: There is nothing left to take back');
    expect(undone.ts).toBe(first.ts);
    expect(undone.text).toContain('a newer notification with the same tag has already taken its place.');
    expect(newest(15)?.text).toContain('deploy ended');
  });

  it('says that it is still there when the portal does not take it back, and tries again on request', async () => {
    await me().command('/b24notify', '@boris stubborn', acme.sales);
    const seen = await me().answers(`:white_check_mark: Delivered to <@${acme.people.boris.id}>: “stubborn”`);
    misbehave({ kind: 'status', status: 500 }, 'im.notify.delete');
    await me().click('Undo', seen);
    const still = await me().answers(':warning: Not taken back yet: “stubborn”');
    expect(still.text).not.toMatch(JARGON);
    expect(newest(15)?.text).toContain('stubborn');
    for (const end of endings.splice(0)) end();
    await me().click('Undo', still);
    await me().answers(`:leftwards_arrow_with_hook: Taken back from <@${acme.people.boris.id}>: “stubborn”`);
    expect(newest(15)?.text ?? '').not.toContain('stubborn');
  });

  it('tells that a refused attachment arrived in a simpler form, links and all', async () => {
    endings.push(
      acme.portal.misbehave({
        on: (method, parameters) => method === ADD && 'ATTACH' in parameters,
        do: { kind: 'error', status: 400, code: 'ATTACH_ERROR' },
      }),
    );
    const files = [acme.workspace.files.add({ name: 'a.pdf', mimetype: 'application/pdf', content: Buffer.alloc(9) })];
    const message = acme.workspace.post(acme.sales, acme.people.anna, { text: 'refused files', files });
    await me().messageShortcut('b24_notify_message', message);
    await acme.workspace.waitFor(() => me().viewText().includes('refused files'));
    me().fill({ people: [acme.people.anna] });
    await me().submit();
    const seen = await me().answers(`:warning: Delivered to <@${acme.people.anna.id}>: “refused files”`);
    expect(seen.text).toContain('it arrived in a simpler form');
    expect(newest(12)?.active).toContainEqual({ kind: 'link', href: expect.stringContaining('/a.pdf') });
  });

  it('gives up what the portal never takes, in plain words, with a way to send it again', async () => {
    misbehave({ kind: 'error', status: 400, code: 'WRONG_ENCODING', description: 'secret words of the portal' });
    await me().command('/b24notify', '@anna never', acme.sales);
    const seen = await me().answers(':x: Not delivered: “never”');
    expect(seen.text).toContain(
      'Bitrix24 refused it. Ask an admin of this bot, and tell them this word: WRONG_ENCODING.',
    );
    expect(buttons(seen)).toEqual(['Send again']);
    for (const end of endings.splice(0)) end();
    await me().click('Send again', seen);
    const again = await me().answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “never”`);
    expect(again.ts).toBe(seen.ts);
  });

  it('is the same when "Send again" is pressed twice', async () => {
    misbehave({ kind: 'error', status: 400, code: 'WRONG_ENCODING' });
    await me().command('/b24notify', '@anna twice', acme.sales);
    const seen = await me().answers(':x: Not delivered: “twice”');
    for (const end of endings.splice(0)) end();
    const before = acme.portal.everCreated;
    await Promise.all([me().click('Send again', seen), me().click('Send again', seen)]);
    await me().answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “twice”`);
    expect(acme.portal.everCreated).toBe(before + 1);
  });

  it('goes by a direct message when Slack takes none where it was asked', async () => {
    endings.push(acme.workspace.misbehave({ on: 'response_url', do: 'status', status: 404 }));
    await me().command('/b24notify', '@anna nowhere to answer', acme.sales);
    const seen = await me().answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “nowhere to answer”`);
    expect(seen.where).toBe('dm');
    await me().click('Undo', seen);
    const undone = await me().answers(
      `:leftwards_arrow_with_hook: Taken back from <@${acme.people.anna.id}>: “nowhere`,
    );
    expect(undone.where).toBe('dm');
  });

  it("is not touched by somebody else's undo", async () => {
    await me().command('/b24notify', '@anna mine', acme.sales);
    await me().answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “mine”`);
    await acme.as(acme.people.boris).command('/b24notify', 'undo', acme.sales);
    await acme.as(acme.people.boris).answers(':x: You have sent nothing to Bitrix24 yet');
    expect(newest(12)?.text).toContain('mine');
  });
});

describe.concurrent('a portal that breaks off', () => {
  it.each<[string, Fault]>([
    ['cuts the line after the work', { kind: 'cut', when: 'after' }],
    ['cuts the line before the work', { kind: 'cut', when: 'before' }],
    ['answers 500', { kind: 'status', status: 500, when: 'after' }],
    ['answers a page for people', { kind: 'html', when: 'after' }],
    ['answers half of its JSON', { kind: 'truncate' }],
    ['answers a result of another type', { kind: 'wrongType', as: 'object' }],
  ])('%s: it is sent once more, and arrives once', async (_, fault) => {
    const acme = await company('http');
    const me = acme.as(acme.people.ivan);
    acme.portal.misbehave({ on: ADD, do: fault, times: 1 });
    await me.command('/b24notify', '@anna exactly once', acme.sales);
    const waiting = await me.answers(':hourglass_flowing_sand:', 4000).catch(() => undefined);
    if (waiting) expect(waiting.text).not.toMatch(JARGON);
    await me.answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “exactly once”`);
    expect(acme.portal.bell(12)).toHaveLength(1);
    await acme.end();
  });

  it('slowly: Undo while it is on its way is refused, and works once it has arrived', async () => {
    const acme = await company('http');
    const me = acme.as(acme.people.ivan);
    acme.portal.misbehave({ on: ADD, do: { kind: 'delay', ms: 2600 } });
    await me.command('/b24notify', '@anna in the air', acme.sales);
    const waiting = await me.answers(':hourglass_flowing_sand: Stored, on its way to');
    await me.click('Undo', waiting);
    const notYet = await me.answers(':warning: Not taken back yet: “in the air”');
    expect(notYet.ts).toBe(waiting.ts);
    expect(notYet.text).toContain('it is on its way at this moment; press Undo again in a few seconds.');
    const arrived = await me.answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “in the air”`);
    await me.click('Undo', arrived);
    await me.answers(`:leftwards_arrow_with_hook: Taken back from <@${acme.people.anna.id}>: “in the air”`);
    expect(acme.portal.bell(12)).toEqual([]);
    await acme.end();
  });

  it('twice: nobody knows whether it arrived, and the sender decides', async () => {
    const acme = await company('http');
    const me = acme.as(acme.people.ivan);
    const end = acme.portal.misbehave({ on: ADD, do: { kind: 'status', status: 500, when: 'after' } });
    await me.command('/b24notify', '@anna perhaps', acme.sales);
    const seen = await me.answers(':warning: Nobody knows whether it arrived: “perhaps”', 8000);
    expect(seen.text).toContain('Ask them; or send again');
    expect(seen.text).not.toMatch(JARGON);
    expect(buttonsOf(seen)).toEqual(['Undo', 'Send again']);
    end();
    await me.click('Send again', seen);
    const again = await me.answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “perhaps”`);
    expect(again.ts).toBe(seen.ts);
    expect(acme.portal.bell(12)).toHaveLength(1);
    await acme.end();
  });

  it('for good: the credentials were revoked; the admins hear of it once, and again when they work', async () => {
    const acme = await company('http', { stopped: true });
    const boss = acme.as(acme.people.boss);
    acme.portal.webhook.revoke();
    await acme.start();
    const told = await boss.answers(':warning: Bitrix24 refuses the bot, so nothing is delivered.');
    expect(told.where).toBe('dm');
    acme.portal.webhook.restore();
    const me = acme.as(acme.people.ivan);
    await me.command('/b24notify', '@anna kept', acme.sales);
    await boss.answers(':white_check_mark: Bitrix24 takes the bot again');
    await me.answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “kept”`);
    acme.portal.webhook.revoke();
    await me.command('/b24notify', '@anna held', acme.sales);
    const waiting = await me.answers(':hourglass_flowing_sand:');
    expect(waiting.text).toContain('Bitrix24 does not let the bot in at the moment');
    expect(waiting.text).not.toMatch(JARGON);
    expect(boss.sees().filter(({ text }) => text.startsWith(':warning:'))).toHaveLength(2);
    await me.click('Undo', waiting);
    await me.answers(`:leftwards_arrow_with_hook: Taken back from <@${acme.people.anna.id}>: “held”`);
    await acme.end();
  });
});

function buttonsOf(seen: SeenMessage) {
  return seen.buttons.map(({ text }) => text);
}
