import { randomUUID } from 'node:crypto';
import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs, webApi } from '@slack/bolt';
import type { Words } from '../../../language/words.ts';
import { namesOf } from '../../../requests/names-of.ts';
import { renderPlainText } from '../../../text/render/plain-text.ts';
import { patient, slackErrorCode } from '../../directory.ts';
import { createFileInfo } from '../../file-info.ts';
import { keepPassedOn } from '../../passed-on.ts';
import { placeOf } from '../../place.ts';
import { readMessage } from '../../slack-message.ts';
import { authorName, failedView, LONGEST_TEXT, loadingView, messageForm } from '../../views/message-form.ts';
import { formNotOpened } from '../failed.ts';
import type { Ports } from '../ports.ts';

type Args = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

/**
 * "Notify in Bitrix24": opens the form for a message. A loading view first, for the trigger lives three seconds; then
 * the message is kept in the store, for it would not fit into the form's 3,000 characters of private_metadata.
 */
export const notifyMessage =
  (ports: Ports) =>
  async ({ shortcut, ack, client }: Args): Promise<void> => {
    await ack();
    void ports.portalDirectory.ready();
    const words = await ports.wordsFor(shortcut.user.id);
    const form = await openLoading(words, shortcut, client, ports);
    if (form === undefined) return;
    try {
      await client.views.update({ ...form, view: await formFor(words, shortcut, ports) });
    } catch (error) {
      // The person closed the form while it was loading: there is nothing left to show it in.
      if (slackErrorCode(error) === 'not_found') return;
      ports.log.error({ error, user: shortcut.user.id }, 'the form for a message could not be shown');
      await client.views.update({ ...form, view: failedView(words) }).catch((cause: unknown) => {
        ports.log.warn({ error: cause, user: shortcut.user.id }, 'a form could not even say that it failed');
      });
    }
  };

/** Slack's words for a call that was made again because its answer was lost; of a click delivered again, the form is not there. */
const OPEN_ALREADY = new Set(['duplicate_external_id', 'exchanged_trigger_id']);

/** @returns by what the form that is open is called; undefined: there is none to be filled */
async function openLoading(
  words: Words,
  shortcut: MessageShortcut,
  client: webApi.WebClient,
  ports: Ports,
): Promise<{ external_id: string } | undefined> {
  const { trigger_id: triggerId } = shortcut;
  // Known before Slack answers: an answer that is lost would else leave a form that says for ever that it is loading.
  const form = { external_id: randomUUID() };
  try {
    await client.views.open({ trigger_id: triggerId, view: { ...loadingView(words), ...form } });
    ports.openedForms.add(triggerId);
    return form;
  } catch (error) {
    if (OPEN_ALREADY.has(slackErrorCode(error) ?? '')) return form;
    const to = {
      user: shortcut.user.id,
      triggerId,
      ...(shortcut.response_url && { responseUrl: shortcut.response_url }),
    };
    await formNotOpened(error, to, client, ports);
    return undefined;
  }
}

async function formFor(words: Words, shortcut: MessageShortcut, ports: Ports) {
  const message = readMessage(shortcut.message);
  const fileInfo = createFileInfo(ports.lookUps);
  const [names, link, files] = await Promise.all([
    namesOf([message.text], ports.who(), ports.directory, words.notification),
    permalink(shortcut, ports.lookUps),
    // A file from another workspace comes as a stub without a name.
    Promise.all(
      message.files.map(async (file) => (file.standing === 'ask' ? ((await fileInfo(file.id)) ?? file) : file)),
    ),
  ]);
  const messageDraft = await keepPassedOn(
    { message: shortcut.message, ...(link !== undefined && { link }) },
    shortcut.user.id,
    ports.outbox,
  );
  const text = renderPlainText(message.text, { names, limit: LONGEST_TEXT });
  return messageForm(
    words,
    { author: authorName(words, message.author), text, files },
    {
      place: placeOf(shortcut.channel),
      messageDraft,
      ...(shortcut.response_url && { responseUrl: shortcut.response_url }),
    },
  );
}

/** Slack's own link; where it does not give one (a conversation the bot is not in), the same address put together. */
async function permalink(
  { channel, message_ts: ts, team }: MessageShortcut,
  client: webApi.WebClient,
): Promise<string | undefined> {
  try {
    const asked = client.chat.getPermalink({ channel: channel.id, message_ts: ts });
    const { permalink: link } = await patient(asked);
    if (link) return link;
  } catch {
    // Expected for private conversations; the address below opens for those who are in them.
  }
  return team ? `https://${team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}` : undefined;
}
