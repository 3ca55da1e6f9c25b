import { describe, expect, it } from 'vitest';
import { crowd, crowdReads, postOffice } from './post-office.ts';

const MINUTE = 60_000;

describe('sending', () => {
  it('sends a single notification at once and alone', async () => {
    const { dispatcher, ask, ended, sends, reads, of } = await postOffice();
    await dispatcher.start();
    const request = await ask([12], 'good morning');
    await ended(request, 'delivered');
    expect(sends().map(({ method }) => method)).toEqual(['im.notify.personal.add']);
    expect(reads(12)).toEqual(['good morning']);
    expect((await of(request))[0]?.portalId).toBeGreaterThan(0);
  });

  it('lets what is tried again soon go before what is new for the same person', async () => {
    const office = await postOffice();
    await office.dispatcher.start();
    const mend = office.portal.misbehave({ do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' } });
    const first = await office.ask([12], 'first');
    await office.ended(first, 'waiting');
    mend();
    const second = await office.ask([12], 'second');
    expect((await office.of(second)).map(({ state }) => state)).toEqual(['queued']);
    office.pass(5000);
    await office.ended(second, 'delivered');
    expect(office.reads(12)).toEqual(['first', 'second']);
  });

  it('sends several in batches of up to 50, several in flight, no more than allowed', async () => {
    const { dispatcher, portal, ask, ended, sends } = await postOffice({ crowd: 400, rate: { concurrency: 3 } });
    let most = 0;
    portal.misbehave({
      on: (method) => {
        most = Math.max(most, portal.requests.filter(({ status }) => status === undefined).length);
        return method === 'batch';
      },
      do: { kind: 'delay', ms: 200 },
    });
    const request = await ask(crowd(400));
    await dispatcher.start();
    await ended(request, 'delivered');
    expect(sends().every(({ method, commands }) => method === 'batch' && commands.length <= 50)).toBe(true);
    expect(most).toBe(3);
    expect(crowdReads(portal, 400)).toEqual(Array.from({ length: 400 }, () => ['hello']));
  });

  it('gives way while many wait for their requests to be stored, and sends what came in together', async () => {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    let isOn = true;
    const office = await postOffice({ rush: { isOn: () => isOn, over: () => over } });
    await office.dispatcher.start();
    const requests = [await office.ask([12]), await office.ask([13]), await office.ask([14])];
    expect(office.portal.requests).toEqual([]);
    isOn = false;
    end();
    for (const request of requests) await office.ended(request, 'delivered');
    expect(office.sends().map(({ method }) => method)).toEqual(['batch']);
  });

  it("keeps a person's notifications in order, one at a time", async () => {
    const { dispatcher, portal, ask, ended, sends, reads } = await postOffice();
    let last = '';
    for (let index = 0; index < 20; index++) last = await ask([12], `${index}`);
    await dispatcher.start();
    await ended(last, 'delivered');
    expect(reads(12)).toEqual(Array.from({ length: 20 }, (_, index) => `${index}`));
    expect(sends().every(({ commands }) => commands.length <= 1)).toBe(true);
    expect(portal.everReplaced).toBe(0);
  });

  it('delivers text that a batch would replace as it was typed', async () => {
    const { dispatcher, ask, ended, portal } = await postOffice();
    const text = 'costs $result[n0] and $next[n1][ID], $total[x] $time[y] $error[z] 100% a+b&c=d?';
    const one = await ask([12], text);
    const two = await ask([13], text);
    await dispatcher.start();
    await ended(one, 'delivered');
    await ended(two, 'delivered');
    for (const person of [12, 13]) expect(portal.bell(person)[0]?.message.replaceAll('\u200b', '')).toBe(text);
  });

  it('brings attachments through a batch, with their types and backslashes', async () => {
    const { dispatcher, ask, ended, portal, sends } = await postOffice();
    const BLOCKS = [{ FILE: [{ NAME: 'a & b.pdf', LINK: 'https://files.example/?a=1&b=2', SIZE: 1679 }] }];
    const request = await ask([12, 13], 'see', { attach: { COLOR_TOKEN: 'primary', COLOR: '#29619b', BLOCKS } });
    await dispatcher.start();
    await ended(request, 'delivered');
    expect(sends().map(({ commands }) => commands.length)).toEqual([2]);
    expect(sends()[0]?.commands[0]?.parameters.ATTACH).toBeTypeOf('string');
    for (const person of [12, 13])
      expect(portal.bell(person)[0]?.attach?.BLOCKS).toMatchObject([{ FILE: [{ NAME: 'a & b.pdf', SIZE: 1679 }] }]);
  });

  it('names each recipient in a batch its own outcome', async () => {
    const { dispatcher, portal, ask, ended, of } = await postOffice();
    portal.people.change(13, { active: false });
    portal.people.change(14, { restNotifications: false });
    const request = await ask([12, 13, 14]);
    await dispatcher.start();
    await ended(request, 'delivered', 'failed');
    expect((await of(request)).map(({ state, trouble }) => [state, trouble?.code])).toEqual([
      ['delivered', undefined],
      ['failed', 'NOTHING_CREATED'],
      ['failed', 'switched_off'],
    ]);
  });
});

describe('what nobody knows', () => {
  it.each([
    ['the answer was lost after the work was done', { kind: 'cut', when: 'after' }, 12],
    ['the line was cut before the work', { kind: 'cut', when: 'before' }, 12],
    ['the portal failed inside after the work', { kind: 'status', status: 500, when: 'after' }, 12],
    ['the portal answered with a page after the work', { kind: 'html', when: 'after' }, 12],
    ['half an answer came', { kind: 'truncate' }, 12],
    ['the answer was not understood', { kind: 'wrongType', as: 'array' }, 12],
  ] as const)('repeats once with the same tag, visible once, when %s', async (_, fault, person) => {
    const { dispatcher, portal, ask, ended, reads, pass, of, until } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: fault });
    await dispatcher.start();
    const request = await ask([person]);
    await until(async () => (await of(request)).every(({ state }) => state === 'waiting'));
    expect((await of(request))[0]).toMatchObject({ doubts: 1, attempts: 1 });
    pass(5000);
    await ended(request, 'delivered');
    expect(reads(person)).toEqual(['hello']);
  });

  it('takes a command that the answer of a batch does not mention for unknown, and the others for what they are', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until } = await postOffice();
    portal.misbehave({
      on: (method, { USER_ID }) => method !== 'batch' && Number(USER_ID) === 13,
      times: 1,
      do: { kind: 'missing' },
    });
    const request = await ask([12, 13, 14]);
    await dispatcher.start();
    await until(async () => (await of(request)).every(({ state }) => state !== 'queued' && state !== 'sending'));
    expect((await of(request)).map(({ state }) => state)).toEqual(['delivered', 'waiting', 'delivered']);
    pass(5000);
    await ended(request, 'delivered');
    expect(portal.bell(13)).toHaveLength(1);
    expect(portal.everReplaced).toBe(1);
  });

  it('asks the sender when it is still unknown after the second time', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until, sends } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 2, do: { kind: 'status', status: 500, when: 'after' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    pass(5000);
    await ended(request, 'unknown');
    expect(sends()).toHaveLength(2);
    expect(portal.bell(12)).toHaveLength(1);
    pass(24 * 60 * MINUTE);
    expect((await of(request))[0]?.state).toBe('unknown');
  });
});

