import { afterEach, expect, it } from 'vitest';
import { type SandboxPortal, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { listPeople } from '../../src/bitrix24/all-people.ts';
import { findByEmails } from '../../src/bitrix24/people-by-email.ts';
import { createPortal } from '../../src/bitrix24/portal.ts';

let portal: SandboxPortal;
afterEach(() => portal.stop());

function client() {
  return createPortal({ mode: 'webhook', url: portal.webhookUrl }, {});
}
const atOnce = <T>(request: () => Promise<T>) => request();

it.each([
  ['little', [1, 50, 50, 4]],
  ['quick', [50, 50, 5]],
] as const)('lists everybody who works there with no page asked for twice, at the pace %s', async (pace, requests) => {
  portal = await startPortal({ limited: false, scopes: ['im', 'user'] });
  for (let id = 2; id <= 5200; id++) portal.people.add({ id, name: `N${id}`, lastName: 'L', email: `n${id}@x.com` });
  portal.people.add({ id: 6000, name: 'Gone', lastName: 'L', email: 'gone@x.com', active: false });
  portal.people.add({ id: 6001, name: 'Guest', lastName: 'L', email: 'guest@x.com', userType: 'extranet' });
  const to = client();
  const people = await listPeople(to, { turn: atOnce, pace });
  expect(people).toHaveLength(5200);
  expect(people.some(({ id }) => id >= 6000)).toBe(false);
  expect(portal.requests.map(({ method, commands }) => (method === 'batch' ? commands.length : 1))).toEqual(requests);
  await to.close();
});

it('lists few people in one request, whatever stands on the pages beyond the end', async () => {
  portal = await startPortal({ limited: false });
  for (let id = 2; id <= 40; id++) portal.people.add({ id, name: `N${id}`, lastName: 'L', email: `n${id}@x.com` });
  const to = client();
  for (const pace of ['little', 'quick'] as const) {
    expect(await listPeople(to, { turn: atOnce, pace })).toHaveLength(40);
  }
  expect(portal.requests).toHaveLength(2);
  await to.close();
});

it('gives no list that lacks a page: the missing would look like people who left', async () => {
  portal = await startPortal({ limited: false });
  for (let id = 2; id <= 200; id++) portal.people.add({ id, name: `N${id}`, lastName: 'L', email: `n${id}@x.com` });
  const to = client();
  for (const pace of ['little', 'quick'] as const) {
    portal.misbehave({ on: 'user.get', times: 1, after: 1, do: { kind: 'missing' } });
    await expect(listPeople(to, { turn: atOnce, pace })).rejects.toThrow(/user\.get/);
  }
  await to.close();
});

it('finds fifty addresses in one request, and says where the rights hide them', async () => {
  portal = await startPortal({ limited: false });
  const addresses = Array.from({ length: 50 }, (_, index) => `p${index}@x.com`);
  for (const [index, email] of addresses.entries()) {
    if (index % 2 === 0) portal.people.add({ id: 100 + index, name: 'P', lastName: String(index), email });
  }
  const to = client();
  const matches = await findByEmails(to, addresses);
  expect(portal.requests).toHaveLength(1);
  expect(addresses.map((address) => matches.get(address)?.kind)).toEqual(
    addresses.map((_, index) => (index % 2 === 0 ? 'found' : 'nobody')),
  );
  portal.grant(['im', 'user_brief']);
  expect((await findByEmails(to, addresses.slice(0, 2))).get('p0@x.com')).toEqual({ kind: 'addresses hidden' });
  portal.grant(['im']);
  expect((await findByEmails(to, ['p0@x.com'])).get('p0@x.com')).toEqual({ kind: 'addresses hidden' });
  expect((await findByEmails(to, addresses.slice(0, 2))).get('p1@x.com')).toEqual({ kind: 'addresses hidden' });
  await to.close();
});
