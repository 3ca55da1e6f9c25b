import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Recipient } from '../../../people/recipient.ts';
import { readCommandText, type Typed } from '../../command-text.ts';
import { message } from '../../messages/message.ts';
import { placeOf } from '../../place.ts';
import { reply } from '../../reply.ts';
import { openComposeForm } from '../open-compose-form.ts';
import type { Ports } from '../ports.ts';

/** "Open the form": with everything in it that was typed into the command. */
export const openForm =
  (ports: Ports) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => {
    await ack();
    const draft = await ports.outbox.draft(action.value ?? '', body.user.id);
    if (draft === undefined && action.value) {
      const { tooOld } = await ports.wordsFor(body.user.id);
      const why = message(`:x: ${tooOld.draft}`);
      await reply(client, { user: body.user.id, responseUrl: body.response_url }, why, { replies: 0, age: 0 });
      return;
    }
    const opening = { client, triggerId: body.trigger_id, user: body.user.id, ports };
    await openComposeForm(opening, await withHandles(typedIn(draft ?? ''), ports.directory), {
      place: body.channel ? placeOf(body.channel) : { kind: 'none' },
      ...(body.response_url && { responseUrl: body.response_url }),
    });
  };

/** What Slack calls the user groups, for a form shows no IDs where it can be helped. */
async function withHandles(typed: Typed, { groupHandle }: Ports['directory']): Promise<Typed> {
  const recipients = typed.recipients.map(async (recipient): Promise<Recipient> => {
    if (recipient.kind !== 'group' || recipient.label) return recipient;
    const label = await groupHandle(recipient.id).catch(() => undefined);
    return { ...recipient, ...(label && { label }) };
  });
  return { ...typed, recipients: await Promise.all(recipients) };
}

function typedIn(text: string): Typed {
  const read = readCommandText(text);
  return read.kind === 'send' || read.kind === 'unclear' ? read.typed : { recipients: [], text };
}
