import { readdir, readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { migrations } from '../../src/store/migrate.ts';
import { portalTokens } from '../../src/store/portal-tokens.ts';
import { connectStore, type StoreAddress, StoreError } from '../../src/store/store.ts';
import { requestTo } from '../outbox/fixture.ts';
import { onEachDatabase } from './each-database.ts';

/** A store as each version left it, with something in every table: `versions/<last migration>.sql`. */
const VERSIONS = new URL('versions/', import.meta.url);
const files = (await readdir(VERSIONS)).sort();

async function run(address: StoreAddress, statements: string): Promise<void> {
  if (address.kind === 'sqlite') {
    const database = new DatabaseSync(address.path);
    database.exec(statements);
    database.close();
    return;
  }
  const client = new Client({ connectionString: address.url });
  await client.connect();
  await client.query(statements);
  await client.end();
}

async function connected(address: StoreAddress) {
  const store = await connectStore(address);
  onTestFinished(() => store.destroy());
  return store;
}

describe('stores of older versions', () => {
  it('are kept as files, one for each version of the schema', () => {
    expect(files).toEqual(Object.keys(migrations).map((name) => `${name}.sql`));
  });
});

onEachDatabase((newStore) => {
  it.each(files)('brings a store of %s up to date, with everything in it', async (file) => {
    const address = await emptied(newStore);
    await run(address, await readFile(new URL(file, VERSIONS), 'utf8'));
    const store = await connected(address);
    const outbox = createOutbox(store);

    const [request] = await outbox.history('T1', 'U1', 10);
    expect(request).toMatchObject({
      summary: 'Approve invoice 12 👍',
      leftOut: [{ what: '@boris', why: 'not linked.' }],
    });
    const status = await outbox.status(request?.id ?? '');
    expect(status?.request).toMatchObject({
      surface: 'command',
      content: { message: '[B]Approve[/B] invoice 12 👍', tag: 'invoice' },
      reply: { user: 'U1', responseUrl: 'https://hooks.slack.example/1' },
      report: 'waiting',
      direct: { channel: 'D1', ts: '1.2' },
    });
    expect(status?.notifications).toMatchObject([
      { recipient: 12, namedAs: '<@U2>', tag: 'invoice:12', state: 'delivered', portalId: 4321 },
      { recipient: 15, state: 'waiting', attempts: 1, doubts: 1, trouble: { code: 'TIMEOUT', sentence: 'No answer.' } },
    ]);
    expect(await outbox.draft('draft-1', 'U1')).toBe('@anna half a sentence');
    expect(await portalTokens(store, 'acme.example').load()).toMatchObject({ accessToken: 'access' });
    expect(await store.selectFrom('attempt').selectAll().execute()).toHaveLength(2);

    const [taken] = await outbox.take(50, new Set());
    expect(taken?.notification.recipient).toBe(15);
    const { id = '' } = taken?.notification ?? {};
    await outbox.note([{ id, happening: { kind: 'delivered', portalId: 4322 } }]);
    expect(await outbox.isUnderWay(request?.id ?? '')).toBe(false);
    expect((await outbox.accept(requestTo([12]))).kind).toBe('accepted');
  });

  it.each(files.slice(0, -1))(
    'leaves a store of %s to the bot that may be running on it, unless it is told',
    async (file) => {
      const address = await emptied(newStore);
      await run(address, await readFile(new URL(file, VERSIONS), 'utf8'));
      const error: unknown = await connectStore(address, { upgrade: false }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({
        message: expect.stringContaining('older version of the bot'),
        advice: expect.stringContaining('Make a backup before.'),
      });
      await (await connectStore(address)).destroy();
      const upgraded = await connectStore(address, { upgrade: false });
      onTestFinished(() => upgraded.destroy());
      expect(await upgraded.selectFrom('request').select('id').execute()).toHaveLength(1);
    },
  );

  it('refuses a store of a newer version with a clear error, and leaves it as it is', async () => {
    const address = await emptied(newStore);
    await (await connectStore(address)).destroy();
    await run(
      address,
      `insert into kysely_migration (name, timestamp) values ('9999-newer', '2030-01-01T00:00:00.000Z')`,
    );
    const error: unknown = await connectStore(address).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({
      message: expect.stringContaining('made by a newer version of the bot (it has 9999-newer)'),
      advice: expect.stringContaining('Run the version of the bot that last used it'),
    });
    await run(address, `delete from kysely_migration where name = '9999-newer'`);
    const store = await connected(address);
    expect(await store.selectFrom('request').select('id').execute()).toEqual([]);
  });

  it('leaves nothing half done when a migration fails', async () => {
    const address = await emptied(newStore);
    await run(address, 'create table draft (id text)');
    await expect(connectStore(address)).rejects.toThrow('draft');
    await run(address, 'drop table draft');
    const store = await connected(address);
    expect(await store.selectFrom('draft').select('id').execute()).toEqual([]);
  });

  it('opens twice without harm', async () => {
    const address = await emptied(newStore);
    const first = await connected(address);
    await createOutbox(first).accept(requestTo([12]));
    const second = await connected(address);
    expect(await second.selectFrom('request').select('id').execute()).toHaveLength(1);
  });
});

/** An address with no schema at all. */
async function emptied(newStore: () => Promise<StoreAddress>): Promise<StoreAddress> {
  const address = await newStore();
  if (address.kind === 'sqlite') return address;
  await run(address, 'drop schema public cascade; create schema public');
  return address;
}
