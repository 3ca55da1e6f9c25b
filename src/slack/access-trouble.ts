import type { Ports } from './listeners/ports.ts';
import { type Telling, type Trouble, tellAdmins } from './messages/trouble.ts';

/** Of credentials that are refused for longer, a copy of the bot that starts then tells once more. */
const ONCE_IN = 24 * 60 * 60_000;
const REFUSED = 'told that the portal refuses the credentials';

export type AccessTrouble = Extract<Trouble, { kind: 'credentials refused' | 'credentials work again' }>;

/**
 * Tells the admins that the portal refuses the bot, and that it takes it again: once each, whichever copy of the bot sees
 * it, and however often it is started in between.
 */
export async function tellOfAccess(
  trouble: AccessTrouble,
  admins: ReadonlySet<string>,
  asks: Ports['asks'],
  telling: Telling,
): Promise<void> {
  if (admins.size === 0) return;
  try {
    if (trouble.kind === 'credentials work again') {
      if (await asks.giveBack(REFUSED)) await tellAdmins(trouble, admins, telling);
      return;
    }
    if (!(await asks.take(REFUSED, ONCE_IN))) return;
    if ((await tellAdmins(trouble, admins, telling)) === 0) await asks.giveBack(REFUSED);
  } catch (error) {
    telling.log.warn({ error }, 'the admins could not be told of trouble, because the store did not answer');
  }
}
