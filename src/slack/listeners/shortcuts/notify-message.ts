import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs, webApi } from '@slack/bolt';
import { namesOf } from '../../../requests/names-of.ts';
import { renderPlainText } from '../../../text/render/plain-text.ts';
import { slackErrorCode } from '../../directory.ts';
import { message as answer } from '../../messages/message.ts';
import { keepPassedOn } from '../../passed-on.ts';
import { placeOf } from '../../place.ts';
import { reply } from '../../reply.ts';
import { readMessage } from '../../slack-message.ts';
import { authorName, failedView, loadingView, messageForm } from '../../views/message-form.ts';
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
    const viewId = await openLoading(shortcut, client);
    if (viewId === undefined) return;
    try {
      const message = readMessage(shortcut.message);
      const [names, link] = await Promise.all([
        namesOf([message.text], ports.people(), ports.directory),
        permalink(shortcut, client),
      ]);
      const messageDraft = await keepPassedOn(
        { message: shortcut.message, ...(link !== undefined && { link }) },
        shortcut.user.id,
        ports.outbox,
      );
      const view = messageForm(
        { author: authorName(message.author), text: renderPlainText(message.text, { names }), files: message.files },
        {
          place: placeOf(shortcut.channel),
          messageDraft,
          ...(shortcut.response_url && { responseUrl: shortcut.response_url }),
        },
      );
      await client.views.update({ view_id: viewId, view });
    } catch (error) {
      // The person closed the form while it was loading: there is nothing left to show it in.
      if (slackErrorCode(error) === 'not_found') return;
      ports.log.error({ error }, 'the form for a message could not be shown');
      await client.views
        .update({
          view_id: viewId,
          view: failedView('The form could not be shown. Close it and try again in a moment.'),
        })
        .catch(() => {});
    }
  };

async function openLoading(shortcut: MessageShortcut, client: webApi.WebClient): Promise<string | undefined> {
  try {
    return (await client.views.open({ trigger_id: shortcut.trigger_id, view: loadingView() })).view?.id;
  } catch (error) {
    const code = slackErrorCode(error);
    if (code !== 'expired_trigger_id' && code !== 'exchanged_trigger_id') throw error;
    const to = { user: shortcut.user.id, ...(shortcut.response_url && { responseUrl: shortcut.response_url }) };
    const why = ':x: Nothing was sent: Slack took too long to open the form. Choose “Notify in Bitrix24” once more.';
    await reply(client, to, answer(why), { replies: 0, age: 0 });
    return undefined;
  }
}

/** Slack's own link; where it does not give one (a conversation the bot is not in), the same address put together. */
async function permalink(
  { channel, message, team }: MessageShortcut,
  client: webApi.WebClient,
): Promise<string | undefined> {
  try {
    const { permalink: link } = await client.chat.getPermalink({ channel: channel.id, message_ts: message.ts });
    if (link) return link;
  } catch {
    // Expected for private conversations; the address below opens for those who are in them.
  }
  return team ? `https://${team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}` : undefined;
}
