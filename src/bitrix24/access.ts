import { CredentialsError } from './errors/credentials-error.ts';
import type { TokenSource } from './tokens.ts';

export type { TokenSource, Tokens } from './tokens.ts';

/**
 * How a portal is reached: by an inbound webhook (`https://portal/rest/<user>/<secret>/`, acts as the person who made it)
 * or as an application (domain with or without scheme, and tokens).
 */
export type PortalAccess =
  | { readonly mode: 'webhook'; readonly url: string }
  | { readonly mode: 'application'; readonly domain: string; readonly tokens: TokenSource };

/** A webhook address in its parts. */
export interface Webhook {
  readonly origin: string;
  readonly host: string;
  readonly user: number;
  readonly secret: string;
}

const WEBHOOK_ADVICE =
  'Copy the address from the portal: Developer resources → Inbound webhook; it looks like https://portal/rest/1/secret/. Put it in BITRIX24_WEBHOOK_URL.';
const DOMAIN_ADVICE = 'Put the portal\'s address in BITRIX24_DOMAIN, for example "example.bitrix24.com".';

/**
 * Reads a webhook address, with or without the last slash. An example call on its end (`…/profile.json`), which the
 * portal's own page shows, is left off.
 *
 * @throws CredentialsError `WEBHOOK_ADDRESS`; its message never repeats what was given, for that may be the secret
 */
export function parseWebhookUrl(url: string): Webhook {
  const parsed = URL.parse(url.trim());
  if (parsed === null) throw addressError('WEBHOOK_ADDRESS', 'The webhook address is not a URL.', WEBHOOK_ADVICE);
  requireSafeScheme(parsed, 'WEBHOOK_ADDRESS', WEBHOOK_ADVICE);
  const match = /^\/rest\/(\d+)\/([A-Za-z0-9_-]+)(?:\/(?:[\w.]+\.(?:json|xml))?)?$/.exec(parsed.pathname);
  const [, user, secret] = match ?? [];
  if (user === undefined || secret === undefined) {
    const sentence = `The webhook address of ${parsed.host} does not have the form /rest/<user>/<secret>/.`;
    throw addressError('WEBHOOK_ADDRESS', sentence, WEBHOOK_ADVICE, parsed.host);
  }
  return { origin: parsed.origin, host: parsed.host, user: Number(user), secret };
}

/** The webhook address as it may be shown: `https://portal/rest/<user>/` and three stars. What can't be read is masked whole. */
export function maskUrl(url: string): string {
  const parsed = URL.parse(url.trim());
  if (parsed === null) return '***';
  const user = /^\/rest\/(\d+)\//.exec(parsed.pathname)?.[1];
  return user === undefined ? `${parsed.origin}/***` : `${parsed.origin}/rest/${user}/***/`;
}

/**
 * Reads a portal's domain (`example.bitrix24.com`, `https://example.bitrix24.com/rest/`); without a scheme it is https.
 *
 * @throws CredentialsError `PORTAL_ADDRESS`
 */
export function parseDomain(domain: string): { readonly origin: string; readonly host: string } {
  const text = domain.trim();
  const parsed = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (parsed === null || parsed.hostname === '' || parsed.username !== '') {
    throw addressError('PORTAL_ADDRESS', "The portal's domain is not an address.", DOMAIN_ADVICE);
  }
  requireSafeScheme(parsed, 'PORTAL_ADDRESS', DOMAIN_ADVICE);
  return { origin: parsed.origin, host: parsed.host };
}

/** Is it https, or http to this very machine? Anything else would show the secret on the way. */
export function isSafeScheme(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function requireSafeScheme(url: URL, code: string, advice: string): void {
  if (isSafeScheme(url)) return;
  throw addressError(code, `The portal's address must begin with https:// (${url.host}).`, advice, url.host);
}

function addressError(code: string, message: string, advice: string, host = ''): CredentialsError {
  return new CredentialsError({ message, code, method: '', host, advice });
}
