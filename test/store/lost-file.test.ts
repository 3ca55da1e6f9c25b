import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/store.ts';

async function opened() {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-store-'));
  const path = join(folder, 'store.sqlite');
  const open = await openStore({ kind: 'sqlite', path });
  onTestFinished(async () => {
    await open.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { path, open };
}

it('knows that the file it writes to is gone', async () => {
  const { path, open } = await opened();
  expect(open.lost()).toBeUndefined();
  await rm(path);
  expect(open.lost()).toBe(`the file ${path} is gone`);
});

it('knows that another file was put in its place', async () => {
  const { path, open } = await opened();
  await copyFile(path, `${path}.backup`);
  await rename(`${path}.backup`, path);
  expect(open.lost()).toBe(`the file ${path} was replaced by another one`);
});
