/** Everything that must not leave the client; grows as tokens are renewed. */
export interface Secrets extends Iterable<string> {
  add(value: string | undefined): void;
}

/** Renewed tokens come every hour for months; these many recent ones are still worth looking for in a text. */
const KEPT = 20;

/** `onSecret` hears each new value once, so that a logger can mask it too. */
export function createSecrets(onSecret?: (value: string) => void): Secrets {
  const values = new Set<string>();
  return {
    add(value) {
      if (value === undefined || value === '' || values.has(value)) return;
      values.add(value);
      if (values.size > KEPT) for (const oldest of [...values].slice(0, values.size - KEPT)) values.delete(oldest);
      onSecret?.(value);
    },
    [Symbol.iterator]: () => values.values(),
  };
}
