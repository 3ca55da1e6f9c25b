/** Shorter values would hide ordinary words. */
const SHORTEST = 6;
/** Renewed tokens come every hour for months; a line can hold only the newest of them. */
const LEARNED = 100;

/** Knows every secret by its value and takes it out of whatever is about to leave the process. */
export interface Redaction {
  /** Learns one more secret, such as a token that was just renewed. The latest hundred are remembered. */
  add(secret: string): void;
  redact(text: string): string;
}

/** @param secrets never forgotten */
export function createRedaction(secrets: readonly string[] = []): Redaction {
  let learned: string[] = [];
  let shapes = shapesOf(secrets);
  return {
    add(secret) {
      learned = [...learned.filter((known) => known !== secret), secret].slice(-LEARNED);
      shapes = shapesOf([...secrets, ...learned]);
    },
    redact(text) {
      let clean = text;
      for (const shape of shapes) if (clean.includes(shape)) clean = clean.replaceAll(shape, '***');
      return clean;
    },
  };
}

/** Every shape that a secret may have in a text. The longest first: one secret may be the beginning of another. */
function shapesOf(secrets: readonly string[]): string[] {
  const shapes = secrets.filter((secret) => secret.length >= SHORTEST).flatMap((secret) => shapesOfOne(secret));
  return [...new Set(shapes)].sort((one, other) => other.length - one.length);
}

/** As it is; inside a JSON string, and one inside another; inside an address, and in a form. */
function shapesOfOne(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ secret }).toString().slice('secret='.length),
  ];
}
