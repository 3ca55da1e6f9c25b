import { ulid } from 'ulid';
import { PortalError } from '../../bitrix24/errors/portal-error.ts';
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
    const { portalId } = sent;
    const back = await takenBack(sender, { id: tag, tag, portalId });
    if (back) return good(CHECK, `Person ${recipient} got it, and it was taken back.`);
    return doubtful(
      CHECK,
      `Person ${recipient} got it, but the portal did not take it back: Undo will not work.`,
      'An old self-hosted portal does this over a webhook; use a local application there.',
    );
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return bad(CHECK, error.message, error.advice);
  }
}

async function takenBack(
  sender: ReturnType<typeof createSender>,
  sent: { id: string; tag: string; portalId: number },
): Promise<boolean> {
  for (const by of ['tag', 'number'] as const) {
    if ((await sender.takeBack([sent], by)).get(sent.id)?.kind === 'taken back') return true;
  }
  return false;
}
