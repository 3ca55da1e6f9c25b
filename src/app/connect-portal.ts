import { parseDomain } from '../bitrix24/access.ts';
import { createTokenSource, type TokenKeep } from '../bitrix24/oauth.ts';
import { createPortal, type Portal, type PortalOptions } from '../bitrix24/portal.ts';
import type { PortalSettings } from '../config/settings.ts';

/**
 * The portal as configured.
 * @param keep where renewed tokens of the application mode live
 */
export function connectPortal(settings: PortalSettings, options: PortalOptions, keep?: TokenKeep): Portal {
  if (settings.mode === 'webhook') return createPortal(settings, options);
  const { domain, tokens, client, oauthUrl } = settings;
  const source = createTokenSource({
    ...(tokens && { initial: tokens }),
    ...(client && { client }),
    oauthUrl,
    ...(keep && { keep }),
  });
  return createPortal({ mode: 'application', domain, tokens: source }, options);
}

/** The key under which an application's tokens are kept. */
export function tokensKey({ domain }: Extract<PortalSettings, { mode: 'application' }>): string {
  return parseDomain(domain).host;
}
