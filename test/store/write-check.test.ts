import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { createWriteCheck } from '../../src/store/write-check.ts';
import { onEachDatabase } from './each-database.ts';

onEachDatabase((newStore) => {
  async function checked() {
    const address = await newStore();
    const { store, close } = await openStore(address);
    onTestFinished(close);
    let at = 0;
    return {
      check: createWriteCheck(store, () => at),
      pass: (ms: number) => {
        at += ms;
      },
      /** Every connection takes reads alone, as a standby, a read-only file system or a full disk does. */
      async readOnly(on: boolean) {
        if (address.kind === 'sqlite') await sql.raw(`pragma query_only = ${on ? 1 : 0}`).execute(store);
        else {
          const name = new URL(address.url).pathname.slice(1);
          const setting = `default_transaction_read_only = ${on ? 'on' : 'off'}`;
          await sql.raw(`begin read write; alter database ${name} set ${setting}; commit`).execute(store);
          await sql.raw(`set ${setting}`).execute(store);
        }
      },
      writtenAt: async () => (await store.selectFrom('lease').select('until').executeTakeFirstOrThrow()).until,
    };
  }

  describe('whether the store takes writes', () => {
    it('is found out by one write in fifteen seconds, however often it is asked', async () => {
      const { check, pass, writtenAt } = await checked();
      await Promise.all([check(), check()]);
      pass(14_000);
      await check();
      expect(await writtenAt()).toBe(0);
      pass(1000);
      await check();
      expect(await writtenAt()).toBe(15_000);
    });

    it('shows although reading goes on, and is over as soon as it is', async () => {
      const { check, pass, readOnly, writtenAt } = await checked();
      await check();
      await readOnly(true);
      pass(15_000);
      await expect(check()).rejects.toThrow(/read-?only/);
      await expect(check()).rejects.toThrow(/read-?only/);
      expect(await writtenAt()).toBe(0);
      await readOnly(false);
      await expect(check()).resolves.toBeUndefined();
    });
  });
});
