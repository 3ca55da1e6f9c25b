import { z } from 'zod';
import { PortalError } from './errors/portal-error.ts';
import type { CallOptions, Portal } from './portal.ts';

const schema = z.object({
  LANGUAGE_ID: z.string().optional().catch(undefined),
  LICENSE: z.string().optional().catch(undefined),
});

/**
 * The language of the portal, as in `ru`. An application is told it (`LANGUAGE_ID`); a webhook only the licence, which
 * begins with it (`ru_selfhosted`, `de_ent250`; module source: rest/lib/api/app.php), and some portals refuse a webhook
 * altogether (docs: api-reference/common/system/app-info).
 * @returns undefined where the portal does not tell us
 * @throws PortalError when it gave no answer, or takes no credentials
 */
export async function portalLanguage(portal: Portal, options?: CallOptions): Promise<string | undefined> {
  try {
    const { result } = await portal.call('app.info', {}, options);
    const { LANGUAGE_ID, LICENSE } = schema.catch({}).parse(result);
    return LANGUAGE_ID ?? /^([a-z]{2})_/i.exec(LICENSE ?? '')?.[1]?.toLowerCase();
  } catch (error) {
    // "Application context required", or a portal that has no such method.
    if (error instanceof PortalError && error.failure === 'defect') return undefined;
    throw error;
  }
}
