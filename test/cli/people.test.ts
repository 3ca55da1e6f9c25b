import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { parsePeopleFile } from '../../src/config/people-file.ts';
import { b24notify, emptyFolder, portalWithAnn } from './command-line.ts';

async function company() {
  const { portal, ann } = await portalWithAnn();
  const workspace: SandboxWorkspace = await startWorkspace({ domain: 'acme' });
  onTestFinished(() => workspace.stop());
  const slackAnn = workspace.people.add({ name: 'ann', realName: 'Ann Lee', email: 'ann@example.com' });
  const env = {
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_API_URL: workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
  };
  return { portal, workspace, ann, slackAnn, env };
}

it('names who does not exist, has left, or is there twice, and ends with 1', async () => {
  const { portal, workspace, ann, slackAnn, env } = await company();
  portal.people.add({ id: 50, name: 'Old', lastName: 'Hand', email: 'old@example.com', active: false });
  const gone = workspace.people.add({ name: 'gone', realName: 'Gone', email: 'gone@example.com', deleted: true });
  const folder = await emptyFolder({
    'people.yml': `people:
  - { slack: ${slackAnn.id}, bitrix24: ${ann} }
  - { slack: ann@example.com, bitrix24: ${ann} }
  - { slack: U0NOBODY, bitrix24: 99 }
  - { slack: ${gone.id}, bitrix24: 50 }
`,
  });
  const { code, stdout, stderr } = await b24notify(['people', 'check', '--json'], { env, folder });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    { slack: slackAnn.id, bitrix24: ann, wrong: 'the same Bitrix24 person as ann@example.com' },
    { slack: 'U0NOBODY', bitrix24: 99, wrong: 'Bitrix24 has nobody with this number' },
    { slack: 'U0NOBODY', bitrix24: 99, wrong: 'Slack has no such account' },
    { slack: gone.id, bitrix24: 50, wrong: 'Old Hand has left Bitrix24' },
    { slack: gone.id, bitrix24: 50, wrong: 'the Slack account is deactivated' },
    { slack: 'ann@example.com', bitrix24: ann, wrong: `the same Bitrix24 person as ${slackAnn.id}` },
  ]);
  expect(stderr).toContain('6 findings');
});

it('names who has left the groups, the admins and those who may send, too', async () => {
  const { portal, workspace, ann, slackAnn, env } = await company();
  portal.people.add({ id: 50, name: 'Old', lastName: 'Hand', email: 'old@example.com', active: false });
  const gone = workspace.people.add({ name: 'gone', realName: 'Gone', email: 'gone@example.com', deleted: true });
  const folder = await emptyFolder({
    'people.yml': `people:
  - { slack: ${slackAnn.id}, bitrix24: ${ann} }
groups:
  sales: [${ann}, 50, ${slackAnn.id}, gone@example.com]
admins: [${slackAnn.id}, ${gone.id}]
allow:
  users: [U0NOBODY]
`,
  });
  const { code, stdout } = await b24notify(['people', 'check', '--json'], { env, folder });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    { bitrix24: 50, field: 'groups.sales', wrong: 'Old Hand has left Bitrix24' },
    { slack: 'gone@example.com', field: 'groups.sales', wrong: 'the Slack account is deactivated' },
    { slack: gone.id, field: 'admins', wrong: 'the Slack account is deactivated' },
    { slack: 'U0NOBODY', field: 'allow.users', wrong: 'Slack has no such account' },
  ]);
});

it('says so when nothing is wrong, beside an empty result, and ends with 0', async () => {
  const { ann, slackAnn, env } = await company();
  const folder = await emptyFolder({ 'people.yml': `people:\n  - { slack: ${slackAnn.id}, bitrix24: ${ann} }\n` });
  expect(await b24notify(['people', 'check', '--json'], { env, folder })).toEqual({
    code: 0,
    stdout: '[]\n',
    stderr: 'Everybody whom people.yml names is there, once.\n',
  });
});

