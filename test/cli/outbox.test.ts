import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { NewRequest } from '../../src/outbox/request.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { openStore } from '../../src/store/store.ts';
import { b24notify, emptyFolder } from './command-line.ts';

/** A store that a bot has open, with one request to two people: one failed, one waits. */
async function storeInUse() {
  const path = join(await emptyFolder(), 'store.sqlite');
  const opened = await openStore({ kind: 'sqlite', path });
  onTestFinished(() => opened.close());
  const outbox = createOutbox(opened.store);
  const { id } = await outbox.accept(request());
  const [first, second] = await outbox.take(2, new Set());
  const trouble = { code: 'ECONNREFUSED', sentence: 'The portal does not answer.' };
  const attempt = { at: Date.now(), tookMs: 12, outcome: 'not sent', code: 'ECONNREFUSED' };
  await outbox.note([
    { id: first?.notification.id ?? '', happening: { kind: 'failed', trouble }, attempt },
    {
      id: second?.notification.id ?? '',
      happening: { kind: 'postponed', cost: 'attempt', dueAt: Date.now() + 3_600_000, trouble },
      attempt,
    },
  ]);
  const run = (...argv: string[]) =>
    b24notify(['outbox', ...argv], { env: { DATABASE_URL: `sqlite:${path}`, SLACK_BOT_TOKEN: 'xoxb-marker-secret' } });
  return { outbox, id, failed: first?.notification.id ?? '', waiting: second?.notification.id ?? '', run };
}

function request(): NewRequest {
  return {
    key: 'T1:trigger',
    team: 'T1',
    sender: 'U1',
    surface: 'command',
    summary: 'Please approve invoice 12',
    content: { message: 'whole text', messageOut: 'whole text', attachedFiles: '', plain: 'whole text' },
    leftOut: [],
    reply: { user: 'U1' },
    recipients: [
      { recipient: 10, namedAs: '<@U2>' },
      { recipient: 12, namedAs: 'anna@example.com' },
    ],
  };
}

describe('outbox', () => {
  it('lists what is not finished, beside a bot that has the store open', async () => {
    const { run, failed, waiting } = await storeInUse();
    const { code, stdout } = await run('list', '--json');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: failed, recipient: 10, state: 'failed', sender: 'U1', trouble: { code: 'ECONNREFUSED' } },
      { id: waiting, recipient: 12, state: 'waiting', attempts: 1 },
    ]);
  });

  it('lists by state and by age', async () => {
    const { run, failed } = await storeInUse();
    const byState = JSON.parse((await run('list', '--state', 'failed')).stdout);
    expect(byState).toMatchObject([{ id: failed }]);
    expect(JSON.parse((await run('list', '--older-than', '1h')).stdout)).toEqual([]);
  });

  it('says when there are more than it lists, and when there are none', async () => {
    const { run, failed } = await storeInUse();
    const first = await run('list', '--limit', '1', '--json');
    expect(JSON.parse(first.stdout)).toMatchObject([{ id: failed }]);
    expect(first.stderr).toBe('These are the oldest 1; there are more. --limit shows them.\n');
    expect((await run('list', '--limit', '2')).stderr).toBe('');
    expect(await run('list', '--state', 'unknown')).toMatchObject({
      stdout: '[]\n',
      stderr: 'There are no such notifications.\n',
    });
  });

  it('shows a request with every try, and not its text', async () => {
    const { run, id } = await storeInUse();
    const { code, stdout } = await run('show', id);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { summary: 'Please approve invoice 12', history: [{ outcome: 'not sent', tookMs: 12 }] },
      { summary: 'Please approve invoice 12', history: [{ code: 'ECONNREFUSED' }] },
    ]);
    expect(stdout).not.toContain('whole text');
  });

  it('sets what failed and what waits on its way again, and its sender will be told anew', async () => {
    const { run, outbox, id } = await storeInUse();
    await outbox.noteReport(id, { report: 'told' });
    const { code, stdout } = await run('retry', id);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(2);
    const status = await outbox.status(id);
    expect(status?.notifications.map(({ state }) => state)).toEqual(['queued', 'queued']);
    expect(status?.request.report).toBe('waiting');
    expect(await outbox.take(2, new Set())).toHaveLength(2);
  });

  it('gives up what waits; its sender is to be told', async () => {
    const { run, outbox, id, waiting } = await storeInUse();
    const { code, stdout } = await run('drop', waiting);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ id: waiting, state: 'failed' }]);
    expect(await outbox.untold(10)).toEqual([id]);
  });

  it('says what is wrong with an unknown id, a state that cannot be dropped, and nothing chosen', async () => {
    const { run, failed } = await storeInUse();
    expect(await run('show', 'nonsense')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('no such'),
    });
    expect(await run('drop', '--state', 'delivered')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Possible are: queued, waiting, unknown'),
    });
    expect(await run('drop', failed)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('it is failed'),
    });
    expect(await run('retry')).toMatchObject({ code: 2, stderr: expect.stringContaining('Say which') });
    expect(await run('list', '--older-than', 'yesterday')).toMatchObject({ code: 2 });
    expect(await run('list', '--state', 'lost')).toMatchObject({ code: 2, stderr: expect.stringContaining('queued') });
  });

  it('says where it looked when there is no store, and makes none', async () => {
    const path = join(await emptyFolder(), 'none.sqlite');
    const ended = await b24notify(['outbox', 'list'], { env: { DATABASE_URL: `sqlite:${path}` } });
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(path) });
  });
});
