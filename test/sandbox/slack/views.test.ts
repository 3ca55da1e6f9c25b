import { describe, expect, it } from 'vitest';
import type { Actor, SandboxWorkspace } from '../../../sandbox/slack/workspace.ts';
import { callApi, connect, newWorkspace, plain, section } from './fixture.ts';

const modal = (changes: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  blocks: [section('Body')],
  ...changes,
});

async function withTriggers(options: Parameters<typeof newWorkspace>[0] = {}) {
  const { workspace, anna } = await newWorkspace(options);
  const triggers: string[] = [];
  await connect(workspace, 'http', (app) => {
    app.shortcut(/.*/, async ({ ack, body }) => {
      triggers.push(body.trigger_id);
      await ack();
    });
    app.action(/.*/, async ({ ack, body }) => {
      if ('trigger_id' in body && typeof body.trigger_id === 'string') triggers.push(body.trigger_id);
      await ack();
    });
  });
  const actor = workspace.as(anna);
  const trigger = async () => {
    await actor.globalShortcut('any');
    return triggers.at(-1) ?? '';
  };
  return { workspace, anna, actor, triggers, trigger };
}

async function openWithButton(workspace: SandboxWorkspace, actor: Actor, triggerId: string): Promise<string> {
  const view = modal({
    blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'b', text: plain('More') }] }],
  });
  const { view: opened } = await callApi(workspace, 'views.open', { trigger_id: triggerId, view });
  expect(actor.viewText()).toBe('Title\n[More]');
  return String(Object(opened).id);
}

