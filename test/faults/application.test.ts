import { describe, expect, it } from 'vitest';
import { applicationCompany } from './application-company.ts';
import { CROWD } from './company.ts';

const REFUSED = 'refuses the bot';
const AGAIN = 'takes the bot again';
const SECONDS = { timeout: 6000 };

describe('an application that the portal knows no more', () => {
  it('is installed again while the bot runs: what waited goes out within seconds, and the admin is told once of each', async (test) => {
    const { start, pair, notify, portal, reads, told } = await applicationCompany(test);
    const bot = await start(pair());
    await notify([CROWD], 'before');
    await portal.waitFor(() => portal.bell(CROWD).length === 1);
    portal.tokens.revoke();
    await notify([CROWD + 1], 'finds out');
    await expect.poll(bot.wrong, { timeout: 10_000 }).toEqual(['portal']);
    await notify([CROWD + 2], 'waits');
    portal.tokens.reinstall();
    expect(await bot.hears('ONAPPINSTALL')).toBe(200);
    await expect.poll(bot.wrong, SECONDS).toEqual([]);
    await expect.poll(() => reads(CROWD + 2), SECONDS).toEqual(['waits']);
    await expect.poll(() => [told(REFUSED), told(AGAIN)]).toEqual([1, 1]);
    await expect.poll(() => reads(CROWD + 1), { timeout: 40_000 }).toEqual(['finds out']);
  }, 90_000);

  it('delivers with a pair that the operator has put into the settings, although an older one is in the store', async (test) => {
    const { start, pair, notify, portal, reads } = await applicationCompany(test);
    const bot = await start(pair());
    portal.tokens.expireAccess();
    await notify([CROWD], 'stored by a renewal');
    await portal.waitFor(() => portal.bell(CROWD).length === 1);
    await bot.stop();
    portal.tokens.revoke();
    portal.tokens.reinstall();
    const again = await start(pair());
    await notify([CROWD], 'with the new pair');
    await expect.poll(() => reads(CROWD).length, SECONDS).toBe(2);
    await again.stop();
    // The settings hold a pair that is used up by now; the one in the store goes on.
    const onceMore = await start(pair());
    portal.tokens.expireAccess();
    await notify([CROWD], 'with the stored one');
    await expect.poll(() => reads(CROWD).length, SECONDS).toBe(3);
    expect(await onceMore.wrong()).toEqual([]);
  }, 60_000);

  it('is told to the admins at once when it is removed, not with the next notification', async (test) => {
    const { start, told } = await applicationCompany(test);
    const bot = await start();
    expect(await bot.hears('ONAPPINSTALL')).toBe(200);
    await expect.poll(bot.wrong, SECONDS).toEqual([]);
    expect(await bot.hears('ONAPPUNINSTALL')).toBe(200);
    await expect.poll(bot.wrong, SECONDS).toEqual(['portal']);
    await expect.poll(() => told(REFUSED), SECONDS).toBe(1);
  }, 40_000);
});

describe('a renewal whose answer is lost', () => {
  it('pauses delivery, tells the admin once through many tries, and ends with a new installation', async (test) => {
    const { start, pair, notify, portal, reads, told } = await applicationCompany(test);
    const bot = await start(pair());
    await expect.poll(bot.wrong, SECONDS).toEqual([]);
    portal.tokens.expireAccess();
    portal.misbehave({ on: 'oauth/token', do: { kind: 'cut', when: 'after' }, times: 1 });
    await notify([CROWD], 'kept');
    await expect.poll(bot.wrong, { timeout: 15_000 }).toEqual(['portal']);
    await notify([CROWD + 1], 'kept too');
    const tries = () => portal.requests.filter(({ status }) => status === 401).length;
    const before = tries();
    await expect.poll(tries, { timeout: 40_000 }).toBeGreaterThan(before);
    expect(await bot.wrong()).toEqual(['portal']);
    portal.tokens.reinstall();
    expect(await bot.hears('ONAPPINSTALL')).toBe(200);
    await expect.poll(bot.wrong, SECONDS).toEqual([]);
    for (const [person, text] of [[CROWD, 'kept'] as const, [CROWD + 1, 'kept too'] as const])
      await expect.poll(() => reads(person), { timeout: 40_000 }).toEqual([text]);
    expect([told(REFUSED), told(AGAIN)]).toEqual([1, 1]);
  }, 110_000);
});

describe('an application whose rights change', () => {
  it('has them as soon as it is installed again, though its old token lives on', async (test) => {
    const { start, pair, notify, portal, reads } = await applicationCompany(test, {
      portal: { scopes: ['user_basic'] },
    });
    const bot = await start(pair());
    await notify([CROWD], 'kept');
    await expect.poll(bot.wrong, { timeout: 10_000 }).toEqual(['portal']);
    portal.grant(['im', 'user_basic']);
    portal.tokens.reinstall();
    expect(await bot.hears('ONAPPINSTALL')).toBe(200);
    await expect.poll(bot.wrong, SECONDS).toEqual([]);
    await expect.poll(() => reads(CROWD), { timeout: 40_000 }).toEqual(['kept']);
  }, 60_000);
});

describe('an installation while the tokens are renewed', () => {
  it('is not undone by the pair of the renewal', async (test) => {
    const { start, pair, notify, portal, reads } = await applicationCompany(test);
    const bot = await start(pair());
    await expect.poll(bot.wrong, SECONDS).toEqual([]);
    portal.tokens.expireAccess();
    portal.misbehave({ on: 'oauth/token', do: { kind: 'delay', ms: 1500, when: 'after' }, times: 1 });
    await notify([CROWD], 'renews');
    await portal.waitFor(() => portal.requests.some(({ method }) => method === 'oauth/token'));
    await expect.poll(() => portal.tokens.everIssued.length).toBe(4);
    portal.tokens.reinstall();
    expect(await bot.hears('ONAPPINSTALL')).toBe(200);
    await expect.poll(() => reads(CROWD), { timeout: 40_000 }).toEqual(['renews']);
    await bot.stop();
    await start();
    await notify([CROWD + 1], 'after a restart');
    await expect.poll(() => reads(CROWD + 1), SECONDS).toEqual(['after a restart']);
  }, 90_000);
});

it('keeps its tokens when the settings follow a portal to its new address', async (test) => {
  const { start, pair, application, notify, portal, reads } = await applicationCompany(test);
  const first = application();
  const bot = await start(pair());
  await portal.rename();
  portal.tokens.expireAccess();
  await notify([CROWD], 'moved');
  await expect.poll(() => reads(CROWD), SECONDS).toEqual(['moved']);
  await bot.says('change its address in the settings');
  await bot.stop();
  expect(application()).not.toEqual(first);
  await start();
  await notify([CROWD], 'at the new address');
  await expect.poll(() => reads(CROWD).length, SECONDS).toBe(2);
}, 60_000);

it('lets a renewal end before it stops, whoever asked for it: the refresh token is used up by then', async (test) => {
  const { start, pair, notify, portal, reads, renewals } = await applicationCompany(test);
  portal.tokens.expireAccess();
  portal.misbehave({ on: 'oauth/token', do: { kind: 'delay', ms: 2000, when: 'after' }, times: 1 });
  const bot = await start(pair());
  // Nothing is delivered: the bot greets the portal.
  await portal.waitFor(() => renewals() === 1);
  expect(await bot.stop()).toBe(0);
  await start();
  await notify([CROWD], 'after');
  await expect.poll(() => reads(CROWD), SECONDS).toEqual(['after']);
}, 60_000);
