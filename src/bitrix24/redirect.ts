import { isSafeScheme } from './access.ts';

/** What a 3xx answer means for a call. */
export type Redirect =
  | { readonly kind: 'none' }
  /** The portal has another address now; the same call may be made there. */
  | { readonly kind: 'moved'; readonly origin: string }
  /** Somewhere a call has no business: a login page, plain http, the same place again. */
  | { readonly kind: 'elsewhere'; readonly location: string };

const followed = new Set([301, 302, 307, 308]);

/**
 * Reads a redirect. A renamed portal answers 302 with the same path on its new host, and has done nothing yet
 * (Bitrix24 REST docs, "Changing the domain"); only that is followed, and only where the secret stays protected.
 */
export function readRedirect(asked: URL, status: number, location: string | undefined): Redirect {
  if (status < 300 || status >= 400) return { kind: 'none' };
  const target = location === undefined ? null : URL.parse(location, asked.href);
  if (target === null) return { kind: 'elsewhere', location: location ?? '' };
  const downgrade = asked.protocol === 'https:' && target.protocol !== 'https:';
  const same = target.pathname === asked.pathname && target.origin !== asked.origin;
  if (followed.has(status) && same && !downgrade && isSafeScheme(target))
    return { kind: 'moved', origin: target.origin };
  return { kind: 'elsewhere', location: target.host };
}
