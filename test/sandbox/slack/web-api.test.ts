import { describe, expect, it } from 'vitest';
import { callApi, newWorkspace } from './fixture.ts';

describe('the Web API', () => {
  it('tells the app who it is', async () => {
    const { workspace } = await newWorkspace({ domain: 'acme' });

    expect(await callApi(workspace, 'auth.test')).toEqual({
      ok: true,
      url: 'https://acme.slack.com/',
      team: 'acme',
      user: 'b24notify',
      team_id: workspace.team.id,
      user_id: workspace.app.userId,
      bot_id: workspace.app.botId,
      is_enterprise_install: false,
    });
  });

  it('tells a missing token, a wrong one and one of the wrong kind apart', async () => {
    const { workspace } = await newWorkspace();

    expect(await callApi(workspace, 'auth.test', {}, '')).toEqual({ ok: false, error: 'not_authed' });
    expect(await callApi(workspace, 'auth.test', {}, 'xoxb-wrong')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await callApi(workspace, 'auth.test', {}, workspace.appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await callApi(workspace, 'apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' });
  });

  it('takes the token as an argument too', async () => {
    const { workspace } = await newWorkspace();

    expect(await callApi(workspace, 'auth.test', { token: workspace.botToken }, '')).toMatchObject({ ok: true });
  });

  it('does not know every method, nor every argument', async () => {
    const { workspace } = await newWorkspace();

    expect(await callApi(workspace, 'chat.shout')).toMatchObject({ error: 'unknown_method' });
    expect(await callApi(workspace, 'users.info', { user: 'U1', verbose: 'yes' })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] unknown argument: verbose'] },
    });
    expect(await callApi(workspace, 'users.info')).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: user'] },
    });
  });

  it('refuses a call for another team', async () => {
    const { workspace } = await newWorkspace();

    expect(await callApi(workspace, 'auth.test', { team_id: 'T0OTHER0001' })).toMatchObject({
      error: 'team_access_not_granted',
    });
  });

  it.each([
    ['users.info', { user: 'U0ANNA00001' }, 'users:read'],
    ['users.list', {}, 'users:read'],
    ['users.lookupByEmail', { email: 'anna@example.com' }, 'users:read.email'],
    ['usergroups.list', {}, 'usergroups:read'],
    ['usergroups.users.list', { usergroup: 'S1' }, 'usergroups:read'],
    ['chat.postMessage', { channel: 'U0ANNA00001', text: 'x' }, 'chat:write'],
    ['conversations.open', { users: 'U0ANNA00001' }, 'im:write'],
    ['files.info', { file: 'F1' }, 'files:read'],
    ['team.info', {}, 'team:read'],
    ['emoji.list', {}, 'emoji:read'],
  ])('%s names the scope that is missing and those there are', async (method, given, needed) => {
    const { workspace } = await newWorkspace({ scopes: ['commands'] });

    expect(await callApi(workspace, method, given)).toEqual({
      ok: false,
      error: 'missing_scope',
      needed,
      provided: 'commands',
    });
  });

  it('keeps a list of every call with its answer', async () => {
    const { workspace } = await newWorkspace();

    await callApi(workspace, 'users.info', { user: 'U0NOBODY' });

    expect(workspace.callsOf('users.info')).toMatchObject([
      { token: 'bot', arguments: { user: 'U0NOBODY' }, answer: { error: 'user_not_found' }, status: 200 },
    ]);
  });
});

