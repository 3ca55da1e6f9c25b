import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder, startProcess } from './bot.ts';

const least = {
  SLACK_BOT_TOKEN: 'xoxb-MARKER-bot',
  SLACK_APP_TOKEN: 'xapp-MARKER-app',
  BITRIX24_WEBHOOK_URL: 'https://portal.example.com/rest/1/MARKER-hook/',
};

/** Starts, and gives what was written when it has ended by itself. */
async function ended(env: Record<string, string>, files: Record<string, string> = {}) {
  const bot = startProcess(env, await newFolder(files));
  return { code: await bot.ended(), ...bot.written };
}

describe('starting with a wrong configuration', () => {
  it('says all that is missing on stderr, and ends with 2', async () => {
    const { code, stdout, stderr } = await ended({});
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^b24notify cannot start:\n/);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'BITRIX24_WEBHOOK_URL']) {
      expect(stderr).toMatch(new RegExp(`^ {2}${name} is missing.*\\. .+\\.$`, 'm'));
    }
    expect(stderr).toMatch(/^On a first run, "npm run b24notify -- setup" asks for all of it\.$/m);
    expect(stderr).toMatch(/^ {2}\.\/people\.yml is not there\. /m);
    expect(stderr.trim().split('\n')).toHaveLength(6);
  });

  it('says all that is wrong at once, and nothing of a secret', async () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'MARKER-bot',
      SLACK_APP_TOKEN: 'MARKER-app',
      SLACK_SIGNING_SECRET: 'MARKER-1,MARKER-2,MARKER-3',
      SLACK_API_URL: 'http://MARKER.example.com/',
      SLACK_FILE_HOSTS: 'MARKER/',
      BITRIX24_WEBHOOK_URL: 'http://portal.example.com/rest/1/MARKER/',
      BITRIX24_OAUTH_URL: 'https://MARKER@example.com/',
      BITRIX24_RATE: '0',
      BITRIX24_BURST: 'MARKER',
      BITRIX24_CONCURRENCY: '0',
      NOTIFY_AS: 'MARKER',
      DATABASE_URL: 'postgres://bot:MARKER#@db.example.com/',
      FILES: 'MARKER',
      FILE_MAX_MB: 'MARKER',
      PUBLIC_URL: 'http://bot.example.com/',
      PORT: 'MARKER',
      OPS_PORT: '-1',
      NOTIFY_LOCALE: 'MARKER',
      DELIVERY_TTL_HOURS: 'MARKER',
      RETENTION_DAYS: 'MARKER',
      FILES_CLEANUP: 'MARKER',
      LOG_LEVEL: 'MARKER',
      LOG_FORMAT: 'MARKER',
    };
    const { code, stdout, stderr } = await ended(wrong, { 'people.yml': 'people: []\n' });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const [, ...lines] = stderr.trim().split('\n');
    expect(lines.map((line) => line.trim().split(' ')[0]).sort()).toEqual(Object.keys(wrong).sort());
    expect(stderr).not.toContain('MARKER');
  });

  it('reads .env of the folder, and lets the environment win', async () => {
    const dotenv = 'SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=nonsense\nNOTIFY_AS=nobody\n';
    const { stderr } = await ended({ SLACK_APP_TOKEN: 'xapp-1' }, { '.env': dotenv, 'people.yml': 'people: []\n' });
    expect(stderr.match(/^ {2}\w+/gm)).toEqual(['  NOTIFY_AS', '  BITRIX24_WEBHOOK_URL']);
  });

  it('says that .env cannot be read, instead of calling everything in it missing', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, '.env'));
    const bot = startProcess({}, folder);
    expect(await bot.ended()).toBe(2);
    expect(bot.written.stderr).toBe(
      'b24notify cannot start:\n  .env cannot be read (EISDIR). Make it a file that you, or the user that runs the bot, may read, or remove it.\n',
    );
  });

  it('says what to copy where people.yml is missing', async () => {
    const { code, stdout, stderr } = await ended(least);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('./people.yml is not there. Copy people.example.yml to this path');
  });

  it('names every wrong line of people.yml', async () => {
    const yml = 'people:\n  - slack: anna\n    bitrix24: 12\nadmins: nobody\n';
    const { code, stdout, stderr } = await ended(least, { 'people.yml': yml });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('  ./people.yml:2 people[0].slack must be a Slack member ID');
    expect(stderr).toContain('  ./people.yml:4 admins must be a list of Slack member IDs.');
    expect(stderr).not.toContain('    at ');
  });

  it('names them beside what is wrong in the environment', async () => {
    const { code, stderr } = await ended(
      { ...least, FILES: 'none', PEOPLE_FILE: 'who.yml' },
      { 'who.yml': 'admins: 5\n' },
    );
    expect(code).toBe(2);
    expect(stderr.match(/^ {2}\S+/gm)).toEqual(['  FILES', '  who.yml:1']);
  });

  it('reads PEOPLE_FILE from the folder it is started in', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'who.yml'), 'people: 5\n');
    const bot = startProcess({ ...least, PEOPLE_FILE: 'who.yml' }, folder);
    expect(await bot.ended()).toBe(2);
    expect(bot.written.stderr).toContain('who.yml:1 people must be a list of people.');
  });
});
