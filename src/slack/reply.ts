import type { webApi } from '@slack/bolt';
import type { Reply } from '../outbox/request.ts';
import { slackErrorCode } from './directory.ts';
import type { Message } from './messages/message.ts';

/** Slack takes answers at a response_url for 30 minutes and five times; a minute and one answer are kept in hand. */
const RESPONSE_URL_LIFE = 29 * 60_000;
const RESPONSE_URL_USES = 4;
/** A response_url that does not answer in this time is given up for a direct message. */
const PATIENCE = 5000;

const NOT_EDITABLE = new Set(['message_not_found', 'edit_window_closed', 'cant_update_message', 'channel_not_found']);

/**
 * Slack's words for one person whom the bot can never write to: trying again changes nothing. What is wrong with the bot for
 * everybody is mended one day, and their reports are kept until then: its token (`account_inactive`, `token_revoked`,
 * `invalid_auth`), the app (`messages_tab_disabled`), the workspace (`restricted_action`).
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const OUT_OF_REACH = new Set([
  'cannot_dm_bot',
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'user_disabled',
  'user_is_bot',
  'user_not_found',
]);

/** Slack's words for a message that it does not take as it is: the same one is refused again, however often it is sent. */
const NOT_SO = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']);

/** Whether a failed {@link reply} will never work, so that it should be given up. */
export function isOutOfReach(error: unknown): boolean {
  return OUT_OF_REACH.has(slackErrorCode(error) ?? '');
}

export interface Told {
  /** The direct message that carries the answer, where there is one. */
  direct?: { channel: string; ts: string };
}

/** How far a place to answer has been used. */
export interface Used {
  replies: number;
  /** Milliseconds since the response_url was made. */
  age: number;
  direct?: { channel: string; ts: string };
}

/**
 * Tells the sender: at the place where they asked as long as Slack takes answers there, by a direct message after that,
 * which is updated in place from then on.
 * @throws when Slack took neither
 */
export async function reply(client: webApi.WebClient, to: Reply, message: Message, used: Used): Promise<Told> {
  if (used.direct) {
    try {
      await client.chat.update({ ...used.direct, ...message });
      return { direct: used.direct };
    } catch (error) {
      // The person deleted it, or Slack lets nobody edit so old a message: a new one then.
      if (!NOT_EDITABLE.has(slackErrorCode(error) ?? '')) throw error;
    }
  }
  const usable = used.age < RESPONSE_URL_LIFE && used.replies < RESPONSE_URL_USES;
  if (to.responseUrl !== undefined && usable && (await respond(to.responseUrl, to.replaces ?? false, message)))
    return {};
  const { channel, ts } = await post(client, to.user, message);
  return channel !== undefined && ts !== undefined ? { direct: { channel, ts } } : {};
}

/** A message in plain words, without its buttons, is better than none. */
async function post(client: webApi.WebClient, channel: string, message: Message) {
  try {
    return await client.chat.postMessage({ channel, ...message });
  } catch (error) {
    if (!NOT_SO.has(slackErrorCode(error) ?? '')) throw error;
    return client.chat.postMessage({ channel, text: message.text });
  }
}

/** After a slash command Slack adds a line whatever is asked for; it replaces only a message that was clicked. */
async function respond(url: string, replaces: boolean, message: Message): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: replaces, ...message }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    // Slack says no with 200 as well: {"ok":false}, or a word like "invalid_blocks" as text.
    return response.ok && /^(?:ok|\{\s*"ok"\s*:\s*true.*)?$/s.test((await response.text()).trim());
  } catch {
    return false;
  }
}
