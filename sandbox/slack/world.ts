/**
 * Everything the workspace knows, in one place. What keeps a part of it asks for that part alone, so that imports lead here and
 * not back.
 */
import { randomBytes } from 'node:crypto';
import { CallRates } from './api/rate.ts';
import type { LoggedCall } from './calls.ts';
import type { Channel } from './channels.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { StoredFile } from './files/store.ts';
import type { OpenView } from './forms/open-view.ts';
import type { Group } from './groups.ts';
import { Happenings } from './happenings.ts';
import { idMaker, timestampMaker } from './ids.ts';
import type { Message } from './messages.ts';
import { Misbehaviours } from './misbehaviour.ts';
import type { Person } from './people.ts';
import type { ResponseUrl } from './response-url.ts';
import type { Trigger } from './trigger.ts';

/** The bot scopes that manifest.yml asks for: a test holds the two together. */
export const USUAL_SCOPES = [
  'commands',
  'chat:write',
  'files:read',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'channels:read',
];

export interface Settings {
  /** How long Slack waits for an acknowledgement: 3,000 ms. */
  ackTimeoutMs: number;
  /** How long a Socket Mode connection lives after the warning that it ends: about ten seconds. */
  warningMs: number;
  /** App Home switches of the manifest. */
  messagesTab: boolean;
  homeTab: boolean;
  /** A free plan has no user groups (`plan_upgrade_required`). */
  freePlan: boolean;
  /** A big workspace answers users.list without `limit` with `limit_required`. */
  limitRequired: boolean;
  /** The Enterprise organization that the workspace is a part of. */
  enterpriseId: string | undefined;
  /** False lifts the rate limits of the Web API, where something else is to be measured. */
  tiers: boolean;
}

export type World = ReturnType<typeof createWorld>;

export function createWorld(given: {
  domain: string;
  scopes: readonly string[];
  now: () => number;
  settings: Settings;
}) {
  const newId = idMaker();
  const secret = (bytes: number) => randomBytes(bytes).toString('hex');
  const server: { baseUrl: string } = { baseUrl: '' };
  const happenings = new Happenings();
  return {
    now: given.now,
    settings: given.settings,
    scopes: new Set(given.scopes),
    server,
    /** Origin of the loopback server, without a slash at the end. */
    baseUrl: () => server.baseUrl,
    team: { id: newId('T'), domain: given.domain, name: given.domain, url: `https://${given.domain}.slack.com/` },
    app: { id: newId('A'), userId: newId('U'), botId: newId('B'), name: 'b24notify' },
    secrets: {
      botToken: `xoxb-100000000001-200000000002-${secret(12)}`,
      appToken: `xapp-1-A0SANDBOX-300000000003-${secret(32)}`,
      signingSecret: secret(16),
      verificationToken: secret(12),
    },
    newId,
    newTimestamp: timestampMaker(given.now),
    happenings,
    misbehaviours: new Misbehaviours(),
    people: new Map<string, Person>(),
    channels: new Map<string, Channel>(),
    /** By the person's id. */
    botChannels: new Map<string, Channel>(),
    groups: new Map<string, Group>(),
    /** Name to picture address (or `alias:name`). */
    customEmoji: new Map<string, string>(),
    files: new Map<string, StoredFile>(),
    messages: [] as Message[],
    views: new Map<string, OpenView>(),
    /** The forms a person has open, the visible one last. */
    stacks: new Map<string, OpenView[]>(),
    homes: new Map<string, OpenView>(),
    triggers: new Map<string, Trigger>(),
    responseUrls: new Map<string, ResponseUrl>(),
    calls: [] as LoggedCall[],
    rates: new CallRates(),
    delivery: undefined as Delivery | undefined,
    stopping: new AbortController(),
  };
}