describe('people', () => {
  it('have an e-mail only where users:read.email is granted', async () => {
    const full = await newWorkspace();
    const without = await newWorkspace({ scopes: ['users:read'] });

    expect(await callApi(full.workspace, 'users.info', { user: full.anna.id })).toMatchObject({
      user: { id: full.anna.id, name: 'anna', profile: { email: 'anna@example.com', display_name: 'Anna' } },
    });
    const { user } = await callApi(without.workspace, 'users.info', { user: without.anna.id });
    expect(user).not.toHaveProperty('profile.email');
  });

  it('carry their language only when it is asked for', async () => {
    const { workspace } = await newWorkspace();
    const olga = workspace.people.add({ name: 'olga', realName: 'Ольга', locale: 'ru-RU' });

    expect(await callApi(workspace, 'users.info', { user: olga.id, include_locale: 'true' })).toMatchObject({
      user: { locale: 'ru-RU' },
    });
    expect((await callApi(workspace, 'users.info', { user: olga.id })).user).not.toHaveProperty('locale');
  });

  it('who are deactivated show little, and cannot be found by e-mail', async () => {
    const { workspace } = await newWorkspace();
    workspace.people.add({
      id: 'U0GONE00001',
      name: 'gone',
      realName: 'Gone',
      email: 'gone@example.com',
      deleted: true,
    });

    const { user } = await callApi(workspace, 'users.info', { user: 'U0GONE00001' });
    expect(user).toMatchObject({ deleted: true });
    expect(user).not.toHaveProperty('is_admin');
    expect(await callApi(workspace, 'users.lookupByEmail', { email: 'gone@example.com' })).toMatchObject({
      error: 'users_not_found',
    });
    expect(await callApi(workspace, 'users.lookupByEmail', { email: 'ANNA@example.com' })).toMatchObject({ ok: true });
  });

  it('are listed in pages, and on a big workspace only so', async () => {
    const { workspace } = await newWorkspace({ limitRequired: true });
    workspace.people.add({ name: 'boris', realName: 'Boris' });

    expect(await callApi(workspace, 'users.list')).toMatchObject({ error: 'limit_required' });
    const names: string[] = [];
    let cursor = '';
    do {
      const page: { members?: { name: string }[]; response_metadata?: { next_cursor: string } } = await callApi(
        workspace,
        'users.list',
        { limit: '2', cursor },
      );
      names.push(...(page.members ?? []).map((member) => member.name));
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    expect(names).toEqual(['b24notify', 'anna', 'boris']);
  });
});

describe('user groups', () => {
  it('are listed, and give their members', async () => {
    const { workspace, anna } = await newWorkspace();
    const sales = workspace.groups.add({ handle: 'sales', members: [anna] });
    workspace.groups.add({ handle: 'old', members: [], disabled: true });

    expect(await callApi(workspace, 'usergroups.list', { include_users: true })).toMatchObject({
      usergroups: [{ id: sales.id, handle: 'sales', users: [anna.id] }],
    });
    expect(await callApi(workspace, 'usergroups.users.list', { usergroup: sales.id })).toEqual({
      ok: true,
      users: [anna.id],
    });
    expect(await callApi(workspace, 'usergroups.users.list', { usergroup: 'S0NONE' })).toMatchObject({
      error: 'no_such_subteam',
    });
  });

  it('need a paid plan', async () => {
    const { workspace } = await newWorkspace({ freePlan: true });

    expect(await callApi(workspace, 'usergroups.list')).toMatchObject({ error: 'plan_upgrade_required' });
  });
});

describe('conversations', () => {
  it('need the scope of their kind, and are hidden where the bot is not a member', async () => {
    const { workspace, anna } = await newWorkspace({ scopes: ['channels:read', 'groups:read'] });
    const secret = workspace.channels.add({ name: 'secret', isPrivate: true, members: [anna] });

    expect(await callApi(workspace, 'conversations.info', { channel: workspace.channels.general.id })).toMatchObject({
      channel: { name: 'general', is_member: false },
    });
    expect(await callApi(workspace, 'conversations.info', { channel: secret.id })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(
      await callApi(workspace, 'conversations.info', { channel: workspace.channels.withBot(anna).id }),
    ).toMatchObject({ error: 'missing_scope', needed: 'im:read' });
  });

  it('with a person are opened once', async () => {
    const { workspace, anna } = await newWorkspace({ scopes: ['im:write'] });

    const first = await callApi(workspace, 'conversations.open', { users: anna.id });
    expect(await callApi(workspace, 'conversations.open', { users: anna.id })).toMatchObject({
      already_open: true,
      channel: first.channel,
    });
  });
});

describe('team, emoji and the bot itself', () => {
  it('can be asked for', async () => {
    const { workspace } = await newWorkspace({ scopes: ['team:read', 'emoji:read', 'users:read'] });
    workspace.emoji.add('party', 'https://emoji.example.com/party.gif');

    expect(await callApi(workspace, 'team.info')).toMatchObject({ team: { id: workspace.team.id } });
    expect(await callApi(workspace, 'emoji.list')).toMatchObject({
      emoji: { party: 'https://emoji.example.com/party.gif' },
    });
    expect(await callApi(workspace, 'bots.info', { bot: workspace.app.botId })).toMatchObject({
      bot: { user_id: workspace.app.userId },
    });
  });
});

describe('the rate', () => {
  it.each([
    ['users.list', 20],
    ['usergroups.list', 20],
    ['users.lookupByEmail', 50],
    ['apps.connections.open', 50],
    ['users.info', 100],
    ['files.info', 100],
    ['views.update', 100],
  ])('of %s is %d a minute', async (method, most) => {
    let now = Date.now();
    const { workspace } = await newWorkspace({ now: () => now });
    const call = async () => (await callApi(workspace, method)).error;
    for (let calls = 0; calls < most; calls++) expect(await call()).not.toBe('ratelimited');
    expect(await call()).toBe('ratelimited');
    now += 59_000;
    expect(await call()).toBe('ratelimited');
    now += 1000;
    expect(await call()).not.toBe('ratelimited');
  });

  it('of messages is one a second in each conversation, whichever way it is named', async () => {
    let now = Date.now();
    const { workspace, anna } = await newWorkspace({ now: () => now });
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris' });
    const post = async (channel: string) =>
      (await callApi(workspace, 'chat.postMessage', { channel, text: 'x' })).error;
    const { id } = workspace.channels.withBot(anna);
    expect(await post(anna.id)).toBeUndefined();
    expect([await post(anna.id), await post(id), await post(boris.id)]).toEqual([
      'ratelimited',
      'ratelimited',
      undefined,
    ]);
    now += 1000;
    expect(await post(id)).toBeUndefined();
  });
});
