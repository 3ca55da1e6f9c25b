import { chmod, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { connectStore, openStore, type Store, StoreError } from '../../src/store/store.ts';
import { requestTo } from '../outbox/fixture.ts';
import { moduleOf, otherProcess } from './other-process.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'b24notify-sqlite-'));
  path = join(folder, 'data', 'store.sqlite');
  return () => rm(folder, { recursive: true, force: true });
});

async function opened() {
  const store = await openStore({ kind: 'sqlite', path });
  onTestFinished(() => store.close());
  return store;
}

async function count(store: Store): Promise<number> {
  return (await store.selectFrom('request').select('id').execute()).length;
}

const openInAnotherProcess = () => `
  const { openStore } = await import(${moduleOf('store/store.ts')});
  await openStore({ kind: 'sqlite', path: ${JSON.stringify(path)} }).then(
    () => process.send('open'),
    ({ name, message, advice }) => { process.send({ name, message, advice }); process.exit(); },
  );
  setInterval(() => {}, 1000);
`;

describe('one bot on a SQLite store', () => {
  it('keeps what was acknowledged through a power cut, and lets others read meanwhile', async () => {
    const { store } = await opened();
    const pragma = async (name: string) =>
      Object.values((await sql.raw(`PRAGMA ${name}`).execute(store)).rows[0] ?? {})[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
  });

  it('makes a folder that only its own user may open, and leaves one alone that is there', async () => {
    const modeOf = async (of: string) => (await stat(of)).mode & 0o777;
    await opened();
    expect(await modeOf(join(folder, 'data'))).toBe(0o700);
    const shared = join(folder, 'shared');
    await mkdir(shared);
    await chmod(shared, 0o755);
    path = join(shared, 'store.sqlite');
    await opened();
    expect(await modeOf(shared)).toBe(0o755);
  });

  it('refuses a second process, with what to do', async () => {
    await opened();
    const { said } = await otherProcess(openInAnotherProcess());
    expect(said).toEqual({
      name: 'StoreError',
      message: `Another process of the bot is running on the store ${path}.`,
      advice: expect.stringContaining('PostgreSQL'),
    });
  });

  it('lets the next one in as soon as the first is gone, however it went', async () => {
    const first = await otherProcess(openInAnotherProcess());
    expect(first.said).toBe('open');
    await expect(openStore({ kind: 'sqlite', path })).rejects.toThrow('Another process of the bot');
    await first.kill();
    const second = await openStore({ kind: 'sqlite', path });
    await second.close();
    const third = await openStore({ kind: 'sqlite', path });
    await third.close();
  });

  it('lets the command line work beside it', async () => {
    const { store } = await opened();
    const { id } = await createOutbox(store).accept(requestTo([12]));
    const { said } = await otherProcess(`
      const { connectStore } = await import(${moduleOf('store/store.ts')});
      const { createOutbox } = await import(${moduleOf('outbox/sql-outbox.ts')});
      const outbox = createOutbox(await connectStore({ kind: 'sqlite', path: ${JSON.stringify(path)} }));
      const { notifications } = await outbox.status(${JSON.stringify(id)});
      const changed = await outbox.note(notifications.map(({ id }) => ({ id, happening: { kind: 'cancelled' } })));
      process.send(changed.map(({ recipient, state }) => [recipient, state]));
    `);
    expect(said).toEqual([[12, 'cancelled']]);
    expect((await createOutbox(store).status(id))?.notifications[0]?.state).toBe('cancelled');
  });

  it('is made once when two processes find it missing at the same moment', async () => {
    const connect = `
      const { connectStore } = await import(${moduleOf('store/store.ts')});
      const store = await connectStore({ kind: 'sqlite', path: ${JSON.stringify(path)} }).catch((error) => error);
      process.send(store.message ?? 'connected');
    `;
    const both = await Promise.all([otherProcess(connect), otherProcess(connect), otherProcess(connect)]);
    expect(both.map(({ said }) => said)).toEqual(['connected', 'connected', 'connected']);
  });
});

describe('a SQLite store that refuses', () => {
  it.each([
    ['many', requestTo(Array.from({ length: 1000 }, (_, index) => index + 1))],
    ['one', requestTo([12], { text: 'long '.repeat(10_000) })],
  ])('accepts nothing to %s on a full disk, keeps what it has, and goes on when there is room', async (_, request) => {
    const { store } = await opened();
    const outbox = createOutbox(store);
    await outbox.accept(requestTo([12]));
    const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(store);
    await sql.raw(`PRAGMA max_page_count = ${rows[0]?.page_count}`).execute(store);
    await expect(outbox.accept(request)).rejects.toThrow('database or disk is full');
    expect(await count(store)).toBe(1);
    await sql.raw('PRAGMA max_page_count = 1000000').execute(store);
    await outbox.accept(request);
    expect(await count(store)).toBe(2);
  });

  it('stores nothing of a request whose notification it does not take, nor holds anybody up afterwards', async () => {
    const { store } = await opened();
    const outbox = createOutbox(store);
    await sql
      .raw(`create trigger refusing before insert on notification begin select raise(abort, 'no room'); end`)
      .execute(store);
    await expect(outbox.accept(requestTo([12]))).rejects.toThrow('no room');
    expect(await count(store)).toBe(0);
    await sql.raw('drop trigger refusing').execute(store);
    await outbox.accept(requestTo([12]));
    expect(await count(store)).toBe(1);
  });

  it('accepts nothing while another process holds it', async () => {
    const { store } = await opened();
    const outbox = createOutbox(store);
    const other = await otherProcess(`
      const { DatabaseSync } = await import('node:sqlite');
      const database = new DatabaseSync(${JSON.stringify(path)});
      database.exec('BEGIN IMMEDIATE');
      process.send('locked');
      setInterval(() => {}, 1000);
    `);
    expect(other.said).toBe('locked');
    await expect(outbox.accept(requestTo([12]))).rejects.toThrow('database is locked');
    await other.kill();
    await outbox.accept(requestTo([12]));
    expect(await count(store)).toBe(1);
  });

  it('accepts nothing when its file was deleted or replaced: it would be lost at the next start', async () => {
    const { store } = await opened();
    const outbox = createOutbox(store);
    await rename(path, `${path}.away`);
    await expect(outbox.accept(requestTo([12]))).rejects.toThrow('was deleted or replaced');
    await writeFile(path, '');
    await expect(outbox.accept(requestTo([12]))).rejects.toThrow('was deleted or replaced');
    await rm(path);
    await rename(`${path}.away`, path);
    await outbox.accept(requestTo([12]));
  });

  it.each([
    ['is a folder', async () => tmpdir()],
    ['is no database', async () => join(folder, 'text')],
    ['is in a place that is no folder', async () => join(folder, 'text', 'a')],
  ])('says what to do when it %s', async (_, place) => {
    await writeFile(join(folder, 'text'), 'x'.repeat(5000));
    const at = await place();
    const error: unknown = await openStore({ kind: 'sqlite', path: at }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: 'store', advice: expect.stringContaining(at) });
    await expect(connectStore({ kind: 'sqlite', path: at })).rejects.toBeInstanceOf(StoreError);
  });
});