describe('a trigger', () => {
  it('opens a form once', async () => {
    const { workspace, trigger, actor } = await withTriggers();
    const trigger_id = await trigger();

    expect(await callApi(workspace, 'views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
    expect(await callApi(workspace, 'views.open', { trigger_id, view: modal() })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
    expect(actor.viewText()).toBe('Title\nBody');
  });

  it('lives for three seconds', async () => {
    let now = Date.now();
    const { workspace, trigger } = await withTriggers({ now: () => now });
    const trigger_id = await trigger();
    now += 3001;

    expect(await callApi(workspace, 'views.open', { trigger_id, view: modal() })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('must be one that Slack gave out', async () => {
    const { workspace } = await withTriggers();

    expect(await callApi(workspace, 'views.open', { trigger_id: '1.2.x', view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });
});

describe('views.push', () => {
  it('lays forms on an open one, three in all', async () => {
    const { workspace, actor, triggers, trigger } = await withTriggers();
    const root = await openWithButton(workspace, actor, await trigger());
    const push = async () => {
      await actor.click('More');
      const view = modal({
        title: plain('Next'),
        blocks: [{ type: 'actions', elements: [{ type: 'button', text: plain('More') }] }],
      });
      return callApi(workspace, 'views.push', { trigger_id: triggers.at(-1), view });
    };

    expect(await push()).toMatchObject({ view: { root_view_id: root, previous_view_id: root } });
    expect(await push()).toMatchObject({ ok: true });
    expect(await push()).toMatchObject({ error: 'push_limit_reached' });
    await actor.close();
    await actor.close();
    expect(actor.viewText()).toBe('Title\n[More]');
  });

  it('needs a trigger that came from the open form', async () => {
    const { workspace, trigger } = await withTriggers();

    expect(await callApi(workspace, 'views.push', { trigger_id: await trigger(), view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });
});

describe('views.update', () => {
  it('refuses an old hash, and a form that was closed', async () => {
    const { workspace, actor, trigger } = await withTriggers();
    const opened = await callApi(workspace, 'views.open', { trigger_id: await trigger(), view: modal() });
    const { id, hash } = Object(opened.view);
    const update = (more: object) => callApi(workspace, 'views.update', { view_id: id, view: modal(), ...more });

    expect(await update({ hash })).toMatchObject({ ok: true });
    expect(await update({ hash })).toMatchObject({ error: 'hash_conflict' });
    await actor.close();
    expect(await update({})).toMatchObject({ error: 'not_found' });
  });

  it('finds a form by its external id, which no other open form may have', async () => {
    const { workspace, anna, actor, trigger } = await withTriggers();
    const view = modal({ external_id: 'mine' });
    await callApi(workspace, 'views.open', { trigger_id: await trigger(), view });

    const home = { type: 'home', blocks: [section('x')], external_id: 'mine' };
    expect(await callApi(workspace, 'views.publish', { user_id: anna.id, view: home })).toMatchObject({
      error: 'duplicate_external_id',
    });
    const changed = modal({ external_id: 'mine', blocks: [section('Changed')] });
    expect(await callApi(workspace, 'views.update', { external_id: 'mine', view: changed })).toMatchObject({
      ok: true,
    });
    expect(actor.viewText()).toBe('Title\nChanged');
  });

  it('keeps what stands in a field of the same name, whatever the new initial value says', async () => {
    const { workspace, actor, trigger } = await withTriggers();
    const field = (block_id: string, initial_value: string) => ({
      type: 'input',
      block_id,
      label: plain('Note'),
      element: { type: 'plain_text_input', action_id: 'text', initial_value },
    });
    const view = (block: object) => modal({ submit: plain('Send'), blocks: [block] });
    const opened = await callApi(workspace, 'views.open', {
      trigger_id: await trigger(),
      view: view(field('a', 'one')),
    });
    const { id } = Object(opened.view);

    await callApi(workspace, 'views.update', { view_id: id, view: view(field('a', 'two')) });
    expect(actor.viewText()).toContain('Note: one');
    await callApi(workspace, 'views.update', { view_id: id, view: view(field('b', 'two')) });
    expect(actor.viewText()).toContain('Note: two');
  });
});

describe('App Home', () => {
  it.each(['http', 'socket'] as const)(
    'tells the app over %s when it is opened, and shows what was published',
    async (transport) => {
      const { workspace, anna } = await newWorkspace();
      const events: unknown[] = [];
      await connect(workspace, transport, (app) => {
        app.event('app_home_opened', async ({ event, client }) => {
          events.push(event.tab, event.view?.type);
          await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Welcome')] } });
        });
      });
      const actor = workspace.as(anna);

      await actor.openHome();
      await workspace.waitFor(() => actor.home() !== undefined);
      await actor.openHome();
      await workspace.waitFor(
        () => workspace.callsOf('views.publish').filter((call) => call.status === 200).length === 2,
      );

      expect(actor.homeText()).toBe('Welcome');
      // The view is in the event only once there is one.
      expect(events).toEqual(['home', undefined, 'home', 'home']);
    },
  );

  it('takes clicks', async () => {
    const { workspace, anna, actor, triggers } = await withTriggers();
    const button = { type: 'button', action_id: 'compose', text: plain('Compose') };
    await callApi(workspace, 'views.publish', {
      user_id: anna.id,
      view: { type: 'home', blocks: [{ type: 'actions', elements: [button] }] },
    });

    await actor.click('Compose');

    expect(await callApi(workspace, 'views.open', { trigger_id: triggers[0], view: modal() })).toMatchObject({
      ok: true,
    });
  });

  it('cannot be published where it is switched off, to nobody, or over a newer one', async () => {
    const off = await newWorkspace({ homeTab: false });
    const { workspace, anna } = await newWorkspace();
    const view = { type: 'home', blocks: [section('x')] };

    expect(await callApi(off.workspace, 'views.publish', { user_id: off.anna.id, view })).toMatchObject({
      error: 'not_enabled',
    });
    expect(await callApi(workspace, 'views.publish', { user_id: 'U0NOBODY', view })).toMatchObject({
      error: 'invalid_arguments',
    });
    const first = await callApi(workspace, 'views.publish', { user_id: anna.id, view });
    const { hash } = Object(first.view);
    await callApi(workspace, 'views.publish', { user_id: anna.id, view });
    expect(await callApi(workspace, 'views.publish', { user_id: anna.id, view, hash })).toMatchObject({
      error: 'hash_conflict',
    });
  });

  it('is taken a hundred times a minute', async () => {
    let now = Date.now();
    const { workspace, anna } = await newWorkspace({ now: () => now });
    const publish = () =>
      fetch(`${workspace.apiUrl}views.publish`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${workspace.botToken}` },
        body: JSON.stringify({ user_id: anna.id, view: { type: 'home', blocks: [section('x')] } }),
      });
    for (let call = 0; call < 100; call++) expect((await publish()).status).toBe(200);
    now += 20_000;
    const refused = await publish();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
    now += 40_001;
    expect((await publish()).status).toBe(200);
  });
});