describe('what was not sent', () => {
  it('is tried again at its pace, and later at once when the portal is back', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until, reads } = await postOffice();
    const mend = portal.misbehave({
      on: 'im.notify.personal.add',
      do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' },
    });
    await dispatcher.start();
    const request = await ask([12]);
    for (const [attempt, pause] of [3000, 13_000, 80_000].entries()) {
      await until(async () => (await of(request))[0]?.attempts === attempt + 1);
      pass(pause);
    }
    await until(async () => (await of(request))[0]?.attempts === 4);
    mend();
    pass(6 * MINUTE);
    await ended(request, 'delivered');
    expect(reads(12)).toEqual(['hello']);
  });

  it('is given up when it is too old, and its sender can be told', async () => {
    const { dispatcher, portal, ask, of, pass, until, outbox } = await postOffice({ deliveryTtl: 60 * MINUTE });
    portal.misbehave({ do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    pass(61 * MINUTE);
    // Looked for once a minute; it may be under way at this moment.
    await until(async () => {
      pass(2 * MINUTE);
      return (await of(request))[0]?.state === 'failed';
    });
    expect((await of(request))[0]?.trouble?.code).toBe('too_old');
    expect(await outbox.untold(10)).toEqual([request]);
  });
});

describe('content that the portal refuses', () => {
  const attach = { COLOR_TOKEN: 'primary', COLOR: '#29619b', BLOCKS: [{ MESSAGE: 'x' }] } as const;
  const content = { attach, attachedFiles: '[url=https://files.example/1]plan.pdf[/url]', plain: 'bare words' };

  it('goes without attachments, with their links in the text', async () => {
    const { dispatcher, portal, ask, ended, of } = await postOffice();
    portal.misbehave({
      on: (method, { ATTACH }) => method !== 'batch' && ATTACH !== undefined,
      do: { kind: 'error', status: 400, code: 'ATTACH_ERROR' },
    });
    await dispatcher.start();
    const request = await ask([12, 13], '[b]see[/b]', content);
    await ended(request, 'delivered');
    expect((await of(request)).map(({ form }) => form)).toEqual(['without attachments', 'without attachments']);
    expect(portal.bell(12)[0]).toMatchObject({
      attach: null,
      message: expect.stringContaining('[b]see[/b]\n[url=https'),
    });
  });

  it('goes as plain text when even that is refused', async () => {
    const { dispatcher, portal, ask, ended, of } = await postOffice();
    portal.misbehave({
      on: (_, { MESSAGE }) => String(MESSAGE).includes('['),
      do: { kind: 'error', status: 400, code: 'MESSAGE_EMPTY' },
    });
    await dispatcher.start();
    const request = await ask([12], '[b]see[/b]', content);
    await ended(request, 'delivered');
    expect((await of(request))[0]).toMatchObject({ form: 'plain', attempts: 0 });
    expect(portal.bell(12)[0]?.message).toBe('bare words');
  });

  it('is given up when nothing is taken', async () => {
    const { dispatcher, portal, ask, ended, sends } = await postOffice();
    portal.misbehave({ do: { kind: 'error', status: 400, code: 'MESSAGE_EMPTY' } });
    await dispatcher.start();
    const request = await ask([12], 'x', content);
    await ended(request, 'failed');
    expect(sends()).toHaveLength(3);
  });
});

