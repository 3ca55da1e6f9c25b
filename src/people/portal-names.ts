/** A name changes rarely. */
const LIFE = 60 * 60_000;
/** The portal did not answer: so long nobody waits for it again. */
const PAUSE = 60_000;
/** Most names kept; the oldest go first. */
const MOST = 20_000;

/**
 * What people are called in Bitrix24, for show alone: nothing depends on it, so a portal that does not answer is no
 * error, and an old name is better than none.
 * @param ask undefined where there is nobody with this number
 */
export function createPortalNames(
  ask: (bitrix24Id: number) => Promise<string | undefined>,
  now: () => number = Date.now,
): (bitrix24Id: number) => Promise<string | undefined> {
  const names = new Map<number, { name: string | undefined; until: number }>();
  let silentUntil = 0;

  return async (bitrix24Id) => {
    const known = names.get(bitrix24Id);
    if ((known && known.until > now()) || silentUntil > now()) return known?.name;
    try {
      const name = await ask(bitrix24Id);
      names.delete(bitrix24Id);
      names.set(bitrix24Id, { name, until: now() + LIFE });
      const [oldest] = names.keys();
      if (names.size > MOST && oldest !== undefined) names.delete(oldest);
      return name;
    } catch {
      silentUntil = now() + PAUSE;
      return known?.name;
    }
  };
}
