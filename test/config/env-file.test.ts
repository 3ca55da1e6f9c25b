import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { assert, constantFrom, dictionary, property, string, stringMatching } from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readEnvFile, withVariables } from '../../src/config/env-file.ts';
import { writeWholeFile } from '../../src/config/whole-file.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'b24notify-env-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

describe('adding to .env', () => {
  it('begins a new one with what it is', () => {
    const text = withVariables('', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' });
    expect(text).toMatch(/^# .*\nSLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\n$/);
  });

  it('keeps every line and its order, fills in what is empty, and puts the rest at the end', () => {
    const text =
      '# mine\nFOO=bar # really\n\nSLACK_BOT_TOKEN= # of the bot\nexport SLACK_APP_TOKEN = ""\n#PORT=3000\nLOG_LEVEL=debug';
    const added = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', PUBLIC_URL: 'https://bot.example.com/' };
    expect(withVariables(text, added)).toBe(
      '# mine\nFOO=bar # really\n\nSLACK_BOT_TOKEN=xoxb-1 # of the bot\nexport SLACK_APP_TOKEN=xapp-1\n#PORT=3000\nLOG_LEVEL=debug\nPUBLIC_URL=https://bot.example.com/\n',
    );
  });

  it('fills in .env.example', async () => {
    const example = await readFile('.env.example', 'utf8');
    const added = { SLACK_BOT_TOKEN: 'xoxb-1', BITRIX24_DOMAIN: 'acme.bitrix24.com' };
    const text = withVariables(example, added);
    expect(parse(text)).toMatchObject(added);
    const lines = text.split('\n');
    expect(example.split('\n').filter((line) => !lines.includes(line))).toEqual(['SLACK_BOT_TOKEN=']);
  });

  it('keeps the line ends of Windows', () => {
    expect(withVariables('A=1\r\nB=\r\n', { B: '2', C: '3' })).toBe('A=1\r\nB=2\r\nC=3\r\n');
  });

  it('changes the last one of several, which is the one that counts', () => {
    expect(withVariables('A=1\nA=\n', { A: '2' })).toBe('A=1\nA=2\n');
  });

  it('gives back what was put in, whatever it is, and leaves the rest', () => {
    const line = stringMatching(/^[^\0\r\n]*$/);
    assert(
      property(line, dictionary(constantFrom('A', 'B', 'C'), string(), { noNullPrototype: true }), (value, others) => {
        const text = Object.entries(others)
          .map(([name, other]) => `${name}='${other.replace(/['\0\r]/g, '')}'\n`)
          .join('');
        const put = value.replace(/['"`\\]/g, '').trim();
        expect(parse(withVariables(text, { A: put }))).toEqual({ ...parse(text), A: put });
      }),
    );
  });

  it('refuses rather than change what it did not mean to', () => {
    const text = 'KEY="first\nA=second\nthird"\n';
    expect(() => withVariables(text, { A: '1' })).toThrow(/\.env: is written in a way that A cannot be added to/);
  });

  it('takes an empty value for none, and says what it cannot read', async () => {
    const here = await folder();
    const path = join(here, '.env');
    expect(await readEnvFile(path)).toEqual({ text: '', values: {} });
    await writeFile(path, 'A=\nB=" "\nC=1\n');
    expect((await readEnvFile(path)).values).toEqual({ C: '1' });
    await rm(path);
    await mkdir(path);
    await expect(readEnvFile(path)).rejects.toThrow(/cannot be read \(EISDIR\)/);
  });
});

describe('writing a file', () => {
  it('lets nobody else read it, keeps a link, and leaves nothing beside it', async () => {
    const here = await folder();
    const path = join(here, '.env');
    await writeFile(join(here, 'real'), 'A=1\n', { mode: 0o644 });
    await symlink('real', path);
    await writeWholeFile(path, 'A=2\n', 0o600);
    expect(await readFile(join(here, 'real'), 'utf8')).toBe('A=2\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(here)).sort()).toEqual(['.env', 'real']);
  });

  it('keeps the rights of what is there where none are named', async () => {
    const path = join(await folder(), 'people.yml');
    await writeFile(path, '', { mode: 0o640 });
    await writeWholeFile(path, 'people: []\n');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it('leaves what is there when it cannot be written', async () => {
    const here = await folder();
    const path = join(here, 'people.yml');
    await mkdir(path);
    await expect(writeWholeFile(path, 'people: []\n')).rejects.toThrow(/people\.yml: cannot be written \(\w+\)/);
    expect(await readdir(here)).toEqual(['people.yml']);
  });
});
