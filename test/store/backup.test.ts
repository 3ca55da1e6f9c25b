import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { portalTokens } from '../../src/store/portal-tokens.ts';
import { connectStore, openStore } from '../../src/store/store.ts';

it('a snapshot taken beside a running bot holds all that was written, and opens as a store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-backup-'));
  const path = join(folder, 'store.sqlite');
  const running = await openStore({ kind: 'sqlite', path });
  onTestFinished(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  await portalTokens(running.store, 'portal.example').save({ accessToken: 'written a moment ago' });

  const backup = join(folder, 'backup.sqlite');
  const beside = new DatabaseSync(path);
  beside.exec(`VACUUM INTO '${backup}'`);
  beside.close();

  expect(running.lost()).toBeUndefined();
  const restored = await connectStore({ kind: 'sqlite', path: backup });
  onTestFinished(() => restored.destroy());
  const tokens = await portalTokens(restored, 'portal.example').load();
  expect(tokens).toEqual({ accessToken: 'written a moment ago' });
});
