const MASK = '***';

/** Keys whose value is a credential, or a link that holds one (`DOWNLOAD_URL` of a webhook contains its secret). */
const secretKey =
  /^(?:auth|access_?token|refresh_?token|application_?token|client_?secret|token|download_?url|url_?download|upload_?url)$/i;

const credentialLink = /https?:\/\/[^\s"'<>\\]*\/rest\/[^\s"'<>\\]*(?:download|upload)[^\s"'<>\\]*/gi;
const webhookPath = /(\/rest\/(?:api\/)?\d+\/)[^/\s"'<>?#\\]+/gi;
const namedValue =
  /\b(auth|access_token|refresh_token|application_token|client_secret|token)(=|%3D|\\*["']?\s*:\s*\\*["'])[^\s&"'<>,}\\]+/gi;

/**
 * The text without anything that opens a portal: the given secrets wherever they stand (also percent-encoded), the secret
 * in a webhook's path, the values of `auth=`, `token=` and the like, and whole download and upload links.
 * Secrets shorter than four characters are left to the patterns: masking them would eat ordinary words.
 */
export function scrub(text: string, secrets: Iterable<string> = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    clean = clean.replaceAll(secret, MASK);
    const encoded = encodeURIComponent(secret);
    if (encoded !== secret) clean = clean.replaceAll(encoded, MASK);
  }
  return clean
    .replace(credentialLink, MASK)
    .replace(webhookPath, `$1${MASK}`)
    .replace(namedValue, (_, name: string, sign: string) => `${name}${sign}${MASK}`);
}

/** The same for a whole answer: strings inside are scrubbed, values under a credential's key are masked. */
function scrubValue(value: unknown, secrets: Iterable<string> = []): unknown {
  if (typeof value === 'string') return scrub(value, secrets);
  if (Array.isArray(value)) return value.map((item) => scrubValue(item, secrets));
  if (typeof value === 'object' && value !== null) return scrubMap(value, secrets);
  return value;
}

/** The same for an answer map. */
export function scrubMap(map: object, secrets: Iterable<string> = []): Record<string, unknown> {
  const entries = Object.entries(map).map(([key, value]): [string, unknown] => {
    if (secretKey.test(key) && typeof value === 'string' && value !== '') return [key, MASK];
    return [scrub(key, secrets), scrubValue(value, secrets)];
  });
  return Object.fromEntries(entries);
}

/**
 * A copy of an error that is safe to hand on as a cause: name, message, code, stack and its own causes, nothing else.
 * The original may hold more than its message shows (undici's parser error holds bytes of the answer).
 */
export function scrubCause(cause: unknown, secrets: Iterable<string> = [], depth = 0): Error {
  if (!(cause instanceof Error)) return new Error(scrub(String(cause), secrets));
  const inner = cause instanceof AggregateError && cause.cause === undefined ? cause.errors[0] : cause.cause;
  const deeper = inner !== undefined && depth < 5 ? { cause: scrubCause(inner, secrets, depth + 1) } : undefined;
  const copy = new Error(scrub(cause.message, secrets), deeper);
  copy.name = cause.name;
  copy.stack = scrub(cause.stack ?? '', secrets);
  const code = errorCode(cause);
  return code === undefined ? copy : Object.assign(copy, { code });
}

/** The `code` that Node and undici put on their errors. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
