/**
 * A stand-in Slack workspace: a real HTTP and WebSocket server on loopback that answers as Slack does, and refuses at
 * least what Slack refuses. Tests, the demo and the benchmarks stand on it.
 */
import { type Actor, actorFor } from './actor/actor.ts';
import type { LoggedCall } from './calls.ts';
import { addChannel, botChannel, type Channel, directChannel, type NewChannel } from './channels.ts';
import { HttpDelivery } from './delivery/http.ts';
import { SocketDelivery } from './delivery/socket.ts';
import { sendEvent } from './event.ts';
import { addFile, type NewFile, type StoredFile } from './files/store.ts';
import { addGroup, changeMembers, type Group, type NewGroup } from './groups.ts';
import { addMessage, type Message, type MessageContent } from './messages.ts';
import type { Misbehaviour, SocketMisbehaviour } from './misbehaviour.ts';
import { addPerson, changePerson, type NewPerson, type Person, type PersonChange } from './people.ts';
import { listen } from './server.ts';
import { createWorld, type Settings, USUAL_SCOPES, type World } from './world.ts';

export type { Actor } from './actor/actor.ts';
export { PersonCannot } from './actor/cannot.ts';
export type { CommandOptions } from './actor/command.ts';
export type { Interaction } from './actor/interaction.ts';
export type { View } from './block-kit/view.ts';
export type { LoggedCall } from './calls.ts';
export type { Channel, NewChannel } from './channels.ts';
export type { GeneratedContent, NewFile, StoredFile } from './files/store.ts';
export type { Entry } from './forms/entry.ts';
export type { Suggestions } from './forms/suggestion.ts';
export type { Group, NewGroup } from './groups.ts';
export type { Message, MessageContent } from './messages.ts';
export type { Misbehaviour } from './misbehaviour.ts';
export type { NewPerson, Person } from './people.ts';
export type { SeenMessage } from './screen.ts';

export interface WorkspaceOptions extends Partial<Settings> {
  /** The workspace's subdomain; default `sandbox`. */
  domain?: string;
  /** What the bot token may do; default: what manifest.yml asks for. */
  scopes?: string[];
  /** The clock, in milliseconds, of triggers and response_urls; default the machine's. */
  now?: () => number;
}

