import { describe, expect, it } from 'vitest';
import { ask, askAsApplication, command, portalFor } from './asking.ts';

async function company(scopes: string[] = ['im', 'user_basic']) {
  const portal = await portalFor({ scopes });
  portal.people.add({ id: 5, name: 'Ann', lastName: 'Lee', email: 'ann_lee@example.com', workPosition: 'Engineer' });
  portal.people.add({ id: 6, name: 'Anna', lastName: 'Li', email: 'annXlee@example.com' });
  portal.people.add({ id: 7, name: 'Bob', lastName: 'Ray', email: 'bob@example.com', active: false });
  portal.people.add({ id: 8, name: 'Guest', lastName: 'Out', email: 'guest@example.com', userType: 'extranet' });
  portal.people.add({ id: 9, name: 'Robot', lastName: '', email: 'robot@example.com', userType: 'bot' });
  const ids = async (method: string, parameters: object) =>
    (await ask(portal, method, parameters)).body.result.map(({ ID }: { ID: string }) => ID);
  return { portal, ids };
}

describe('user.get', () => {
  it('gives ID as text and ACTIVE as a boolean, leaves out bots, and shows what the scope shows', async () => {
    const { portal } = await company();
    const { body } = await ask(portal, 'user.get', { FILTER: { ID: 5 } });
    expect(body).toMatchObject({ total: 1 });
    expect(body.result).toEqual([
      {
        ID: '5',
        ACTIVE: true,
        NAME: 'Ann',
        LAST_NAME: 'Lee',
        WORK_POSITION: 'Engineer',
        UF_DEPARTMENT: [1],
        EMAIL: 'ann_lee@example.com',
      },
    ]);
    expect((await ask(portal, 'user.get', {})).body.total).toBe(5);
  });

  it('takes an address without = for a pattern', async () => {
    const { ids } = await company();
    expect(await ids('user.get', { FILTER: { EMAIL: 'ann_lee@example.com' } })).toEqual(['5', '6']);
    expect(await ids('user.get', { FILTER: { '=EMAIL': 'ANN_LEE@example.com' } })).toEqual(['5']);
    expect(await ids('user.get', { FILTER: { EMAIL: 'ann%' } })).toEqual(['5', '6']);
  });

  it('knows the prefixes', async () => {
    const { ids } = await company();
    expect(await ids('user.get', { FILTER: { '@ID': [5, 7] } })).toEqual(['5', '7']);
    expect(await ids('user.get', { FILTER: { ID: [5, 6] } })).toEqual(['5', '6']);
    expect(await ids('user.get', { FILTER: { '!@ID': [1, 5, 7] } })).toEqual(['6', '8']);
    expect(await ids('user.get', { FILTER: { '>=ID': 6, '<ID': 8 } })).toEqual(['6', '7']);
    expect(await ids('user.get', { FILTER: { '%LAST_NAME': 'L' } })).toEqual(['5', '6']);
    expect(await ids('user.get', { FILTER: { '!=NAME': 'Ann', '>ID': 1 } })).toEqual(['6', '7', '8']);
    expect(await ids('user.get', { FILTER: { '=%NAME': 'A%' } })).toEqual(['5', '6']);
  });

  it('filters by ACTIVE in every way of writing it, also through a batch', async () => {
    const { portal, ids } = await company();
    for (const active of [true, 'true', 'Y', '1', 1]) {
      expect(await ids('user.get', { FILTER: { ACTIVE: active, '>ID': 5 } })).toEqual(['6', '8']);
    }
    const cmd = { n1: command('user.get', { 'FILTER[=EMAIL]': 'bob@example.com', 'FILTER[ACTIVE]': 'false' }) };
    expect((await ask(portal, 'batch', { cmd })).body.result.result.n1).toMatchObject([{ ID: '7', ACTIVE: false }]);
  });

  it('drops conditions that the scope does not permit, and then returns everybody', async () => {
    const brief = await company(['user_brief']);
    const { body } = await ask(brief.portal, 'user.get', { FILTER: { '=EMAIL': 'bob@example.com', ACTIVE: true } });
    expect(body.total).toBe(4);
    expect(body.result[0]).not.toHaveProperty('EMAIL');
    const basic = await company(['user_basic']);
    expect(await basic.ids('user.get', { FILTER: { USER_TYPE: 'extranet' } })).toHaveLength(5);
    const full = await company(['user']);
    expect(await full.ids('user.get', { FILTER: { USER_TYPE: 'extranet' } })).toEqual(['8']);
  });

  it('ignores other conditions when FILTER is there', async () => {
    const { ids } = await company();
    expect(await ids('user.get', { ID: 5, FILTER: { ACTIVE: false } })).toEqual(['7']);
    expect(await ids('user.get', { ID: 5 })).toEqual(['5']);
  });

  it('gives fifty at a time, in the asked order, with the asked fields', async () => {
    const portal = await portalFor({ scopes: ['user_basic'] });
    for (let id = 2; id <= 120; id++)
      portal.people.add({ id, name: `N${id}`, lastName: 'L', email: `n${id}@example.com` });
    const first = await ask(portal, 'user.get', { select: ['ID', 'EMAIL'] });
    expect(first.body).toMatchObject({ next: 50, total: 120 });
    expect(first.body.result).toHaveLength(50);
    expect(first.body.result[1]).toEqual({ ID: '2', EMAIL: 'n2@example.com' });
    const last = await ask(portal, 'user.get', { start: 100 });
    expect(last.body.result).toHaveLength(20);
    expect(last.body).not.toHaveProperty('next');
    expect((await ask(portal, 'user.get', { start: -1 })).body).not.toHaveProperty('total');
    const down = await ask(portal, 'user.get', { sort: 'ID', order: 'DESC' });
    expect(down.body.result[0].ID).toBe('120');
    const batch = await ask(portal, 'batch', {
      cmd: { a: 'user.get?start=0', b: 'user.get?start=50', c: 'user.get?start=100' },
    });
    expect(batch.body.result.result_next).toEqual({ a: 50, b: 100 });
    expect(batch.body.result.result_total).toEqual({ a: 120, b: 120, c: 120 });
    expect(batch.body.result.result.c).toHaveLength(20);
  });
});

