import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PortalOptions, type SandboxPortal, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { USUAL_SCOPES } from '../../sandbox/slack/world.ts';
import { b24notify, emptyFolder } from './command-line.ts';

/** A set-up that works, in a folder of its own. */
async function setUp(options: { scopes?: string[]; portal?: PortalOptions; people?: string; admins?: string } = {}) {
  const workspace = await startWorkspace({ domain: 'acme', ...(options.scopes && { scopes: options.scopes }) });
  const portal = await startPortal({ limited: false, ...options.portal });
  onTestFinished(async () => {
    await Promise.all([workspace.stop(), portal.stop()]);
  });
  const ann = portal.people.add({ name: 'Ann', lastName: 'Lee', email: 'ann@example.com' });
  const boss = workspace.people.add({ name: 'boss', realName: 'Boss', email: 'boss@example.com' });
  const people = options.people ?? `people:\n  - { slack: ann@example.com, bitrix24: ${ann.id} }\n`;
  const folder = await emptyFolder({ 'people.yml': `${people}admins: [${options.admins ?? boss.id}]\n` });
  const env = {
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
  };
  const doctor = async (more: Record<string, string> = {}, argv: string[] = []) => {
    const ended = await b24notify(['doctor', '--json', ...argv], { env: { ...env, ...more }, folder });
    const findings: { check: string; state: string; found: string; mend?: string }[] = JSON.parse(ended.stdout);
    const secrets = [workspace.botToken, workspace.appToken, portal.webhookUrl.split('/')[5] ?? ''];
    for (const secret of secrets) expect(`${ended.stdout}${ended.stderr}`).not.toContain(secret);
    return { ...ended, findings, not: findings.filter(({ state }) => state !== 'good') };
  };
  return { workspace, portal, ann, folder, env, doctor };
}