describe('a poison row among good ones', () => {
  it('of damaged content is quarantined after three times and blocks nobody', async () => {
    const { dispatcher, store, ask, ended, of, pass, until, troubles } = await postOffice();
    const poison = await ask([12]);
    await store.updateTable('request').set({ content: '{' }).where('id', '=', poison).execute();
    const good = await ask([13, 14]);
    await dispatcher.start();
    await ended(good, 'delivered');
    for (const attempts of [1, 2]) {
      await until(async () => (await of(poison))[0]?.attempts === attempts);
      pass(3000);
    }
    await ended(poison, 'failed');
    expect((await of(poison))[0]?.trouble?.code).toBe('defect');
    expect(troubles.filter(({ kind }) => kind === 'failed inside')).toHaveLength(3);
  });

  it('of which the portal refuses the whole batch is found, and the good ones arrive once', async () => {
    const { dispatcher, portal, ask, ended, of } = await postOffice({ crowd: 50 });
    portal.misbehave({
      on: (method, { MESSAGE }) => method !== 'batch' && MESSAGE === 'looks like an attack',
      do: { kind: 'status', status: 406, body: 'html' },
    });
    const goods = [];
    for (const person of crowd(49)) goods.push(await ask([person]));
    const poison = await ask([1049], 'looks like an attack');
    await dispatcher.start();
    await ended(poison, 'failed');
    for (const good of goods) await ended(good, 'delivered');
    expect((await of(poison))[0]?.trouble?.code).toBe('NOT_JSON');
    expect(crowdReads(portal, 49)).toEqual(Array.from({ length: 49 }, () => ['hello']));
  });

  it('that alone is refused for access does not hold the portal', async () => {
    const { dispatcher, portal, ask, ended, of, troubles } = await postOffice();
    portal.misbehave({
      on: (method, { USER_ID }) => method !== 'batch' && Number(USER_ID) === 13,
      do: { kind: 'error', status: 403, code: 'ACCESS_DENIED' },
    });
    const request = await ask([12, 13, 14]);
    await dispatcher.start();
    await ended(request, 'delivered', 'failed');
    expect((await of(request)).map(({ state }) => state)).toEqual(['delivered', 'failed', 'delivered']);
    expect(troubles).toEqual([]);
    expect(dispatcher.credentials).toBe('work');
  });
});

