import { createHash } from 'node:crypto';
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Words } from '../../../language/words.ts';
import type { Submission } from '../../../requests/submission.ts';
import type { Submitted } from '../../../requests/submit.ts';
import { readerOf } from '../../messages/reader.ts';
import { whyRefused, whyRefusedPlain } from '../../messages/reasons.ts';
import { confirmationForm } from '../../views/confirmation-form.ts';
import { FIELDS } from '../../views/fields.ts';
import { type Origin, readOrigin } from '../../views/origin.ts';
import { type FieldError, readForm, type SubmittedForm } from '../../views/submitted-form.ts';
import { unlinkedForm } from '../../views/unlinked-form.ts';
import { acceptedWith } from '../accepted.ts';
import type { Ports } from '../ports.ts';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** What a form adds to what both forms share; or the field that is wrong. */
export type FormPart = Pick<Submission, 'surface' | 'body' | 'files' | 'passedOn'> | FieldError;
type ReadPart = (form: SubmittedForm, origin: Origin, words: Words) => Promise<FormPart> | FormPart;

/**
 * Sends what a form holds. Whatever is wrong is shown in the form, below its field: it stays open, with everything that
 * was typed still in it.
 */
export async function submitForm({ ack, body, view }: Args, ports: Ports, read: ReadPart): Promise<void> {
  const words = await ports.wordsFor(body.user.id);
  const result = await submitted(words, { body, view }, ports, read).catch((error: unknown): FieldError => {
    ports.log.error({ error, form: view.callback_id, user: body.user.id }, 'a form was not accepted');
    return notStored(words);
  });
  if ('wrong' in result) return ack({ response_action: 'errors', errors: { [result.field]: result.wrong } });
  // On top of the form, which so keeps everything that was typed until the request is stored.
  if (result.kind === 'to confirm') return ack({ response_action: 'push', view: confirmationForm(words, result) });
  if (result.kind === 'refused') {
    const asker = readerOf(body.user.id, ports.who().file.admins);
    const view = unlinkedForm(words, result.held, whyRefused(words, result.refusal), asker);
    return ack({ response_action: 'push', view });
  }
  await acceptedWith(ack, result.requestId, ports);
}

async function submitted(
  words: Words,
  { body, view }: Pick<Args, 'body' | 'view'>,
  ports: Ports,
  read: ReadPart,
): Promise<Exclude<Submitted, { kind: 'refused' }> | Unlinked | FieldError> {
  const origin = readOrigin(view.private_metadata);
  const form = readForm(words, view.state.values, origin.groups);
  if ('wrong' in form) return form;
  const part = await read(form, origin, words);
  if ('wrong' in part) return part;
  const submission: Submission = {
    ...part,
    // The same form with the same words is the same request; changed after a lost answer, it is another one.
    key: `${view.id}:${view.hash}:${digestOf(view.state.values)}`,
    team: ports.team(),
    sender: { slackId: body.user.id, name: body.user.name },
    place: origin.place,
    recipients: form.recipients,
    ...(form.tag !== undefined && { tag: form.tag }),
    reply: { user: body.user.id, ...(origin.responseUrl !== undefined && { responseUrl: origin.responseUrl }) },
  };
  // The log has learnt why.
  const result = await ports.submit(submission).catch(() => undefined);
  if (result === undefined) return notStored(words);
  if (result.kind !== 'refused') return result;
  const { refusal } = result;
  if (refusal.kind === 'nobody found' && refusal.held !== undefined) {
    return { kind: 'refused', refusal, held: refusal.held };
  }
  return { field: FIELDS.people, wrong: whyRefusedPlain(words, refusal) };
}

function notStored({ refused }: Words): FieldError {
  return { field: FIELDS.people, wrong: refused.storeSilentForm };
}

/** Nobody was reached, and links would help. */
type Unlinked = Extract<Submitted, { kind: 'refused' }> & { held: string };

function digestOf(values: unknown): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22);
}
