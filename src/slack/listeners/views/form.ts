import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Submission } from '../../../requests/submission.ts';
import { whyRefusedPlain } from '../../messages/reasons.ts';
import { FIELDS } from '../../views/fields.ts';
import { type Origin, readOrigin } from '../../views/origin.ts';
import { readForm, type SubmittedForm } from '../../views/submitted-form.ts';
import { acceptedWith } from '../accepted.ts';
import type { Ports } from '../ports.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** What a form adds to what both forms share; or the field that is wrong. */
export type FormPart = Pick<Submission, 'surface' | 'body' | 'files' | 'passedOn'> | { field: string; wrong: string };

/**
 * Sends what a form holds. Whatever is wrong is shown in the form, below its field: it stays open, with everything that
 * was typed still in it.
 */
export async function submitForm(
  { ack, body, view }: Args,
  ports: Ports,
  read: (form: SubmittedForm, origin: Origin) => Promise<FormPart> | FormPart,
): Promise<void> {
  const wrong = (field: string, text: string) => ack({ response_action: 'errors', errors: { [field]: text } });
  let requestId: string;
  try {
    const form = readForm(view.state.values);
    if ('wrong' in form) return await wrong(form.field, form.wrong);
    const origin = readOrigin(view.private_metadata);
    const part = await read(form, origin);
    if ('wrong' in part) return await wrong(part.field, part.wrong);
    const submitted = await ports.submit({
      ...part,
      key: `${view.id}:${view.hash}`,
      team: body.team?.id ?? body.user.team_id ?? '',
      sender: { slackId: body.user.id, name: body.user.name },
      place: origin.place,
      recipients: form.recipients,
      ...(form.tag !== undefined && { tag: form.tag }),
      reply: { user: body.user.id, ...(origin.responseUrl !== undefined && { responseUrl: origin.responseUrl }) },
    });
    if (submitted.kind === 'refused') return await wrong(FIELDS.people, whyRefusedPlain(submitted.refusal));
    requestId = submitted.requestId;
  } catch (error) {
    ports.log.error({ error }, 'a form was not accepted');
    return await wrong(FIELDS.people, 'The bot could not store this, so nothing was sent. Try again in a moment.');
  }
  await acceptedWith(ack, requestId, ports);
}