describe('credentials', () => {
  it('that are refused hold everything, are told once, and delivery resumes by itself', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until, troubles, sends } = await postOffice({ crowd: 120 });
    portal.webhook.revoke();
    await dispatcher.start();
    const first = await ask([12]);
    await until(() => dispatcher.credentials === 'refused');
    await until(async () => (await of(first))[0]?.state === 'waiting');
    const many = await ask(crowd(120));
    const refused = sends().length;
    for (let round = 1; round <= 3; round++) {
      pass(31_000);
      // One at a time finds out; the others wait untouched.
      await until(() => sends().length > refused + round - 1);
      await until(async () => [...(await of(first)), ...(await of(many))].every(({ state }) => state !== 'sending'));
    }
    expect(sends().every(({ commands }) => commands.length <= 1)).toBe(true);
    expect([...(await of(first)), ...(await of(many))].every(({ attempts }) => attempts === 0)).toBe(true);
    portal.webhook.restore();
    pass(31_000);
    await ended(first, 'delivered');
    await ended(many, 'delivered');
    expect(troubles.map(({ kind }) => kind)).toEqual(['credentials refused', 'credentials work again']);
    expect(dispatcher.credentials).toBe('work');
  });

  it('that end in the middle of a batch fail nobody: what was refused goes again with new ones', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until, reads } = await postOffice();
    const mend = portal.misbehave({
      on: (method, { USER_ID }) => method !== 'batch' && Number(USER_ID) >= 13,
      do: { kind: 'error', status: 401, code: 'expired_token' },
    });
    const request = await ask([12, 13, 14]);
    await dispatcher.start();
    await until(async () => (await of(request)).every(({ state }) => state !== 'queued' && state !== 'sending'));
    expect((await of(request)).map(({ state }) => state)).toEqual(['delivered', 'waiting', 'waiting']);
    mend();
    pass(31_000);
    await ended(request, 'delivered');
    expect([12, 13, 14].map(reads)).toEqual([['hello'], ['hello'], ['hello']]);
    expect(portal.everReplaced).toBe(0);
  });

  it('that are refused of one person alone do not stop what is for others', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until, troubles } = await postOffice();
    portal.misbehave({
      on: (_, { USER_ID }) => Number(USER_ID) === 13,
      do: { kind: 'error', status: 403, code: 'ACCESS_DENIED' },
    });
    await dispatcher.start();
    const poison = await ask([13]);
    await until(async () => (await of(poison))[0]?.state === 'waiting');
    const other = await ask([12]);
    pass(31_000);
    await ended(other, 'delivered');
    for (let round = 0; round < 5 && (await of(poison))[0]?.state !== 'failed'; round++) {
      const third = await ask([14]);
      await until(async () => (await of(poison))[0]?.state !== 'sending');
      pass(31_000);
      await ended(third, 'delivered');
    }
    await ended(poison, 'failed');
    expect((await of(poison))[0]?.trouble?.code).toBe('ACCESS_DENIED');
    expect(troubles.filter(({ kind }) => kind === 'credentials refused').length).toBeLessThanOrEqual(2);
    expect(dispatcher.credentials).toBe('work');
  });

  it('that lost the right to notify do not work again before they have it, with nothing to send either', async () => {
    const { dispatcher, portal, ask, of, pass, until, troubles, withdraw } = await postOffice();
    portal.grant(['user_basic', 'disk']);
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    await withdraw(request);
    const probesLater = () => {
      pass(31_000);
      return portal.requests.filter(({ method }) => method !== 'im.notify.personal.add').length;
    };
    // The second shows that the first, which was answered, did not count as access.
    await expect.poll(probesLater).toBeGreaterThanOrEqual(2);
    expect(troubles.map(({ kind }) => kind)).toEqual(['credentials refused']);
    portal.grant(['im']);
    await expect.poll(() => probesLater() > 0 && dispatcher.credentials).toBe('work');
    expect(troubles.map(({ kind }) => kind)).toEqual(['credentials refused', 'credentials work again']);
  });

  it('that work again let what was refused go at once, and not at the end of its pause', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until } = await postOffice();
    portal.webhook.revoke();
    await dispatcher.start();
    const refused = await ask([12]);
    await until(async () => (await of(refused))[0]?.state === 'waiting');
    pass(1000);
    portal.webhook.restore();
    dispatcher.tryAgain();
    await ended(refused, 'delivered');
    expect((await of(refused))[0]).toMatchObject({ attempts: 0, doubts: 0 });
  });

  it('are found to work again without anything to send', async () => {
    const { dispatcher, until } = await postOffice();
    await dispatcher.start();
    dispatcher.doubtCredentials({ code: 'NO_AUTH_FOUND', message: 'Refused.', advice: 'Mend.' });
    dispatcher.wake();
    await until(() => dispatcher.credentials === 'work');
    expect(dispatcher.credentials).toBe('work');
  });
});

