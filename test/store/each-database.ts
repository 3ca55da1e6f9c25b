import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { StoreAddress } from '../../src/store/store.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

/** Describes the same promises for both databases. `newStore` gives the address of an empty store. */
export function onEachDatabase(promises: (newStore: () => Promise<StoreAddress>) => void): void {
  describe('on SQLite', () => {
    let folder: string;
    let stores = 0;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'b24notify-store-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));
    promises(async () => {
      stores += 1;
      return { kind: 'sqlite', path: join(folder, `store-${stores}.sqlite`) };
    });
  });

  describe('on PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    let url: string | undefined;
    promises(async () => {
      if (url === undefined) url = await server.newDatabase();
      else await server.empty(url);
      return { kind: 'postgres', url };
    });
  });
}