it('suggests lines that can be pasted, and nobody who is listed or doubled', async () => {
  const { portal, workspace, ann, slackAnn, env } = await company();
  portal.people.add({ id: 60, name: 'Bob', lastName: 'B', email: 'Bob@Example.com' });
  const bob = workspace.people.add({ name: 'bob', realName: 'Bob\nB', email: 'bob@example.com' });
  workspace.people.add({ name: 'guest', realName: 'Guest', email: 'twin@example.com', isGuest: true });
  workspace.people.add({ name: 'twin', realName: 'Twin', email: 'twin@example.com' });
  portal.people.add({ id: 61, name: 'Twin', lastName: '1', email: 'twin@example.com' });
  portal.people.add({ id: 62, name: 'Twin', lastName: '2', email: 'twin@example.com' });
  const listed = `people:\n  - { slack: ${slackAnn.id}, bitrix24: ${ann} }\n`;
  const folder = await emptyFolder({ 'people.yml': listed });
  const { code, stdout, stderr } = await b24notify(['people', 'suggest'], { env, folder });
  expect([code, stdout]).toEqual([0, `  - { slack: ${bob.id}, bitrix24: 60 } # Bob B\n`]);
  expect(stderr).toContain('twin@example.com belongs to several accounts');
  expect(parsePeopleFile(listed + stdout, 'people.yml').bySlackId.get(bob.id)).toBe(60);
});

it('puts the lines where they belong with --write, and changes nothing else; again it finds nobody', async () => {
  const { portal, workspace, env } = await company();
  portal.people.add({ id: 60, name: 'Bob', lastName: 'B', email: 'bob@example.com' });
  const bob = workspace.people.add({ name: 'bob', realName: 'Bob', email: 'bob@example.com' });
  const before = `# ours\npeople: # who is who\n- { slack: ann@example.com, bitrix24: 12 } # Ann\nadmins: [${bob.id}]\n`;
  const folder = await emptyFolder({ 'people.yml': before });
  const file = join(folder, 'people.yml');
  await chmod(file, 0o640);
  const { code, stderr } = await b24notify(['people', 'suggest', '--write'], { env, folder });
  expect([code, stderr]).toEqual([0, expect.stringContaining('lists them now')]);
  const line = `- { slack: ${bob.id}, bitrix24: 60 } # Bob\n`;
  expect(await readFile(file, 'utf8')).toBe(before.replace('admins:', `${line}admins:`));
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  const again = await b24notify(['people', 'suggest', '--write'], { env, folder });
  expect([again.code, again.stdout]).toEqual([0, '']);
});

it('leaves a people.yml alone that it cannot follow, and says what to do', async () => {
  const { env } = await company();
  const json = '{ "people": [] }\n';
  const folder = await emptyFolder({ 'people.yml': json });
  const { code, stdout, stderr } = await b24notify(['people', 'suggest', '--write'], { env, folder });
  expect([code, stdout]).toEqual([1, expect.stringContaining('# Ann Lee')]);
  expect(stderr).toContain('paste the lines below `people:` yourself');
  expect(await readFile(join(folder, 'people.yml'), 'utf8')).toBe(json);
});

it('asks with the fewest requests there can be', async () => {
  const { portal, workspace, env } = await company();
  for (let id = 1000; id < 3600; id++) {
    portal.people.add({ id, name: `N${id}`, lastName: 'L', email: `n${id}@x.com` });
    workspace.people.add({ name: `n${id}`, realName: `N${id} L`, email: `n${id}@x.com` });
  }
  const folder = await emptyFolder({ 'people.yml': 'people: []\n' });
  const { code, stdout } = await b24notify(['people', 'suggest', '--json'], { env, folder });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveLength(2601);
  // 50 people a page and 50 pages a batch; `bench/people` does it with 20,000.
  expect(portal.requests.map(({ commands }) => commands.length)).toEqual([50, 3]);
  expect(workspace.callsOf('users.list')).toHaveLength(3);
});

it('says soon that Slack does not answer', async () => {
  const { workspace, env } = await company();
  workspace.misbehave({ on: 'auth.test', do: 'cut' });
  const folder = await emptyFolder({ 'people.yml': 'match_by_email: true\n' });
  const { code, stderr } = await b24notify(['people', 'suggest'], { env, folder });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Slack did not list its people: /);
}, 20_000);
