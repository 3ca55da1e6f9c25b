import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { stillUnlinked } from '../../../requests/linking.ts';
import { linked, listedOtherwise } from '../../messages/linking.ts';
import { reply } from '../../reply.ts';
import { linkForm as formFor, readLinkForm } from '../../views/link-form.ts';
import { onTheirWay } from '../accepted.ts';
import { askName } from '../ask-for-link.ts';
import type { Ports } from '../ports.ts';

/**
 * An admin has said who somebody is in Bitrix24: what waited for that goes out, and the form goes on with the next one
 * who is not linked yet.
 */
export const linkForm =
  (ports: Ports) =>
  async ({ ack, body, view, client }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const { slackId, rest, field, bitrix24Id } = readLinkForm(view);
    const wrong = (why: string) => ack({ response_action: 'errors', errors: { [field]: why } });
    const admin = body.user.id;
    const words = await ports.wordsFor(admin);
    if (bitrix24Id === undefined) return wrong(words.linking.nobodyPicked);
    // Whoever is not an admin any more since the form was opened.
    if (!ports.who().file.admins.has(admin)) return wrong(words.linking.onlyAdmins);
    const { sent, bitrix24Id: inForce } = await ports.linkPerson({ slackId, bitrix24Id, madeBy: admin });
    const listed = inForce !== bitrix24Id;
    const said = (listed ? listedOtherwise : linked)(words, slackId, inForce, sent.length);
    const [next, ...others] = await stillUnlinked(rest, ports.who());
    await (next === undefined
      ? ack({ response_action: 'clear' })
      : ack({ response_action: 'update', view: formFor(words, next, others, said.text) })
    ).finally(() => onTheirWay(sent, ports));
    ports.log.info(
      { admin, linked: slackId, bitrix24: inForce, sent: sent.length },
      listed ? 'somebody was not linked: people.yml says who that is' : 'somebody was linked',
    );
    ports.home.changed({ people: [slackId] });
    await ports.asks.giveBack(askName(slackId));
    await Promise.all([
      ports.home.tell(admin, said.text),
      reply(client, { user: admin }, said, { replies: 0, age: 0 }),
    ]);
  };
