import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../src/config/people-file.ts';
import { b24notify } from './command-line.ts';
import { newCompany } from './setup/world.ts';

/** Runs `setup` as a script does, and sees that no secret is told. */
async function company(options: Parameters<typeof newCompany>[0] = {}) {
  const made = await newCompany(options);
  const { folder, env, secrets } = made;
  const setup = async (given: Record<string, string>, argv: string[] = []) => {
    const ended = await b24notify(['setup', ...argv], { env: { ...env, ...given }, folder });
    for (const secret of secrets) expect(`${ended.stdout}${ended.stderr}`).not.toContain(secret);
    return ended;
  };
  return { ...made, setup, envFile: () => readFile(join(folder, '.env'), 'utf8') };
}

describe('setup, with nobody to ask', () => {
  it('takes everything from the environment, writes it and ends with the doctor', async () => {
    const { setup, all, envFile, folder, people } = await company();
    const { code, stdout, stderr } = await setup(all, ['--yes', '--json', '--admin', 'ann@example.com']);
    expect(stderr).toContain('Start the bot with "npm start"');
    expect(code).toBe(0);
    const findings: { state: string }[] = JSON.parse(stdout);
    expect(findings.filter(({ state }) => state !== 'good')).toEqual([]);
    expect(parse(await envFile())).toEqual(all);
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    const file = parsePeopleFile(await readFile(join(folder, 'people.yml'), 'utf8'), 'people.yml');
    expect([...file.bySlackId.keys()]).toEqual(people.map(({ slackId }) => slackId));
    expect([...file.admins]).toEqual([people[0]?.slackId]);
  });

  it.each([
    ['carol@example.com', 'carol@example.com is nobody in this Slack workspace.'],
    ['ann@example.com,U0GONE0001', 'U0GONE0001 is nobody in this Slack workspace.'],
    ['Ann', '"Ann" is neither an e-mail address nor a member ID (U…).'],
  ])('writes nothing with %s for an admin', async (admin, why) => {
    const { setup, all, folder } = await company();
    const { code, stderr } = await setup(all, ['--admin', admin]);
    expect(code).toBe(1);
    expect(stderr).toContain(`Nothing was written: ${why}`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves the admins that people.yml names', async () => {
    const { setup, all, folder, people } = await company();
    const list = `admins: [${people[1]?.slackId}]\n`;
    await writeFile(join(folder, 'people.yml'), list);
    const { code, stderr } = await setup(all, ['--no-people', '--admin', 'ann@example.com']);
    expect(code).toBe(0);
    expect(stderr).toContain('names admins; --admin was left out.');
    expect(await readFile(join(folder, 'people.yml'), 'utf8')).toBe(list);
  });

  it('takes everything from options, and a second run changes nothing', async () => {
    const { setup, all, envFile, folder } = await company();
    const options = [
      `--slack-bot-token=${all.SLACK_BOT_TOKEN}`,
      `--slack-app-token=${all.SLACK_APP_TOKEN}`,
      '--bitrix24-webhook-url',
      `${all.BITRIX24_WEBHOOK_URL}profile.json`,
    ];
    expect(await setup({}, options)).toMatchObject({ code: 0 });
    const files = async () => [await envFile(), await readFile(join(folder, 'people.yml'), 'utf8')];
    const first = await files();
    expect(parse(first[0] ?? '')).toEqual(all);
    const again = await setup({}, [...options, '--yes']);
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('had everything; it is as it was') });
    expect(await files()).toEqual(first);
  }, 60_000);

  it('lists all that is missing, with the link to a new app, and does not wait', async () => {
    const { setup, folder } = await company();
    const { code, stdout, stderr } = await setup({});
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('https://api.slack.com/apps?new_app=1&manifest_yaml=');
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'BITRIX24_WEBHOOK_URL']) {
      const option = `--${name.toLowerCase().replaceAll('_', '-')}`;
      expect(stderr).toMatch(new RegExp(`^ {2}${name} is missing\\. Give it as ${option} or in the environment`, 'm'));
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['tokens that are swapped', 'SLACK_BOT_TOKEN', { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' }, 'goes to'],
    ['a webhook that is none', 'BITRIX24_WEBHOOK_URL', { BITRIX24_WEBHOOK_URL: 'https://acme.bitrix24.com/' }, 'look'],
    [
      'a webhook of Slack',
      'BITRIX24_WEBHOOK_URL',
      { BITRIX24_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/x' },
      'Slack',
    ],
    ['a portal named beside the webhook', 'BITRIX24_DOMAIN', { BITRIX24_DOMAIN: 'acme.bitrix24.com' }, 'only one'],
  ])('refuses %s before it asks anybody', async (_, name, wrong, why) => {
    const { setup, all, folder, workspace, portal } = await company();
    const { code, stderr } = await setup({ ...all, ...wrong });
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^ {2}${name} .*${why}`, 'm'));
    expect(await readdir(folder)).toEqual([]);
    expect([...workspace.calls, ...portal.requests]).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a bot token that Slack does not know', { SLACK_BOT_TOKEN: 'xoxb-wrong' }, /^! Slack token: .*invalid_auth/m],
    ['an app token that Slack does not know', { SLACK_APP_TOKEN: 'xapp-wrong' }, /^! Slack delivery: .*invalid_auth/m],
    [
      'a webhook of nobody',
      { BITRIX24_WEBHOOK_URL: 'http://127.0.0.1:9/rest/1/abcdefgh/' },
      /^! Bitrix24 access: .*not sent/m,
    ],
  ])('writes nothing with %s', async (_, wrong, why) => {
    const { setup, all, folder } = await company();
    const { code, stdout, stderr } = await setup({ ...all, ...wrong }, ['--yes']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(why);
    expect(stderr).toContain('Nothing was written');
    expect(await readdir(folder)).toEqual([]);
  });

  it('overwrites nothing of .env', async () => {
    const { setup, all, folder, envFile } = await company();
    const before = `# mine\nSLACK_BOT_TOKEN=xoxb-mine\nLOG_LEVEL=debug`;
    await writeFile(join(folder, '.env'), before);
    const { code, stderr } = await setup(all);
    expect(code).toBe(2);
    expect(stderr).toContain('SLACK_BOT_TOKEN is in .env already with another value');
    expect(await envFile()).toBe(before);
  });

  it('fills in a copy of .env.example and leaves the rest of it', async () => {
    const { setup, all, folder, envFile } = await company();
    const example = await readFile('.env.example', 'utf8');
    await writeFile(join(folder, '.env'), example);
    expect(await setup(all, ['--no-people'])).toMatchObject({ code: 0 });
    const filled = Object.entries(all).reduce(
      (text, [name, value]) => text.replace(`\n${name}=\n`, `\n${name}=${value}\n`),
      example,
    );
    expect(await envFile()).toBe(filled);
  });

  it('prints the lines of people.yml where they cannot be added to it safely', async () => {
    const { setup, all, folder, people } = await company();
    const list = '{"people": [{"slack": "U0OLD00001", "bitrix24": 1}]}';
    await writeFile(join(folder, 'people.yml'), list);
    const { code, stderr } = await setup(all);
    expect(code).toBe(0);
    for (const { slackId, bitrix24 } of people) {
      expect(stderr).toContain(`  - { slack: ${slackId}, bitrix24: ${bitrix24} } # `);
    }
    expect(await readFile(join(folder, 'people.yml'), 'utf8')).toBe(list);
  });

  it('leaves a people.yml that is broken to the doctor', async () => {
    const { setup, all, folder, envFile } = await company();
    await writeFile(join(folder, 'people.yml'), 'people: [\n');
    const { code, stdout } = await setup(all);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^! Settings: .*people\.yml:\d+ is not YAML/m);
    expect(parse(await envFile())).toEqual(all);
    expect(await readFile(join(folder, 'people.yml'), 'utf8')).toBe('people: [\n');
  });

  it('goes on without what only makes the bot nicer, and says so', async () => {
    const { setup, all, folder } = await company({ scopes: ['commands', 'chat:write', 'users:read'] });
    const { code, stderr } = await setup(all);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^\? Slack scopes: The token lacks .*users:read\.email/m);
    expect(stderr).toContain('Nobody is left to suggest');
    expect(parsePeopleFile(await readFile(join(folder, 'people.yml'), 'utf8'), '').bySlackId.size).toBe(0);
  });

  it('takes HTTP instead of Socket Mode, and a local application with its first tokens', async () => {
    const { setup, all, portal, workspace, envFile, people, folder } = await company();
    const { accessToken, refreshToken, clientId, clientSecret } = portal.application;
    const given = {
      SLACK_BOT_TOKEN: all.SLACK_BOT_TOKEN,
      SLACK_SIGNING_SECRET: workspace.signingSecret,
      BITRIX24_DOMAIN: portal.url,
      BITRIX24_CLIENT_ID: clientId,
      BITRIX24_CLIENT_SECRET: clientSecret,
      BITRIX24_ACCESS_TOKEN: accessToken,
      BITRIX24_REFRESH_TOKEN: refreshToken,
    };
    const { code, stdout } = await setup(given);
    expect(stdout).toMatch(/^\+ Bitrix24 access: .* takes the application of /m);
    expect(code).toBe(0);
    expect(parse(await envFile())).toEqual(given);
    expect(await readFile(join(folder, 'people.yml'), 'utf8')).toContain(people[0]?.slackId);
  });

  it('says what cannot be written before it asks anybody', async () => {
    const { setup, all, folder, workspace, portal } = await company();
    const { code, stderr } = await setup({ ...all, PEOPLE_FILE: './nowhere/people.yml' });
    expect(code).toBe(2);
    expect(stderr).toContain(`${join(folder, 'nowhere/people.yml')} cannot be written (ENOENT).`);
    expect(await readdir(folder)).toEqual([]);
    expect([...workspace.calls, ...portal.requests]).toEqual([]);
  });

  it('takes a value in the quotes it was pasted with', async () => {
    const { setup, all, envFile } = await company();
    const pasted = {
      SLACK_BOT_TOKEN: `"${all.SLACK_BOT_TOKEN}"`,
      SLACK_APP_TOKEN: `SLACK_APP_TOKEN='${all.SLACK_APP_TOKEN}'`,
      BITRIX24_WEBHOOK_URL: ` \`${all.BITRIX24_WEBHOOK_URL} \` `,
    };
    const { code, stderr } = await setup(pasted, ['--no-people']);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'SLACK_BOT_TOKEN, SLACK_APP_TOKEN, BITRIX24_WEBHOOK_URL are in this environment with another',
    );
    expect(parse(await envFile())).toEqual(all);
  });

  it('does not warn of an environment that says the same in other words', async () => {
    const { setup, all } = await company();
    const given = { ...all, BITRIX24_WEBHOOK_URL: `${all.BITRIX24_WEBHOOK_URL}profile.json` };
    const { code, stderr } = await setup(given, ['--no-people']);
    expect(code).toBe(0);
    expect(stderr).not.toContain('in this environment');
  });

  it('leaves other settings that are wrong to the doctor, who names them all, and keeps the answers', async () => {
    const { setup, all, folder, envFile } = await company();
    const others = { LOG_LEVEL: 'loud', BITRIX24_RATE: 'fast' };
    await writeFile(join(folder, '.env'), 'LOG_LEVEL=loud\nBITRIX24_RATE=fast\n');
    const { code, stdout, stderr } = await setup(all);
    expect(code).toBe(1);
    expect(stderr).toContain('Nobody can be proposed for people.yml: BITRIX24_RATE: is not a number');
    expect(stdout).toMatch(/^! Settings: BITRIX24_RATE is not a number/m);
    expect(stdout).toMatch(/^! Settings: LOG_LEVEL is not one of/m);
    expect(parse(await envFile())).toEqual({ ...others, ...all });
  });

  it('closes a .env that others may read, though it had everything', async () => {
    const { setup, all, folder, envFile } = await company();
    const text = Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join('');
    await writeFile(join(folder, '.env'), text);
    await chmod(join(folder, '.env'), 0o644);
    const { code, stderr } = await setup({}, ['--yes', '--no-people']);
    expect(code).toBe(0);
    expect(stderr).toContain('it is as it was, but nobody else may read it any more');
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    expect(await envFile()).toBe(text);
  });
});
