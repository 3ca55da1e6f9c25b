import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { linked, onlyAdmins } from '../../messages/linking.ts';
import { reply } from '../../reply.ts';
import { LINK_PERSON, readLinkForm } from '../../views/link-form.ts';
import type { Ports } from '../ports.ts';

/** An admin has said who somebody is in Bitrix24: what waited for that goes out. */
export const linkForm =
  (ports: Ports) =>
  async ({ ack, body, view, client }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const { slackId, bitrix24Id } = readLinkForm(view);
    const admin = body.user.id;
    const words = await ports.wordsFor(admin);
    if (bitrix24Id === undefined) {
      return ack({ response_action: 'errors', errors: { [LINK_PERSON]: words.linking.nobodyPicked } });
    }
    // Whoever is not an admin any more since the form was opened.
    if (!ports.who().file.admins.has(admin)) {
      return ack({ response_action: 'errors', errors: { [LINK_PERSON]: onlyAdmins(words) } });
    }
    const sent = await ports.linkPerson({ slackId, bitrix24Id, madeBy: admin });
    await ack();
    ports.log.info({ admin, linked: slackId, bitrix24: bitrix24Id, sent: sent.length }, 'somebody was linked');
    for (const requestId of sent) ports.reporter.expect(requestId);
    ports.deliver();
    ports.home.changed({ people: [slackId] });
    const answer = linked(words, slackId, bitrix24Id, sent.length);
    await Promise.all([
      ports.home.tell(admin, answer.text),
      reply(client, { user: admin }, answer, { replies: 0, age: 0 }),
    ]);
  };