describe('user.search', () => {
  it('finds by words of names and positions, not by address', async () => {
    const { ids } = await company();
    expect(await ids('user.search', { FIND: 'ann' })).toEqual(['5', '6']);
    expect(await ids('user.search', { FIND: 'lee ann' })).toEqual(['5']);
    expect(await ids('user.search', { FIND: 'engin' })).toEqual(['5']);
    expect(await ids('user.search', { FIND: 'bob@example.com' })).toEqual([]);
    expect(await ids('user.search', { FILTER: { NAME: 'Ann', LAST_NAME: 'Li' } })).toEqual(['6']);
  });
});

describe('single people and the service methods', () => {
  it('tell who calls and what may be called', async () => {
    const { portal } = await company();
    expect((await ask(portal, 'user.current')).body.result).toMatchObject({ ID: '1', EMAIL: 'owner@portal.example' });
    expect((await ask(portal, 'profile')).body.result).toMatchObject({ ID: '1', ADMIN: true, NAME: 'Olga' });
    expect((await ask(portal, 'scope')).body.result).toEqual(['im', 'user_basic']);
    expect((await ask(portal, 'server.time')).body.result).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\+00:00$/);
    expect((await ask(portal, 'method.get', { name: 'im.notify' })).body.result).toEqual({
      isExisting: true,
      isAvailable: true,
    });
    expect((await ask(portal, 'method.get', { name: 'department.get' })).body.result).toEqual({
      isExisting: true,
      isAvailable: false,
    });
    expect((await ask(portal, 'method.get', { name: 'nothing' })).body.result).toEqual({
      isExisting: false,
      isAvailable: false,
    });
  });

  it('show the one department to whoever has the scope', async () => {
    const { portal } = await company(['department']);
    expect((await ask(portal, 'department.get')).body).toMatchObject({ total: 1, result: [{ ID: '1', UF_HEAD: '1' }] });
  });

  it('answer app.info to the application and refuse it to a webhook', async () => {
    const { portal } = await company();
    expect(await ask(portal, 'app.info')).toMatchObject({ status: 400, body: { error: 'ACCESS_DENIED' } });
    expect((await askAsApplication(portal, 'app.info')).body.result).toMatchObject({
      INSTALLED: true,
      STATUS: 'L',
      LANGUAGE_ID: 'en',
    });
  });

  it('tell a webhook of some portals the licence, which begins with the language', async () => {
    const portal = await portalFor({ language: 'ru', webhookInfo: 'licence' });
    expect((await ask(portal, 'app.info')).body.result).toEqual({
      SCOPE: ['im', 'user_basic', 'disk'],
      LICENSE: 'ru_company',
    });
    expect((await askAsApplication(portal, 'app.info')).body.result).toMatchObject({ LANGUAGE_ID: 'ru' });
  });

  it('show the messenger’s card with the address, dismissed people too', async () => {
    const { portal } = await company(['im']);
    expect((await ask(portal, 'im.user.get', { ID: 7 })).body.result).toMatchObject({
      id: 7,
      name: 'Bob Ray',
      active: false,
      email: 'bob@example.com',
      bot: false,
      extranet: false,
    });
    expect((await ask(portal, 'im.user.get', { ID: 99 })).body.error).toBe('USER_NOT_EXISTS');
    expect((await ask(portal, 'im.user.get', { ID: 'x' })).body.error).toBe('ID_EMPTY');
    expect((await ask(portal, 'im.user.list.get', { ID: [5, 99] })).body.result).toMatchObject({
      5: { id: 5 },
      99: null,
    });
  });
});