export interface SandboxWorkspace {
  /** `http://127.0.0.1:PORT/api/`, for SLACK_API_URL. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly team: { readonly id: string; readonly domain: string; readonly url: string };
  /** The app as the workspace knows it. */
  readonly app: { readonly id: string; readonly userId: string; readonly botId: string };
  readonly people: {
    add(person: NewPerson): Person;
    /** Resolves once the app has heard of it. */
    change(person: Person, change: PersonChange): Promise<Person>;
  };
  readonly channels: {
    /** A public channel everybody is in, but not the bot. */
    readonly general: Channel;
    add(channel: NewChannel): Channel;
    /** The conversation of two people. */
    direct(one: Person, other: Person): Channel;
    /** The conversation of a person with the bot. */
    withBot(person: Person): Channel;
  };
  readonly groups: {
    add(group: NewGroup): Group;
    /** Resolves once the app has heard of it. */
    change(group: Group, members: Person[]): Promise<void>;
  };
  readonly files: { add(file: NewFile): StoredFile };
  readonly emoji: { add(name: string, url: string): void };
  /** Posts a message that people can use a shortcut on. */
  post(channel: Channel, author: Person | 'app', content: MessageContent): Message;
  /** Takes a message away, as if its author had deleted it. */
  unpost(message: Message): void;
  /** Sends payloads to the app's request URL, signed. Ends Socket Mode. */
  deliverOverHttp(url: string, signingSecret?: string): void;
  /** How many Socket Mode connections the app holds. */
  readonly openSockets: number;
  as(person: Person): Actor;
  /** Every request the app made, in order; `answer` is filled in when it was given. */
  readonly calls: readonly LoggedCall[];
  /** The calls of one method. */
  callsOf(method: string): LoggedCall[];
  /** Makes something go wrong; the function returned ends it. */
  misbehave(rule: Misbehaviour): () => void;
  /** Resolves when the predicate holds; it is looked at after every change in the workspace. Default 5 s. */
  waitFor(predicate: () => boolean, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorkspace(options: WorkspaceOptions = {}): Promise<SandboxWorkspace> {
  const world = createWorld({
    domain: options.domain ?? 'sandbox',
    scopes: options.scopes ?? USUAL_SCOPES,
    now: options.now ?? Date.now,
    settings: {
      ackTimeoutMs: options.ackTimeoutMs ?? 3000,
      warningMs: options.warningMs ?? 10_000,
      messagesTab: options.messagesTab ?? true,
      homeTab: options.homeTab ?? true,
      freePlan: options.freePlan ?? false,
      limitRequired: options.limitRequired ?? false,
      enterpriseId: options.enterpriseId,
      tiers: options.tiers ?? true,
    },
  });
  const close = await listen(world);
  addBot(world);
  const general = addChannel(world, { name: 'general' });
  return {
    apiUrl: `${world.baseUrl()}/api/`,
    botToken: world.secrets.botToken,
    appToken: world.secrets.appToken,
    signingSecret: world.secrets.signingSecret,
    team: world.team,
    app: world.app,
    people: {
      add(given) {
        const person = addPerson(world, given);
        general.members.add(person.id);
        return person;
      },
      async change(person, change) {
        const changed = changePerson(world, person, change);
        await sendEvent(world, changed.event);
        return changed.person;
      },
    },
    channels: {
      general,
      add: (channel) => addChannel(world, channel),
      direct: (one, other) => directChannel(world, one, other),
      withBot: (person) => botChannel(world, person),
    },
    groups: {
      add: (group) => addGroup(world, group),
      change: async (group, members) => void (await sendEvent(world, changeMembers(world, group, members))),
    },
    files: { add: (file) => addFile(world, file) },
    emoji: { add: (name, url) => void world.customEmoji.set(name, url) },
    post: (channel, author, content) =>
      addMessage(
        world,
        { channel, author: author === 'app' ? { kind: 'app' } : { kind: 'person', person: author } },
        content,
      ),
    unpost(message) {
      message.gone = true;
      world.happenings.tell();
    },
    deliverOverHttp(url, signingSecret = world.secrets.signingSecret) {
      world.delivery?.stop();
      world.delivery = new HttpDelivery(world, url, signingSecret);
    },
    get openSockets() {
      return world.delivery instanceof SocketDelivery ? world.delivery.open : 0;
    },
    as: (person) => actorFor(world, person, general),
    calls: world.calls,
    callsOf: (method) => world.calls.filter((call) => call.method === method),
    misbehave: (rule) => misbehave(world, rule),
    waitFor: (predicate, timeoutMs = 5000) =>
      world.happenings.until(predicate, timeoutMs, () => {
        const last = world.calls.slice(-10).map((call) => call.method);
        return `the state that was waited for; the last calls were ${last.join(', ') || 'none'}`;
      }),
    stop: close,
  };
}

function addBot(world: World): void {
  addPerson(world, { id: world.app.userId, name: world.app.name, realName: world.app.name, isBot: true });
}

function misbehave(world: World, rule: Misbehaviour): () => void {
  if (!isForSockets(rule)) return world.misbehaviours.add(rule);
  if (!(world.delivery instanceof SocketDelivery)) throw new Error('the app is not connected over Socket Mode');
  switch (rule.do) {
    case 'disconnect':
      world.delivery.disconnect(rule.reason);
      break;
    case 'silent-death':
      world.delivery.goSilent();
      break;
    case 'cut-line':
      world.delivery.cutLine();
      break;
  }
  return () => {};
}

function isForSockets(rule: Misbehaviour): rule is SocketMisbehaviour {
  return rule.do === 'disconnect' || rule.do === 'silent-death' || rule.do === 'cut-line';
}
