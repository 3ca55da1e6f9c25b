import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webApi } from '@slack/bolt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Person, type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { wordsOf } from '../../src/language/catalogues.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { Reporter } from '../../src/slack/reporter.ts';
import { type OpenStore, openStore } from '../../src/store/store.ts';

const MONTH = 30 * 24 * 60 * 60_000;

describe('the reports to senders', () => {
  let workspace: SandboxWorkspace;
  let ivan: Person;
  let folder: string;
  let store: OpenStore;
  let outbox: Outbox;
  let reporter: Reporter;
  let late = 0;
  const logged: string[] = [];

  beforeEach(async () => {
    late = 0;
    logged.length = 0;
    folder = await mkdtemp(join(tmpdir(), 'b24notify-'));
    store = await openStore({ kind: 'sqlite', path: join(folder, 'store.sqlite') });
    outbox = createOutbox(store.store);
    workspace = await startWorkspace();
    ivan = workspace.people.add({ name: 'ivan', realName: 'Ivan Petrov' });
    const client = new webApi.WebClient(workspace.botToken, {
      slackApiUrl: workspace.apiUrl,
      retryConfig: { retries: 0 },
    });
    const log = pino({ level: 'debug' }, { write: (line) => logged.push(line) });
    const wordsFor = async () => wordsOf('en');
    reporter = new Reporter({
      outbox,
      client,
      wordsFor,
      log,
      alone: true,
      retention: MONTH,
      now: () => Date.now() + late,
    });
  });
  afterEach(async () => {
    await reporter.stop();
    await workspace.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });

  async function accepted(responseUrl?: string): Promise<string> {
    const { id } = await outbox.accept({
      key: 'k1',
      team: 'T1',
      sender: ivan.id,
      surface: 'command',
      summary: 'lunch',
      content: { message: 'm', messageOut: 'm', attachedFiles: '', plain: 'm' },
      leftOut: [],
      reply: { user: ivan.id, ...(responseUrl !== undefined && { responseUrl }) },
      recipients: [{ recipient: 5, namedAs: 'b24:5' }],
    });
    return id;
  }

  /** A request that was delivered, and whose sender has not been told. */
  async function delivered(responseUrl?: string): Promise<string> {
    const id = await accepted(responseUrl);
    const taken = await outbox.take(10, new Set());
    await outbox.note(
      taken.map(({ notification }) => ({ id: notification.id, happening: { kind: 'delivered', portalId: 1 } })),
    );
    return id;
  }
  const seen = () => workspace.as(ivan).sees();

  it('tell how it ended, once, however often they are asked to', async () => {
    const id = await delivered();
    reporter.tell(id);
    reporter.changed([id, id]);
    reporter.expect(id);
    await workspace.as(ivan).answers(':white_check_mark: Delivered to b24:5');
    await reporter.stop();
    expect(seen()).toHaveLength(1);
    expect((await outbox.status(id))?.request.report).toBe('told');
    expect(await outbox.untold(10)).toEqual([]);
  });

  it('go by a direct message when the response_url has grown old', async () => {
    const id = await delivered(`${workspace.apiUrl.replace('/api/', '')}/commands/T1/1/abc`);
    late = 30 * 60_000;
    reporter.tell(id);
    expect((await workspace.as(ivan).answers(':white_check_mark:')).where).toBe('dm');
    expect(workspace.callsOf('response_url')).toEqual([]);
  });

  it('stay to be told when Slack does not answer, and are told by the next who starts', async () => {
    const id = await delivered();
    const end = workspace.misbehave({ on: 'chat.postMessage', do: 'error', error: 'internal_error' });
    reporter.tell(id);
    await workspace.waitFor(() => workspace.callsOf('chat.postMessage')[0]?.status !== undefined);
    await reporter.stop();
    end();
    expect(await outbox.untold(10)).toEqual([id]);
  });

  it('keep nobody else waiting while Slack does not take them, and are tried less and less often', async () => {
    const id = await delivered();
    workspace.misbehave({ on: 'chat.postMessage', do: 'error', error: 'messages_tab_disabled' });
    late = 20 * 60_000;
    reporter.tell(id);
    await workspace.waitFor(() => workspace.callsOf('chat.postMessage')[0]?.status !== undefined);
    await reporter.stop();
    const untoldIn = (minutes: number) => createOutbox(store.store, () => Date.now() + minutes * 60_000).untold(10);
    expect(await untoldIn(20)).toEqual([]);
    expect(await untoldIn(26)).toEqual([id]);
    expect(logged.filter((line) => line.includes(id) && line.includes('request ended'))).toEqual([]);
  });

  it('are tried for as long as the request is kept; the log says once that they fail, and once that they are given up', async () => {
    const id = await delivered();
    workspace.misbehave({ on: 'chat.postMessage', do: 'error', error: 'messages_tab_disabled' });
    const failures = () => logged.filter((line) => line.includes('the sender')).length;
    const warned = () => logged.filter((line) => line.includes(id) && line.includes('"level":40'));
    for (const when of [0, MONTH / 2, MONTH - 20 * 60_000]) {
      late = when;
      const before = failures();
      reporter.tell(id);
      await vi.waitUntil(() => failures() > before);
    }
    expect(warned()).toEqual([expect.stringContaining('it is tried again')]);
    late = MONTH;
    reporter.tell(id);
    await vi.waitUntil(() => failures() === 4);
    await reporter.stop();
    expect(warned()[1]).toContain('the sender was never told');
    expect(await outbox.untold(10)).toEqual([]);
  });

  it('go out in plain words where Slack does not take their blocks', async () => {
    const id = await delivered();
    const blocks = (given: Record<string, unknown>) => 'blocks' in given;
    workspace.misbehave({ on: 'chat.postMessage', do: 'error', error: 'invalid_blocks', when: blocks });
    reporter.tell(id);
    await workspace.as(ivan).answers(':white_check_mark: Delivered to b24:5');
    await reporter.stop();
    expect(await outbox.untold(10)).toEqual([]);
  });

  it('are given up for somebody whom Slack lets nobody write to', async () => {
    const id = await delivered();
    workspace.misbehave({ on: 'chat.postMessage', do: 'error', error: 'channel_not_found' });
    reporter.tell(id);
    await workspace.waitFor(() => workspace.callsOf('chat.postMessage')[0]?.status !== undefined);
    await reporter.stop();
    expect(await outbox.untold(10)).toEqual([]);
    expect(logged.some((line) => line.includes('the sender cannot be told: Slack takes no message'))).toBe(true);
  });

  it('begin with a first line after a restart that came before it', async () => {
    const id = await accepted();
    late = 5000;
    reporter.start();
    await workspace.as(ivan).answers(':hourglass_flowing_sand:');
    await reporter.stop();
    expect((await outbox.status(id))?.request.report).toBe('waiting');
    expect(await outbox.unannounced(Date.now() + late, 10)).toEqual([]);
  });
});