describe('the store', () => {
  it('that fails while an outcome is noted is offered it again, and nothing is sent twice', async () => {
    const { dispatcher, store, ask, ended, until, troubles, reads, portal } = await postOffice();
    const request = await ask([12]);
    const damage =
      "create trigger no before update on notification when new.state = 'delivered' begin select raise(abort, 'no'); end";
    const { sql } = await import('kysely');
    await sql.raw(damage).execute(store);
    await dispatcher.start();
    await until(() => troubles.length > 0);
    await sql.raw('drop trigger no').execute(store);
    await ended(request, 'delivered');
    expect(reads(12)).toEqual(['hello']);
    expect(portal.everReplaced).toBe(0);
  });

  it('that fails while rows are taken stops delivery only until it works again', async () => {
    const { dispatcher, store, ask, ended, until, troubles, reads } = await postOffice();
    const { sql } = await import('kysely');
    await sql.raw('alter table notification rename to away').execute(store);
    await dispatcher.start();
    await until(() => troubles.length > 0);
    await sql.raw('alter table away rename to notification').execute(store);
    const request = await ask([12]);
    await ended(request, 'delivered');
    expect(reads(12)).toEqual(['hello']);
  });
});

describe('a newer notification with the same tag', () => {
  it('is not replaced by the older one that comes late', async () => {
    const { dispatcher, portal, ask, ended, of, pass, until, reads } = await postOffice();
    const tag = { tag: 'deploy' };
    portal.misbehave({
      on: 'im.notify.personal.add',
      times: 3,
      do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' },
    });
    await dispatcher.start();
    const older = await ask([12], 'deploying', tag);
    for (const [attempt, pause] of [3000, 13_000].entries()) {
      await until(async () => (await of(older))[0]?.attempts === attempt + 1);
      pass(pause);
    }
    await until(async () => (await of(older))[0]?.attempts === 3);
    const newer = await ask([12], 'deployed', tag);
    await ended(newer, 'delivered');
    pass(80_000);
    await ended(older, 'failed');
    expect((await of(older))[0]?.trouble?.code).toBe('replaced');
    expect(reads(12)).toEqual(['deployed']);
  });
});

describe('stopping', () => {
  it('lets what is in flight finish, takes nothing new, and the next start sends the rest', async () => {
    const { dispatcher, portal, ask, of, ended, until } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'delay', ms: 300 } });
    await dispatcher.start();
    const first = await ask([12]);
    await until(
      () => portal.requests.length > 0 || portal.waitFor(({ requests }) => requests.length > 0).then(() => true),
    );
    const stopped = dispatcher.stop();
    const second = await ask([12]);
    await stopped;
    expect((await of(first))[0]?.state).toBe('delivered');
    expect((await of(second))[0]?.state).toBe('queued');
    await dispatcher.start();
    await ended(second, 'delivered');
  });
});
