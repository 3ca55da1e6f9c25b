import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../../src/config/people-file.ts';
import { CTRL_C, DOWN, ENTER, setUpAtTerminal } from './at-the-terminal.ts';
import { newCompany } from './world.ts';

const BOT = 'Bot User OAuth Token (xoxb-…)';
const APP = 'App-level token (xapp-…)';
const WEBHOOK = 'Webhook of Bitrix24 (https://…/rest/…)';
const ADMIN = 'Who is told in Slack when the bot is in trouble?';
const AGAIN = 'Enter alone: check the same one again';

describe('setup at a terminal', () => {
  it('leads from an empty folder to a bot that the doctor finds well', async () => {
    const { folder, env, all, people, secrets, workspace } = await newCompany();
    const terminal = setUpAtTerminal(folder, env);
    await terminal.press('How do the bot and Slack reach each other?', ENTER);
    await terminal.answer(BOT, all.SLACK_BOT_TOKEN);
    await terminal.answer(APP, all.SLACK_APP_TOKEN);
    await terminal.press('How does the bot reach Bitrix24?', ENTER);
    await terminal.answer(WEBHOOK, `${all.BITRIX24_WEBHOOK_URL}profile.json`);
    await terminal.press('List these 2 people in people.yml?', ENTER);
    await terminal.answer(ADMIN, 'carol@example.com');
    await terminal.answer('carol@example.com is nobody in this Slack workspace.', 'Bob@example.com');
    expect(await terminal.ended).toBeUndefined();

    expect(terminal.seen()).toContain('https://api.slack.com/apps?new_app=1&manifest_yaml=');
    expect(parse(await readFile(join(folder, '.env')))).toEqual(all);
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    const file = parsePeopleFile(await readFile(join(folder, 'people.yml'), 'utf8'), 'people.yml');
    expect([...file.bySlackId]).toEqual(people.map(({ slackId, bitrix24 }) => [slackId, bitrix24]));
    expect([...file.admins]).toEqual([people[1]?.slackId]);
    expect(terminal.printed()).toContain('+ people.yml: All 2 people listed are in Bitrix24.');
    expect(terminal.printed()).not.toMatch(/^[?!]/m);
    for (const secret of secrets) expect(`${terminal.seen()}${terminal.printed()}`).not.toContain(secret);
    expect(workspace.openSockets).toBe(0);
  });

  it('says what is wrong with each answer, and asks again', async () => {
    const { folder, env, all, portal } = await newCompany();
    const terminal = setUpAtTerminal(folder, env);
    await terminal.press('How do the bot and Slack reach each other?', ENTER);
    await terminal.answer(BOT, all.SLACK_APP_TOKEN);
    await terminal.answer('This is the app-level token, which goes to SLACK_APP_TOKEN', 'xoxp-1-2');
    await terminal.answer("This is the token of a person (xoxp-), not the bot's", 'nonsense');
    await terminal.answer('This is not a bot token', 'xoxb-unknown');
    await terminal.answer(AGAIN, `SLACK_BOT_TOKEN=${all.SLACK_BOT_TOKEN} `);
    await terminal.answer(APP, all.SLACK_BOT_TOKEN);
    await terminal.answer('This is the Bot User OAuth Token, which goes to SLACK_BOT_TOKEN', 'xapp-unknown');
    await terminal.answer(AGAIN, all.SLACK_APP_TOKEN);
    await terminal.press('How does the bot reach Bitrix24?', ENTER);
    await terminal.answer(WEBHOOK, 'http://portal.example.com/rest/1/abcdefgh/');
    await terminal.answer('This uses http://, which would send secrets in the open.', portal.url);
    portal.grant(['user_basic']);
    await terminal.answer('This does not look like https://your-portal/rest', all.BITRIX24_WEBHOOK_URL);
    await terminal.press(AGAIN, CTRL_C);
    expect(await terminal.ended).toMatchObject({ code: 'STOPPED' });
    const seen = terminal.seen();
    expect(seen).toContain('Slack refuses SLACK_BOT_TOKEN: invalid_auth.');
    expect(seen).toContain('Slack refuses SLACK_APP_TOKEN: invalid_auth.');
    expect(seen).toContain('The right im is missing: nobody can be notified.');
    expect(await readdir(folder)).toEqual([]);
  });

  it('looks again after somebody mended it in Bitrix24, without the webhook being pasted again', async () => {
    const { folder, env, all, portal } = await newCompany();
    portal.grant(['user_basic']);
    const terminal = setUpAtTerminal(folder, { ...env, ...all });
    await terminal.press('The right im is missing', '');
    portal.grant(['im', 'user_basic', 'disk']);
    await terminal.press(AGAIN, ENTER);
    await terminal.press('List these 2 people', ENTER);
    await terminal.press(ADMIN, ENTER);
    expect(await terminal.ended).toBeUndefined();
    expect(parse(await readFile(join(folder, '.env')))).toEqual(all);
  });

  it('keeps what is there: every line of .env, every character of people.yml', async () => {
    const { folder, env, all, people } = await newCompany();
    const before = `# mine\nLOG_LEVEL=debug\nSLACK_BOT_TOKEN=${all.SLACK_BOT_TOKEN} # of the bot\nSLACK_APP_TOKEN=\n`;
    const [ann, bob] = people;
    const list = `people: # who\n  - slack: ann@example.com # the boss\n    bitrix24: ${ann?.bitrix24}\n`;
    await writeFile(join(folder, '.env'), before, { mode: 0o644 });
    await writeFile(join(folder, 'people.yml'), list);
    const terminal = setUpAtTerminal(folder, env);
    await terminal.press('How do the bot and Slack reach each other?', ENTER);
    await terminal.answer(APP, all.SLACK_APP_TOKEN);
    await terminal.press('How does the bot reach Bitrix24?', ENTER);
    await terminal.answer(WEBHOOK, all.BITRIX24_WEBHOOK_URL);
    await terminal.press('List this person in people.yml?', ENTER);
    await terminal.press(ADMIN, ENTER);
    expect(await terminal.ended).toBeUndefined();
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(
      `# mine\nLOG_LEVEL=debug\nSLACK_BOT_TOKEN=${all.SLACK_BOT_TOKEN} # of the bot\n` +
        `SLACK_APP_TOKEN=${all.SLACK_APP_TOKEN}\nBITRIX24_WEBHOOK_URL=${all.BITRIX24_WEBHOOK_URL}\n`,
    );
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    const line = `  - { slack: ${bob?.slackId}, bitrix24: ${bob?.bitrix24} } # Bob\n`;
    expect(await readFile(join(folder, 'people.yml'), 'utf8')).toBe(`${list}${line}`);
  });

  it('replaces a value of .env that Slack refuses, once there is one that works', async () => {
    const { folder, env, all } = await newCompany();
    await writeFile(join(folder, '.env'), 'SLACK_BOT_TOKEN=xoxb-old\nLOG_LEVEL=debug\n');
    const { SLACK_BOT_TOKEN, ...others } = all;
    const terminal = setUpAtTerminal(folder, { ...env, ...others }, { people: false });
    await terminal.answer(AGAIN, SLACK_BOT_TOKEN);
    await terminal.press(ADMIN, ENTER);
    expect(await terminal.ended).toBeUndefined();
    expect(await readFile(join(folder, '.env'), 'utf8')).toMatch(
      new RegExp(`^SLACK_BOT_TOKEN=${SLACK_BOT_TOKEN}\nLOG_LEVEL=debug\n`),
    );
    expect(parsePeopleFile(await readFile(join(folder, 'people.yml'), 'utf8'), '').bySlackId.size).toBe(0);
  });

  it('looks at the end with what was answered, and warns of an environment that says otherwise', async () => {
    const { folder, env, all } = await newCompany();
    const terminal = setUpAtTerminal(folder, { ...env, ...all, SLACK_BOT_TOKEN: 'xoxb-old' }, { people: false });
    await terminal.answer(AGAIN, all.SLACK_BOT_TOKEN);
    await terminal.press(ADMIN, ENTER);
    expect(await terminal.ended).toBeUndefined();
    expect(terminal.seen()).toContain(
      'SLACK_BOT_TOKEN is in this environment with another value, which wins over .env',
    );
    expect(terminal.printed()).toContain('+ Slack token: Slack takes SLACK_BOT_TOKEN');
    expect(parse(await readFile(join(folder, '.env')))).toEqual(all);
  });

  it('asks before a value of .env gives way to another that works', async () => {
    const { folder, env, all } = await newCompany();
    const before = `SLACK_BOT_TOKEN=xoxb-old\nSLACK_APP_TOKEN=${all.SLACK_APP_TOKEN}\nBITRIX24_WEBHOOK_URL=${all.BITRIX24_WEBHOOK_URL}\n`;
    await writeFile(join(folder, '.env'), before);
    const given = { SLACK_BOT_TOKEN: all.SLACK_BOT_TOKEN };
    const terminal = setUpAtTerminal(folder, env, { given, people: false });
    await terminal.press('Put the new one in its place?', ENTER);
    await terminal.press(ADMIN, ENTER);
    expect(await terminal.ended).toBeUndefined();
    expect(parse(await readFile(join(folder, '.env')))).toEqual(all);
  });

  it('stops at Ctrl-C with nothing written, even at the last question', async () => {
    const { folder, env, all } = await newCompany();
    const terminal = setUpAtTerminal(folder, { ...env, ...all });
    await terminal.press('List these 2 people', CTRL_C);
    expect(await terminal.ended).toMatchObject({ code: 'STOPPED' });
    expect(await readdir(folder)).toEqual([]);
    expect(terminal.printed()).toBe('');
  });

  it('says that a folder cannot be written before it asks for anything', async () => {
    const { folder, env } = await newCompany();
    const terminal = setUpAtTerminal(join(folder, 'gone'), env);
    expect(await terminal.ended).toMatchObject({ code: 'configuration' });
    expect(String(await terminal.ended)).toContain(`${join(folder, 'gone', '.env')}: cannot be written (ENOENT).`);
    expect(terminal.seen()).toBe('');
    expect(await readdir(folder)).toEqual([]);
  });

  it('says whom it is asking while it waits for an answer', async () => {
    const { folder, env, all, portal, workspace } = await newCompany();
    const hangs = [workspace.misbehave({ on: 'auth.test', do: 'delay', ms: 300 })];
    hangs.push(portal.misbehave({ do: { kind: 'delay', ms: 100 } }));
    const terminal = setUpAtTerminal(folder, { ...env, ...all });
    await terminal.press('Asking Slack …', '');
    await terminal.press('Asking Bitrix24 …', '');
    for (const end of hangs) end();
    await terminal.press('Looking for the same e-mail addresses', '');
    await terminal.press('List these 2 people', CTRL_C);
    expect(await terminal.ended).toMatchObject({ code: 'STOPPED' });
  });

  it('puts the address of the bot into the link, over HTTP', async () => {
    const { folder, env, all, workspace } = await newCompany();
    const terminal = setUpAtTerminal(folder, env, { people: false });
    await terminal.press('How do the bot and Slack reach each other?', `${DOWN}${ENTER}`);
    await terminal.answer('The https address under which Slack reaches the bot', 'https://bot.example.com');
    await terminal.answer(BOT, all.SLACK_BOT_TOKEN);
    await terminal.answer('Signing secret', 'aTokenThatIsNoSigningSecret');
    await terminal.press('How does the bot reach Bitrix24?', ENTER);
    await terminal.answer(WEBHOOK, all.BITRIX24_WEBHOOK_URL);
    await terminal.press(ADMIN, ENTER);
    expect(await terminal.ended).toBeUndefined();
    expect(terminal.seen()).toContain('It does not look like one: a signing secret is 32 digits');
    expect(terminal.seen()).toContain(encodeURIComponent('request_url: https://bot.example.com/slack/events'));
    expect(parse(await readFile(join(folder, '.env')))).toEqual({
      PUBLIC_URL: 'https://bot.example.com/',
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_SIGNING_SECRET: 'aTokenThatIsNoSigningSecret',
      BITRIX24_WEBHOOK_URL: all.BITRIX24_WEBHOOK_URL,
    });
  });

  it('takes a local application, whose tokens come when it is installed', async () => {
    const { folder, env, all, portal } = await newCompany();
    const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN } = all;
    const { clientId, clientSecret } = portal.application;
    const terminal = setUpAtTerminal(folder, { ...env, SLACK_BOT_TOKEN, SLACK_APP_TOKEN });
    await terminal.press('How does the bot reach Bitrix24?', `${DOWN}${ENTER}`);
    await terminal.answer('Address of the portal', 'http://127.0.0.1:9');
    await terminal.answer(AGAIN, portal.url);
    await terminal.answer('client_id (local.…)', clientId);
    await terminal.answer('client_secret', clientSecret);
    await terminal.press(ADMIN, ENTER);
    expect(await terminal.ended).toMatchObject({ code: 'UNHEALTHY' });
    expect(terminal.seen()).toContain('A portal answers at 127.0.0.1');
    expect(terminal.printed()).toMatch(
      /^! Bitrix24 access: .*\n {4}While the bot runs, install the local application/m,
    );
    expect(parse(await readFile(join(folder, '.env')))).toMatchObject({
      BITRIX24_DOMAIN: portal.url,
      BITRIX24_CLIENT_ID: clientId,
      BITRIX24_CLIENT_SECRET: clientSecret,
    });
  });
});
