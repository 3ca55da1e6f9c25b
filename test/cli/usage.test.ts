import { describe, expect, it } from 'vitest';
import { b24notify, emptyFolder, portalWithAnn, projectFolder, run } from './command-line.ts';

const url = ['--url', 'https://portal.example/rest/1/MARKERSECRET1/'];
const hello = ['send', '--user', '10', '--text', 'Hello'];

describe('wrong usage ends with 2, a sentence on stderr and nothing on stdout', () => {
  it.each<[string, string[], string]>([
    ['no command', [], 'Usage: b24notify'],
    ['an unknown command', ['sned'], 'Did you mean send?'],
    ['an unknown option', [...hello, ...url, '--tagg', 'x'], 'Did you mean --tag?'],
    ['a forgotten option', ['send', '--user', '10', ...url], "required option '--text <text>' not specified"],
    ['a forgotten value', ['send', ...url, '--text', 'x', '--user'], 'argument missing'],
    ['words too many', [...hello, 'world', ...url], 'too many arguments'],
    ['a blank text', ['send', '--user', '10', '--text', ' \n', ...url], '--text is blank'],
    ['an empty address', [...hello, '--url', ''], 'It is empty'],
    ['an empty token', [...hello, ...url, '--token', ''], 'It is empty'],
    ['a token without a portal', [...hello, '--token', 'MARKERSECRET1'], '--token was given without --url'],
    ['an address that is none', [...hello, '--url', 'MARKERSECRET1'], 'The webhook address is not a URL'],
    ['a domain without its token', [...hello, '--url', 'https://portal.example'], 'a domain alone needs --token'],
    ['plain http', [...hello, '--url', 'http://portal.example/rest/1/MARKERSECRET1/'], 'must begin with https://'],
    ['a bad domain', [...hello, '--url', 'two words', '--token', 'MARKERSECRET1'], 'is not an address'],
    ['stdin for two', ['send', '--user', '1', '--text', '-', '--blocks', '-', ...url], 'both read stdin'],
  ])('%s', async (_, argv, sentence) => {
    const ended = await b24notify(argv);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(ended.stderr).not.toContain('MARKERSECRET1');
    expect(ended.stderr).not.toContain('    at ');
  });

  it.each(['abc', '0'])('a --user of %j', async (user) => {
    const ended = await b24notify(['send', `--user=${user}`, '--text', 'x', ...url]);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('positive whole number') });
  });

  it.each([
    ['that are no JSON', '[{"MESSAGE":"x"', '--blocks is not JSON'],
    [
      'of an unknown kind',
      '[{"MESSAGE":"x"},{"PICTURE":{}}]',
      '--blocks has a block 2 that is of no known kind (PICTURE)',
    ],
    ['in a file that is not there', './nowhere.json', 'nowhere.json, which cannot be read (ENOENT)'],
  ])('blocks %s', async (_, blocks, sentence) => {
    const ended = await b24notify([...hello, '--blocks', blocks, ...url]);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(ended.stderr).not.toContain('    at ');
  });

  it('blocks in a file that is not UTF-8', async () => {
    const ended = await b24notify([...hello, '--blocks', '-', ...url], { stdin: Buffer.from([0x5b, 0xff, 0x5d]) });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('is not UTF-8') });
  });

  it('more blocks than the portal takes, before anything is sent', async () => {
    const { portal, ann } = await portalWithAnn();
    const blocks = JSON.stringify([{ MESSAGE: 'x'.repeat(60_001) }]);
    const argv = ['send', '--user', `${ann}`, '--text', 'x', '--blocks', '-', '--url', portal.webhookUrl];
    const ended = await b24notify(argv, { stdin: blocks });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('60000') });
    expect(portal.requests).toEqual([]);
  });
});

describe('help', () => {
  it.each([[[]], [['send']], [['delete']]])('is on stdout, with examples: %j', async (command) => {
    const ended = await b24notify([...command, '--help']);
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('npm run b24notify -- ') });
  });
});

describe('through npm', () => {
  it("finds a file from the operator's folder, whatever folder the project is in", async () => {
    const folder = await emptyFolder({ 'blocks.json': '[{"MESSAGE":"from the file"}]' });
    const argv = ['--silent', '--prefix', projectFolder, 'run', 'b24notify', '--', ...hello, ...url];
    const ended = await run('npm', [...argv, '--dry-run', '--blocks', './blocks.json'], { folder });
    expect(ended).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.stdout).parameters.ATTACH.BLOCKS).toEqual([{ MESSAGE: 'from the file' }]);
  });
});
