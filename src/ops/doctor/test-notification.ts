import { ulid } from 'ulid';
import { PortalError } from '../../bitrix24/errors/portal-error.ts';
import { profile } from '../../bitrix24/people.ts';
import type { Portal } from '../../bitrix24/portal.ts';
import { createSender } from '../../bitrix24/sender.ts';
import type { Settings } from '../../config/settings.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';

const CHECK = 'Test notification';
const TEXT = 'b24notify: this is a test of the set-up. It is taken back at once.';

/** Sends one real notification and takes it back. */
export async function checkSending(portal: Portal, recipient: number, as: Settings['notifyAs']): Promise<Finding> {
  const sender = createSender(portal, as);
  const tag = `b24notify-doctor-${ulid()}`;
  const content = { message: TEXT, messageOut: TEXT, attachedFiles: '', plain: TEXT };
  try {
    const sent = (await sender.send([{ key: tag, recipient, tag, form: 'whole', content }])).get(tag);
    if (sent?.kind === 'failed') return bad(CHECK, sent.sentence, sent.advice);
    if (sent?.kind !== 'created') {
      const mend =
        'Let this person switch notifications of applications on in the settings of Bitrix24, or name another.';
      return bad(CHECK, `Person ${recipient} has switched off notifications of applications.`, mend);
    }
    const back = await takenBack(sender, { id: tag, tag, portalId: sent.portalId });
    if (back === 'not') {
      return doubtful(
        CHECK,
        `Person ${recipient} got it, but the portal ignores its tag: Undo will not work, and what is repeated may double.`,
        'An old self-hosted portal does this over a webhook; use a local application there.',
      );
    }
    const { id: owner } = await profile(portal);
    if (portal.mode === 'application' || owner === recipient) {
      return good(CHECK, `Person ${recipient} got it, and it was taken back.`);
    }
    const sure = `--send-test ${owner}, the webhook's owner, makes sure of it`;
    return good(CHECK, `Person ${recipient} got it, and the portal says that it was taken back (${sure}).`);
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return bad(CHECK, error.message, error.advice);
  }
}

/**
 * A portal answers `true` to a deletion by tag also where it keeps no tags and nothing was deleted (module source:
 * im/classes/general/im_notify.php, DeleteByTag). What can be deleted by its number afterwards, in the caller's own list, was
 * still there.
 */
async function takenBack(
  sender: ReturnType<typeof createSender>,
  sent: { id: string; tag: string; portalId: number },
): Promise<'said so' | 'not'> {
  const took = async (by: 'tag' | 'number') => (await sender.takeBack([sent], by)).get(sent.id)?.kind === 'taken back';
  const byTag = await took('tag');
  const wasThere = await took('number');
  return byTag && !wasThere ? 'said so' : 'not';
}