describe('doctor', () => {
  it('finds nothing wrong with a set-up that works, and says what it found', async () => {
    const { doctor, env, folder, workspace } = await setUp();
    const { code, not, findings } = await doctor();
    expect(not).toEqual([]);
    expect(code).toBe(0);
    expect(findings.map(({ check }) => check)).toEqual([
      'Settings',
      'Slack token',
      'Slack scopes',
      'Admins',
      'Slack delivery',
      'Bitrix24 access',
      'Bitrix24 plan',
      'Bitrix24 rights',
      'Drive',
      'Clock',
      'Bitrix24 rate',
      'Store',
      'Language',
      'people.yml',
    ]);
    const { stdout } = await b24notify(['doctor'], { env, folder });
    expect(stdout).toContain('+ Bitrix24 access: ');
    expect(stdout).toContain('Olga Owner (person 1), the visible author');
    expect(workspace.openSockets).toBe(0);
  }, 60_000);

  it.each<[Record<string, string>, PortalOptions, string]>([
    [{ NOTIFY_LOCALE: 'ru' }, {}, 'Notifications are in Russian, as NOTIFY_LOCALE says.'],
    [{}, { language: 'ru', webhookInfo: 'licence' }, "Notifications are in Russian, the portal's language."],
    [{}, { language: 'de', webhookInfo: 'licence' }, "in English: the portal's language (de) is not known."],
    [{}, { language: 'ru' }, 'in English: the portal does not tell its language. NOTIFY_LOCALE (en, ru) chooses'],
  ])('says which language notifications are in: %j, %j', async (env, portal, said) => {
    const { doctor } = await setUp({ portal });
    const { findings, not } = await doctor(env);
    expect(not).toEqual([]);
    expect(findings.find(({ check }) => check === 'Language')?.found).toContain(said);
  });

  it('rings one bell for --send-test and takes it back', async () => {
    const { doctor, portal, ann } = await setUp();
    const { code, findings } = await doctor({}, ['--send-test', String(ann.id)]);
    expect(findings.at(-1)).toMatchObject({ check: 'Test notification', state: 'good' });
    expect(code).toBe(0);
    expect(portal.everCreated).toBe(1);
    expect(portal.bell(ann.id)).toEqual([]);
  });

  it('says whether it is the portal alone who says that it was taken back', async () => {
    const { doctor, ann } = await setUp();
    const found = async (person: number) => (await doctor({}, ['--send-test', String(person)])).findings.at(-1)?.found;
    expect(await found(ann.id)).toContain('the portal says that it was taken back (--send-test 1');
    expect(await found(1)).toContain('got it, and it was taken back.');
  });

  it('sees with the test of the webhook’s owner that an old portal ignores tags, though it says that it took it back', async () => {
    const { doctor, portal } = await setUp({ portal: { webhookTags: false } });
    const { not } = await doctor({}, ['--send-test', '1']);
    expect(not).toMatchObject([
      { check: 'Test notification', state: 'doubtful', found: expect.stringContaining('ignores its tag') },
    ]);
    expect(portal.bell(1)).toEqual([]);
  });

  it('tells every wrong setting at once', async () => {
    const { doctor } = await setUp();
    const { code, not } = await doctor({ SLACK_BOT_TOKEN: 'nonsense', BITRIX24_RATE: 'fast' });
    expect(code).toBe(1);
    expect(not.map(({ found }) => found)).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN /),
      expect.stringMatching(/^BITRIX24_RATE /),
    ]);
    for (const { mend } of not) expect(mend).toMatch(/\S/);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a bot token that Slack does not know', { SLACK_BOT_TOKEN: 'xoxb-wrong' }, 'Slack token'],
    ['an app token that Slack does not know', { SLACK_APP_TOKEN: 'xapp-wrong' }, 'Slack delivery'],
    ['a Slack that is not there', { SLACK_API_URL: 'http://127.0.0.1:9/api/' }, 'Slack token'],
    ['a webhook of nobody', { BITRIX24_WEBHOOK_URL: 'http://127.0.0.1:9/rest/1/abcdefgh/' }, 'Bitrix24 access'],
  ])(
    'says what to do about %s',
    async (_, wrong, check) => {
      const { doctor } = await setUp();
      const { code, not } = await doctor(wrong);
      expect(code).toBe(1);
      const finding = not.find((each) => each.check === check);
      expect(finding?.state).toBe('bad');
      expect(finding?.mend).toMatch(/\S/);
    },
    40_000,
  );

  it('names the scopes that Slack did not grant, and the rights that the webhook lacks', async () => {
    const { doctor } = await setUp({ scopes: USUAL_SCOPES.slice(0, 4), portal: { scopes: ['im'] } });
    const { code, not } = await doctor();
    expect(not).toMatchObject([
      { check: 'Slack scopes', state: 'doubtful', found: expect.stringContaining('users:read.email, usergroups:read') },
      { check: 'Bitrix24 rights', state: 'doubtful', found: expect.stringMatching(/user_basic.*disk/) },
      { check: 'people.yml', state: 'doubtful' },
    ]);
    expect(code).toBe(0);
  });

  it('says that nobody can be notified without the right im', async () => {
    const { doctor } = await setUp({ portal: { scopes: ['user_basic'] } });
    const { code, not } = await doctor();
    expect(not).toMatchObject([{ check: 'Bitrix24 rights', state: 'bad' }]);
    expect(code).toBe(1);
  });

  it('does not call a portal shut that lets the bot in and only tells no rights or no time', async () => {
    const { doctor, portal } = await setUp();
    for (const on of ['scope', 'server.time']) {
      portal.misbehave({ on, do: { kind: 'error', status: 404, code: 'ERROR_METHOD_NOT_FOUND' } });
    }
    const { code, not } = await doctor();
    expect(not).toMatchObject([
      { check: 'Bitrix24 rights', state: 'doubtful' },
      { check: 'Clock', state: 'doubtful' },
    ]);
    expect(code).toBe(0);
  });

  it('does not send anybody to look for a notification when a portal only did not answer', async () => {
    const { doctor, portal } = await setUp();
    portal.misbehave({ do: { kind: 'html' } });
    const { code, not } = await doctor();
    expect(code).toBe(1);
    expect(not[0]).toMatchObject({
      check: 'Bitrix24 access',
      found: expect.stringContaining('not JSON'),
      mend: expect.stringMatching(/^Open the portal in a browser/),
    });
  });

  it('does not wait for a Slack that takes no more requests, and says when to try again', async () => {
    const { doctor, workspace } = await setUp();
    workspace.misbehave({ on: 'apps.connections.open', do: 'rate-limit', retryAfter: 50 });
    const { code, not } = await doctor();
    expect(code).toBe(1);
    expect(not).toMatchObject([{ check: 'Slack delivery', state: 'bad', mend: 'Try again in 50 seconds.' }]);
  });

  it('says that the plan has no REST, where the portal refuses what everybody may call', async () => {
    const { doctor, portal } = await setUp();
    portal.misbehave({ do: { kind: 'status', status: 403 } });
    const closed = await doctor();
    expect(closed.not).toMatchObject([{ check: 'Bitrix24 access', state: 'bad' }]);
    const { portal: free, doctor: withoutRest } = await setUp();
    const code = 'ACCESS_DENIED';
    free.misbehave({
      do: { kind: 'error', status: 403, code, description: 'REST API is available only on commercial plans' },
    });
    const { code: exit, not } = await withoutRest();
    expect(not).toMatchObject([
      { check: 'Bitrix24 plan', state: 'bad', mend: expect.stringContaining('commercial plan') },
    ]);
    expect(exit).toBe(1);
  });

  it('puts a file into the Drive and leaves nothing of it', async () => {
    const { doctor, portal } = await setUp();
    const { findings } = await doctor();
    expect(findings).toContainEqual(expect.objectContaining({ check: 'Drive', state: 'good' }));
    expect(portal.requests.filter(({ method }) => method === 'upload')).toHaveLength(1);
    expect(portal.drive.files()).toEqual([]);
    expect(
      portal.requests.some(({ commands }) => commands.some(({ method }) => method === 'disk.folder.deletetree')),
    ).toBe(true);
  });

  it('leaves the Drive alone where files do not go there', async () => {
    const { doctor, portal } = await setUp();
    const { findings, not } = await doctor({ FILES: 'permalink' });
    expect(not).toEqual([]);
    expect(findings.map(({ check }) => check)).not.toContain('Drive');
    expect(portal.requests.filter(({ method }) => method.startsWith('disk.'))).toEqual([]);
  });

  it.each([
    ['a full Drive', (portal: SandboxPortal) => portal.drive.limit({ quota: 0 }), 'no file can be put into it'],
    [
      'a Drive in which nothing may be made',
      (portal: SandboxPortal) =>
        portal.misbehave({
          on: 'disk.folder.addSubFolder',
          do: { kind: 'error', status: 403, code: 'ACCESS_DENIED', description: 'Access denied' },
        }),
      'no folder b24notify can be made',
    ],
  ])('says that files will be links, with %s', async (_, spoil, what) => {
    const { doctor, portal } = await setUp();
    spoil(portal);
    const { code, not } = await doctor();
    expect(not).toMatchObject([{ check: 'Drive', state: 'doubtful', found: expect.stringContaining(what) }]);
    expect(code).toBe(0);
    expect(portal.drive.files()).toEqual([]);
  });

  it('says that the two Slack tokens are of different apps', async () => {
    const { doctor, workspace } = await setUp();
    const body = JSON.stringify({ ok: true, bot: { id: 'B1', app_id: 'A0OTHER' } });
    workspace.misbehave({ on: 'bots.info', do: 'status', status: 200, body });
    const { code, not } = await doctor();
    expect(not).toMatchObject([{ check: 'Slack delivery', state: 'bad', found: expect.stringContaining('A0OTHER') }]);
    expect(code).toBe(1);
  });

  it('counts the copies that are connected to Slack', async () => {
    const { doctor, workspace } = await setUp();
    const sockets = await Promise.all(
      [1, 2].map(async () => {
        const headers = { authorization: `Bearer ${workspace.appToken}` };
        const opened = await fetch(`${workspace.apiUrl}apps.connections.open`, { method: 'POST', headers });
        const { url }: { url: string } = JSON.parse(await opened.text());
        return new WebSocket(url);
      }),
    );
    await workspace.waitFor(() => workspace.openSockets === 2);
    const { not } = await doctor();
    expect(not).toMatchObject([
      { check: 'Slack delivery', state: 'doubtful', found: expect.stringContaining('2 copies') },
    ]);
    for (const socket of sockets) socket.close();
  });

  it('sees that the clocks differ', async () => {
    const { doctor } = await setUp({ portal: { now: () => Date.now() + 120_000 } });
    const { not } = await doctor();
    expect(not).toMatchObject([{ check: 'Clock', found: expect.stringMatching(/clock is 1[12]\d s ahead/) }]);
  });

  it('names people of people.yml who are gone or dismissed', async () => {
    const people = 'people:\n  - { slack: U012ABCDEF, bitrix24: 777 }\n  - { slack: ann@example.com, bitrix24: 2 }\n';
    const { doctor, portal, ann } = await setUp({ people });
    portal.people.change(ann.id, { active: false });
    const { not } = await doctor();
    const found = `Of 2 people listed, not in Bitrix24: ${ann.id === 2 ? '777; dismissed: 2' : '777, 2'}.`;
    expect(not).toMatchObject([{ check: 'people.yml', found }]);
  });

  it('finds the store shut also where the tokens of an application are in it', async () => {
    const { doctor, folder, portal } = await setUp();
    await mkdir(join(folder, 'store.sqlite'));
    const { clientId, clientSecret } = portal.application;
    const { code, not } = await doctor({
      BITRIX24_WEBHOOK_URL: '',
      BITRIX24_DOMAIN: portal.url,
      BITRIX24_CLIENT_ID: clientId,
      BITRIX24_CLIENT_SECRET: clientSecret,
      DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}`,
    });
    expect(not).toMatchObject([{ check: 'Store', state: 'bad', found: expect.stringContaining('cannot be opened') }]);
    expect(code).toBe(1);
  });

  it('minds that nobody is listed only where nobody is found by their address either', async () => {
    const found = async (people: string) => {
      const { doctor } = await setUp({ people });
      return (await doctor()).findings.find(({ check }) => check === 'people.yml');
    };
    expect(await found('match_by_email: true\n')).toMatchObject({
      state: 'good',
      found: expect.stringMatching(/^Nobody is listed; /),
    });
    expect(await found('match_by_email: false\n')).toMatchObject({ state: 'doubtful', found: 'Nobody is listed.' });
  });

  it('minds that nobody would be told about trouble, as nobody is named or they have left', async () => {
    const found = async (admins: string) => {
      const { doctor } = await setUp({ admins });
      const { code, findings } = await doctor();
      expect(code).toBe(0);
      return findings.find(({ check }) => check === 'Admins');
    };
    expect(await found('')).toMatchObject({
      state: 'doubtful',
      found: 'Nobody is told in Slack when the bot is in trouble.',
      mend: expect.stringContaining('below admins:'),
    });
    expect(await found('U0GONE0001')).toMatchObject({
      state: 'doubtful',
      found: 'Of those named in people.yml, U0GONE0001 is nobody in this workspace.',
    });
  });

  it('says that the store cannot be written', async () => {
    const { doctor, folder } = await setUp();
    await mkdir(join(folder, 'store.sqlite'));
    const { code, not } = await doctor({ DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}` });
    expect(not).toMatchObject([{ check: 'Store', state: 'bad' }]);
    expect(code).toBe(1);
    await rm(join(folder, 'store.sqlite'), { recursive: true });
  });
});
