import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { notKept } from '../../messages/confirmation.ts';
import { reply } from '../../reply.ts';
import { heldIn } from '../../views/confirmation-form.ts';
import { acceptedWith } from '../accepted.ts';
import type { Ports } from '../ports.ts';

/** "Send" on the question whether a form's request may go to many. Closes all of the form. */
export const confirmationForm =
  (ports: Ports) =>
  async ({ ack, body, view, client }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const requestId = await ports.confirm(heldIn(view.private_metadata), body.user.id);
    const close = () => ack({ response_action: 'clear' });
    if (requestId !== undefined) return acceptedWith(close, requestId, ports);
    await close();
    await reply(client, { user: body.user.id }, notKept(await ports.wordsFor(body.user.id)), { replies: 0, age: 0 });
  };
