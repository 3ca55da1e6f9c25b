import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { notKept } from '../../messages/confirmation.ts';
import { linkedMeanwhile } from '../../messages/linking.ts';
import { reply } from '../../reply.ts';
import { linkForm } from '../../views/link-form.ts';
import { heldByUnlinked } from '../../views/unlinked-form.ts';
import { onTheirWay } from '../accepted.ts';
import { askAdmins } from '../ask-for-link.ts';
import type { Ports } from '../ports.ts';

/**
 * "Ask an admin to link" on top of a form that reached nobody: the request is kept, all of the form closes, and the
 * admins are asked. An admin goes on to the form that links.
 */
export const unlinkedForm =
  (ports: Ports) =>
  async ({ ack, body, view, client }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const sender = body.user.id;
    const words = await ports.wordsFor(sender);
    const kept = await ports.keepForLink({ held: heldByUnlinked(view.private_metadata) }, sender);
    if (kept === undefined) {
      // Only this view closes: what was typed is still in the form below.
      await ack();
      return void (await reply(client, { user: sender }, notKept(words), { replies: 0, age: 0 }));
    }
    onTheirWay(kept.sent, ports);
    const [first, ...rest] = kept.people;
    if (first !== undefined && ports.who().file.admins.has(sender)) {
      return ack({ response_action: 'update', view: linkForm(words, first, rest) });
    }
    await ack({ response_action: 'clear' });
    const answer = first === undefined ? linkedMeanwhile(words) : await askAdmins(kept.people, sender, client, ports);
    await reply(client, kept.reply, answer, { replies: 0, age: 0 });
  };
