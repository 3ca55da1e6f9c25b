import type { Settings } from './settings.ts';

/** Every secret in the configuration, for redaction by value wherever text leaves the process. */
export function secretsOf({ slack, portal, database }: Settings): string[] {
  const { botToken, transport } = slack;
  const ofSlack = transport.kind === 'socket' ? [transport.appToken] : transport.signingSecrets;
  return [botToken, ...ofSlack, ...ofPortal(portal), ...ofDatabase(database)].filter((secret) => secret !== '');
}

function ofPortal(portal: Settings['portal']): string[] {
  if (portal.mode === 'webhook') return [new URL(portal.url).pathname.split('/')[3] ?? ''];
  const { tokens, client } = portal;
  return [tokens?.accessToken ?? '', tokens?.refreshToken ?? '', client?.secret ?? ''];
}

/** node-postgres takes a password from the query too. */
function ofDatabase(database: Settings['database']): string[] {
  if (database.kind === 'sqlite') return [];
  const { password, searchParams } = new URL(database.url);
  return [password, decoded(password), ...searchParams.getAll('password')];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Bytes that are no UTF-8: there is no other way to write them than the one in the address.
    return part;
  }
}
