/** Variables whose values open something. */
const secretVariables = [
  'BITRIX24_ACCESS_TOKEN',
  'BITRIX24_REFRESH_TOKEN',
  'BITRIX24_CLIENT_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
];
const secretAddresses = ['BITRIX24_WEBHOOK_URL', 'DATABASE_URL'];

/**
 * Every secret in the environment, whether or not its variable is well formed, for redaction by value wherever text
 * leaves the process.
 */
export function secretsOfEnvironment(env: NodeJS.ProcessEnv): string[] {
  const values = secretVariables.flatMap((name) => (env[name] ?? '').split(','));
  const parts = secretAddresses.flatMap((name) => secretsOfAddress(env[name] ?? ''));
  return [...values.map((value) => value.trim()), ...parts].filter((secret) => secret !== '');
}

/**
 * The path of a webhook holds its secret; a wrongly pasted one may hold it anywhere in the path. A database has its
 * password before the host, and node-postgres takes one from the query too.
 */
export function secretsOfAddress(address: string): string[] {
  const url = URL.parse(address.trim());
  if (url === null) return [];
  const segments = /^https?:$/.test(url.protocol) ? url.pathname.split('/') : [];
  const inPath = segments.filter((segment) => !/^(?:rest|\d*)$/.test(segment));
  const written = [url.password, ...inPath].flatMap((value) => [value, decoded(value)]);
  return [...new Set([...written, ...url.searchParams.getAll('password')])];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Bytes that are no UTF-8: there is no other way to write them than the one in the address.
    return part;
  }
}
