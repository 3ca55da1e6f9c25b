/** Shorter values would hide ordinary words. */
const SHORTEST = 6;

/** Knows every secret by its value and takes it out of whatever is about to leave the process. */
export interface Redaction {
  /** Learns one more secret, such as a token that was just renewed. */
  add(secret: string): void;
  redact(text: string): string;
}

export function createRedaction(secrets: readonly string[] = []): Redaction {
  const known = new Set<string>();
  const add = (secret: string) => {
    if (secret.length < SHORTEST) return;
    known.add(secret);
    // As it stands inside a JSON string, and inside an address.
    known.add(JSON.stringify(secret).slice(1, -1));
    known.add(encodeURIComponent(secret));
  };
  for (const secret of secrets) add(secret);
  return {
    add,
    redact(text) {
      let clean = text;
      for (const secret of known) if (clean.includes(secret)) clean = clean.replaceAll(secret, '***');
      return clean;
    },
  };
}
