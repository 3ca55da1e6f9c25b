import type { DispatcherTrouble } from '../delivery/dispatcher.ts';
import type { Log } from '../log/log.ts';
import { sparingErrors } from '../log/sparing.ts';
import type { AccessTrouble } from '../slack/access-trouble.ts';

/** What delivery has to say of the portal and of itself: in the log, and to the admins what they have to mend. */
export function createPortalTrouble(log: Log, tellAdmins: (trouble: AccessTrouble) => Promise<void>) {
  const repeatedly = sparingErrors(log);
  let refusedWith = '';
  let delivered = false;
  return {
    /** The portal's code of the last refusal of our credentials. */
    refusedWith: () => refusedWith,

    heard(trouble: DispatcherTrouble): void {
      if (trouble.kind === 'failed inside') {
        repeatedly(trouble.error, 'delivery failed inside the bot');
        return;
      }
      writeDown(trouble, log);
      if (trouble.kind === 'limited') return;
      if (trouble.kind === 'credentials refused') refusedWith = trouble.code;
      void tellAdmins(trouble);
    },

    /** Something has arrived. A process that ended meanwhile may have told that the portal refuses us. */
    delivered(): void {
      if (delivered) return;
      delivered = true;
      void tellAdmins({ kind: 'credentials work again' });
    },
  };
}

function writeDown(trouble: Exclude<DispatcherTrouble, { kind: 'failed inside' }>, log: Log): void {
  switch (trouble.kind) {
    case 'credentials refused':
      log.error(`Nothing is delivered, everything is kept: ${trouble.sentence} ${trouble.advice}`);
      break;
    case 'credentials work again':
      log.info('the portal takes the credentials again; delivery goes on');
      break;
    case 'limited':
      log.warn(
        `The portal refused for its rate, and is asked again: ${trouble.sentence} If it comes often, another program calls the portal from this address.`,
      );
      break;
  }
}
