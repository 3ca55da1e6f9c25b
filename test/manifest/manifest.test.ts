import { readFileSync } from 'node:fs';
import { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { USUAL_SCOPES } from '../../sandbox/slack/world.ts';
import { registerListeners } from '../../src/slack/listeners/index.ts';
import type { Ports } from '../../src/slack/listeners/ports.ts';
import { COMMAND, COMPOSE_SHORTCUT, EVENTS_PATH, MESSAGE_SHORTCUT } from '../../src/slack/surfaces.ts';
import { manifestSchema } from './manifest-schema.ts';
import { webApiCalls } from './web-api-calls.ts';

const source = readFileSync('manifest.yml', 'utf8');
const manifest = manifestSchema.parse(parse(source));
const { features, settings, oauth_config } = manifest;

/** The scopes that a bot token needs. @see https://docs.slack.dev/reference/methods, the page of each */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // For public channels; the names of private ones are not looked up.
  'conversations.info': ['channels:read'],
  'files.info': ['files:read'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  // The e-mail in a profile is there only with the second.
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

describe('manifest.yml', () => {
  it('has the names that the contract promises', () => {
    expect(features.slash_commands.map(({ command, should_escape }) => ({ command, should_escape }))).toEqual([
      { command: COMMAND, should_escape: true },
    ]);
    expect(features.shortcuts.map(({ type, callback_id, name }) => ({ type, callback_id, name }))).toEqual([
      { type: 'message', callback_id: MESSAGE_SHORTCUT, name: 'Notify in Bitrix24' },
      { type: 'global', callback_id: COMPOSE_SHORTCUT, name: 'Write to Bitrix24' },
    ]);
  });

  it('names exactly the commands, shortcuts and events that the listeners answer', () => {
    const answered = registered();
    expect(features.slash_commands.map(({ command }) => command)).toEqual(answered.get('command'));
    expect(
      new Set(
        features.shortcuts.map(({ type, callback_id }) => ({
          callback_id,
          type: type === 'global' ? 'shortcut' : 'message_action',
        })),
      ),
    ).toEqual(new Set(answered.get('shortcut')));
    expect(settings.event_subscriptions.bot_events).toEqual(answered.get('event'));
    // Choices that Slack fetches while somebody types need an address in HTTP mode: the fifth place marked so.
    expect(answered.has('options')).toBe(true);
  });

  it('opens the Home tab, and the Messages tab that answers are written to', () => {
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: true,
    });
    expect(settings.event_subscriptions.bot_events).toContain('app_home_opened');
  });

  it('uses Socket Mode, without any address, with interactivity on and token rotation off', () => {
    expect(settings).toMatchObject({
      socket_mode_enabled: true,
      interactivity: { is_enabled: true },
      token_rotation_enabled: false,
      org_deploy_enabled: false,
    });
    expect(JSON.stringify(manifest)).not.toContain('https://');
  });

  it('is one for HTTP once the places marked so are changed', () => {
    const marked = source
      .replace(/# HTTP: ((?:request_|message_menu_options_)?url: )/g, '$1')
      .replace(/true # HTTP: false/, 'false');
    const http = manifestSchema.parse(parse(marked));
    const address = `https://bot.example.com${EVENTS_PATH}`;
    expect(http.features.slash_commands[0]?.url).toBe(address);
    expect(http.settings.event_subscriptions.request_url).toBe(address);
    expect(http.settings.interactivity.request_url).toBe(address);
    expect(http.settings.interactivity.message_menu_options_url).toBe(address);
    expect(http.settings.socket_mode_enabled).toBe(false);
    expect(source.match(/# HTTP: /g)).toHaveLength(5);
  });

  it('asks for the scopes of the methods that are called, and for no others', () => {
    const called = webApiCalls('src/slack');
    expect(called).toContain('chat.postMessage');
    expect(called.filter((method) => scopesOf[method] === undefined)).toEqual([]);
    // `commands` is for the slash command and the shortcuts; file_input in a form wants files:read.
    const needed = new Set(['commands', 'files:read', ...called.flatMap((method) => scopesOf[method] ?? [])]);
    expect(new Set(oauth_config.scopes.bot)).toEqual(needed);
    expect(oauth_config.scopes.bot).toHaveLength(needed.size);
    // What the stand-in grants unless a test says otherwise: neither more, which would hide a missing scope, nor less.
    expect(new Set(USUAL_SCOPES)).toEqual(needed);
  });
});

/** What the listeners register with Bolt, by Bolt's own word for it. */
function registered(): Map<string, unknown[]> {
  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({}),
    deferInitialization: true,
  });
  const calls = new Map<string, unknown[]>();
  const recording = new Proxy(app, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        calls.set(String(name), [...(calls.get(String(name)) ?? []), given[0]]);
        return member.apply(target, given);
      };
    },
  });
  // Nothing of the rest of the bot is touched before Slack asks for something.
  const ports: Ports = Object.create(null);
  registerListeners(recording, ports);
  return calls;
}
