import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { readPeopleFile } from '../../src/config/people-file.ts';
import { type WatchedPeople, watchPeopleFile } from '../../src/config/people-watch.ts';

const listing = (bitrix24: number) => `people:\n  - { slack: U012ABCDEF, bitrix24: ${bitrix24} }\n`;

describe('people.yml, while the bot runs', () => {
  let folder: string;
  let path: string;
  let watched: WatchedPeople | undefined;
  let broken: unknown[];
  let changes: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'people-'));
    path = join(folder, 'people.yml');
    broken = [];
    changes = 0;
  });
  afterEach(async () => {
    watched?.stop();
    await rm(folder, { recursive: true });
  });

  async function watch() {
    watched = watchPeopleFile({
      path,
      first: await readPeopleFile(path),
      onChanged: () => changes++,
      onBroken: (error) => broken.push(error),
      pace: 5,
    });
  }
  const inForce = () => watched?.current().bySlackId.get('U012ABCDEF');
  const becomes = (bitrix24: number) => vi.waitFor(() => expect(inForce()).toBe(bitrix24));

  it('is read again when it is written anew, and when another file takes its place', async () => {
    await writeFile(path, listing(10));
    await watch();
    await writeFile(path, listing(11));
    await becomes(11);
    await writeFile(`${path}.new`, listing(12));
    await rename(`${path}.new`, path);
    await becomes(12);
    await writeFile(path, listing(13));
    await becomes(13);
    expect(broken).toEqual([]);
  });

  it('is read again where a mounted ConfigMap moves its links', async () => {
    const version = async (name: string, bitrix24: number) => {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'people.yml'), listing(bitrix24));
      await symlink(name, join(folder, '..data_tmp'));
      await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    };
    await version('..v1', 10);
    await symlink('..data/people.yml', path);
    await watch();
    await version('..v2', 11);
    await becomes(11);
    await version('..v3', 12);
    await becomes(12);
  });

  it('stays in force in its last good version, and a broken one is told once, with its line', async () => {
    await writeFile(path, listing(10));
    await watch();
    await writeFile(path, `${listing(11)}  - { slack: U099, bitrix24: none }\n`);
    await vi.waitFor(() => expect(broken).toHaveLength(1));
    expect(broken[0]).toBeInstanceOf(ConfigurationError);
    expect(broken[0]).toMatchObject({ problems: [{ where: `${path}:3` }] });
    expect(inForce()).toBe(10);
    await unlink(path);
    await vi.waitFor(() => expect(broken).toHaveLength(2));
    await writeFile(path, listing(12));
    await becomes(12);
    expect(broken).toHaveLength(2);
    expect(changes).toBe(1);
  });
});
