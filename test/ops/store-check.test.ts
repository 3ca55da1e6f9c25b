import { open } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { checkStore } from '../../src/ops/doctor/store-check.ts';
import { connectStore, openStore, type StoreAddress } from '../../src/store/store.ts';
import { onEachDatabase } from '../store/each-database.ts';

/** From now on the store can be opened and read, and nothing else. */
async function makeReadOnly(address: StoreAddress): Promise<void> {
  if (address.kind === 'sqlite') {
    // sqlite.org/fileformat2.html, 1.3.3: a write version above 2 in the header (byte 18) is a file to read from.
    const file = await open(address.path, 'r+');
    await file.write(Uint8Array.of(3), 0, 1, 18);
    return file.close();
  }
  const store = await connectStore(address);
  const name = new URL(address.url).pathname.slice(1);
  await sql.raw(`alter database ${name} set default_transaction_read_only = on`).execute(store);
  await store.destroy();
}

onEachDatabase((newStore) => {
  it('finds a store that opens and takes writes, and says so of one that is only read', async () => {
    const address = await newStore();
    await (await openStore(address)).close();
    expect(await checkStore(address)).toMatchObject({ state: 'good', found: expect.stringContaining('takes writes') });
    await makeReadOnly(address);
    expect(await checkStore(address)).toMatchObject({
      state: 'bad',
      found: expect.stringMatching(/opens, but takes no writes: .*read-?only/),
      mend: expect.stringMatching(/write/),
    });
  });
});
