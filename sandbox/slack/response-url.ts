/**
 * response_url: thirty minutes, five uses.
 * Sources: docs.slack.dev/interactivity/handling-user-interaction; that nothing is replaced after a slash command:
 * slackapi/bolt-js#2287, slackapi/bolt-python#1268.
 */
import { randomBytes } from 'node:crypto';
import { SlackRefusal } from './api/refusal.ts';
import { checkContent, parseResponseMessage, type ResponseMessage } from './app-message.ts';
import type { Channel } from './channels.ts';
import { addMessage, type Message, type Talk } from './messages.ts';
import type { Person, Population } from './people.ts';

const LIFE_MS = 30 * 60 * 1000;
const MOST_USES = 5;

export interface ResponseUrl {
  readonly bornAt: number;
  readonly person: Person;
  readonly channel: Channel;
  /** The message whose button was clicked; without one there is nothing to replace. */
  readonly clicked: Message | undefined;
  uses: number;
}

/** Where the addresses are kept. */
export interface ResponseUrls extends Talk, Population {
  readonly responseUrls: Map<string, ResponseUrl>;
}

export function newResponseUrl(
  world: ResponseUrls,
  given: { kind: 'commands' | 'actions' | 'app'; person: Person; channel: Channel; clicked?: Message },
): string {
  const path = `/${given.kind}/${world.team.id}/${world.responseUrls.size + 1}/${randomBytes(12).toString('hex')}`;
  world.responseUrls.set(path, {
    bornAt: world.now(),
    person: given.person,
    channel: given.channel,
    clicked: given.clicked,
    uses: 0,
  });
  return world.baseUrl() + path;
}

/** What Slack answers: text `ok`, 404 for an address used up or too old, 200 with `ok: false` for a bad message. */
export function answerResponseUrl(world: ResponseUrls, path: string, body: unknown): { status: number; body: unknown } {
  const record = world.responseUrls.get(path);
  if (record === undefined) return { status: 404, body: 'no_such_url' };
  if (world.now() - record.bornAt > LIFE_MS) return { status: 404, body: { ok: false, error: 'expired_url' } };
  if (record.uses >= MOST_USES) return { status: 404, body: { ok: false, error: 'used_url' } };
  record.uses += 1;
  try {
    respond(world, record, parseResponseMessage(body));
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (error instanceof SlackRefusal) return { status: 200, body: { ok: false, error: error.code, ...error.beside } };
    throw error;
  }
}

/** Shows a response to the person, replacing or deleting the clicked message where that was asked and can be done. */
export function respond(
  world: Talk & Population,
  where: { person: Person; channel: Channel; clicked?: Message | undefined },
  message: ResponseMessage,
): void {
  const { clicked } = where;
  if (message.delete_original) {
    if (clicked === undefined || clicked.gone) throw new SlackRefusal('message_not_found');
    clicked.gone = true;
    world.happenings.tell();
    return;
  }
  const content = checkContent(world, message);
  if (message.replace_original && clicked !== undefined) {
    if (clicked.gone) throw new SlackRefusal('message_not_found');
    Object.assign(clicked, content, { edited: clicked.onlyFor === undefined });
    world.happenings.tell();
    return;
  }
  addMessage(
    world,
    {
      channel: where.channel,
      author: { kind: 'app' },
      ...(message.response_type === 'in_channel' ? {} : { onlyFor: where.person.id }),
    },
    { ...content, ...(message.thread_ts === undefined ? {} : { threadTs: message.thread_ts }) },
  );
}
