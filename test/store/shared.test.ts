import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { databaseLease } from '../../src/store/lease.ts';
import { type OpenStore, openStore, StoreError } from '../../src/store/store.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** Two copies of the bot on one store. */
async function twoCopies(): Promise<[OpenStore, OpenStore]> {
  const url = await server.newDatabase();
  const copies = await Promise.all([openStore({ kind: 'postgres', url }), openStore({ kind: 'postgres', url })]);
  onTestFinished(async () => {
    await Promise.all(copies.map((copy) => copy.close()));
  });
  return copies;
}

describe('several copies on PostgreSQL', () => {
  it('make the schema once when they start at the same moment', async () => {
    const copies = await twoCopies();
    for (const { store, shared } of copies) {
      expect(shared).toBe(true);
      expect(await store.selectFrom('request').select('id').execute()).toEqual([]);
    }
  });

  it('hold a lease one at a time, as long as it is renewed', async () => {
    const [one, two] = await twoCopies();
    const [first, second] = [one.lease('delivery'), two.lease('delivery')];
    const until = await first.hold();
    expect(until).toBeGreaterThan(Date.now());
    expect(await second.hold()).toBeUndefined();
    expect(await first.hold()).toBeGreaterThanOrEqual(until ?? 0);
    expect(await two.lease('something else').hold()).toBeDefined();
  });

  it('give it to one of those who ask at the same moment', async () => {
    const [one, two] = await twoCopies();
    const leases = Array.from({ length: 6 }, (_, index) =>
      databaseLease((index % 2 ? one : two).store, 'delivery', `${index}`),
    );
    const held = await Promise.all(leases.map((lease) => lease.hold()));
    expect(held.filter((until) => until !== undefined)).toHaveLength(1);
  });

  it('take it over at once when it is given back', async () => {
    const [one, two] = await twoCopies();
    await one.lease('delivery').hold();
    await two.lease('delivery').release();
    expect(await two.lease('delivery').hold()).toBeUndefined();
    await one.lease('delivery').release();
    expect(await two.lease('delivery').hold()).toBeDefined();
  });

  it('take it over within 15 seconds from a holder that died, by the clock of the database', async () => {
    const [one, two] = await twoCopies();
    await one.lease('delivery').hold();
    const left = sql<number>`until - (extract(epoch from clock_timestamp()) * 1000)::bigint`.as('left');
    const { left: ms } = await one.store.selectFrom('lease').select(left).executeTakeFirstOrThrow();
    // The others ask every three seconds.
    expect(ms).toBeLessThanOrEqual(12_000);
    await one.store
      .updateTable('lease')
      .set(({ eb }) => ({ until: eb('until', '-', ms) }))
      .execute();
    expect(await two.lease('delivery').hold()).toBeDefined();
    expect(await one.lease('delivery').hold()).toBeUndefined();
  });

  it('do what only one may do one after the other', async () => {
    const [one, two] = await twoCopies();
    const done: string[] = [];
    const slowly = (who: string) => async () => {
      done.push(`${who} begins`);
      await one.store.selectFrom('lease').selectAll().execute();
      done.push(`${who} ends`);
      return who;
    };
    const all = [one, two, one, two].map((copy, index) => copy.exclusively('tokens', slowly(String(index))));
    expect(await Promise.all(all)).toEqual(['0', '1', '2', '3']);
    for (let index = 0; index < done.length; index += 2) {
      expect(done[index + 1]).toBe(done[index]?.replace('begins', 'ends'));
    }
  });

  it('give the next one its turn when the work fails', async () => {
    const [one, two] = await twoCopies();
    const failing = one.exclusively('tokens', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await two.exclusively('tokens', async () => 'done')).toBe('done');
  });
});

describe('a PostgreSQL store that refuses', () => {
  it('says what to do when there is no server, without the password', async () => {
    const error: unknown = await openStore({
      kind: 'postgres',
      url: 'postgres://bot:marker-of-a-secret@127.0.0.1:1/none',
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ advice: expect.stringContaining('DATABASE_URL') });
    expect(String(error)).not.toContain('marker-of-a-secret');
  });

  it('says what to do when there is no such database', async () => {
    const url = (await server.newDatabase()).replace(/[^/]+$/, 'nowhere');
    await expect(openStore({ kind: 'postgres', url })).rejects.toThrow('"nowhere" does not exist');
  });

  it('does not end the process when the server cuts a connection that is in use', async () => {
    const [one, two] = await twoCopies();
    const used = one.store.transaction().execute(async (transaction) => {
      const { pid } = await transaction.selectNoFrom(sql<number>`pg_backend_pid()`.as('pid')).executeTakeFirstOrThrow();
      await sql`select pg_terminate_backend(${pid})`.execute(two.store);
      const gone = sql<{ there: number }>`select count(*) as there from pg_stat_activity where pid = ${pid}`;
      await expect.poll(async () => (await gone.execute(two.store)).rows[0]?.there).toBe(0);
      await transaction.selectFrom('request').select('id').execute();
    });
    await expect(used).rejects.toThrow(/terminat|not queryable/);
    expect(await one.store.selectFrom('request').select('id').execute()).toEqual([]);
  });

  it('goes on by itself after the server cut every connection', async () => {
    const [one, two] = await twoCopies();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(two.store);
    await expect.poll(() => one.store.selectFrom('request').select('id').execute().catch(String)).toEqual([]);
  });
});
