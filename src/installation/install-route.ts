import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { PortalError } from '../bitrix24/errors/portal-error.ts';
import { fixedToken } from '../bitrix24/oauth.ts';
import { createPortal } from '../bitrix24/portal.ts';
import type { Tokens } from '../bitrix24/tokens.ts';
import { type Handler, send } from '../http/server.ts';
import type { Log } from '../log/log.ts';
import { isOpenedPage, readEvent } from './event.ts';

/** Where the local application's page of Bitrix24 has its "initial installation path". */
export const INSTALL_PATH = '/bitrix24/install';

/** Where the tokens are kept. */
export interface InstallationKeep {
  install(tokens: Tokens, applicationToken: string): Promise<void>;
  applicationToken(): Promise<string | undefined>;
  forget(): Promise<void>;
}

export interface InstallationOptions {
  /** The portal of the settings: whoever says to be another is not believed. */
  domain: string;
  /** The application of the settings. */
  clientId: string;
  keep: InstallationKeep;
  log: Log;
  /** Learns the tokens that are believed. */
  onSecret(secret: string): void;
  onInstalled(): void;
  onRemoved(): void;
}

const LARGEST_BODY = 64 * 1024;
/** Everybody may write to this address, and each claim costs a request of the portal's rate. */
const CLAIM_PAUSE = 2000;
const PATIENCE = 10_000;

const WITHOUT_PAGE =
  'tick "Uses API only" ("Script only") on the page of the local application in Bitrix24, save, and install it again';

const appInfo = z.object({ CODE: z.string() });

/**
 * Takes `ONAPPINSTALL` and `ONAPPUNINSTALL`. An installation is believed only when the portal of the settings says of the
 * token it brought that it belongs to the application of the settings; a removal, only with the application token that
 * came with the installation. Bitrix24 sends no event twice, so a refusal says in the log what to do.
 */
export function installRoute(options: InstallationOptions): Handler {
  const { log, keep } = options;
  let nextClaim = 0;
  /** Once for each pause: whoever floods this address shall not flood the log. */
  let told = false;
  /** Once in a run: whoever opens it reads the same in the page. */
  let toldOfPage = false;

  return async (request, response) => {
    const body = await readBody(request);
    if (body === undefined) return send(response, 413, { error: 'too large' });
    const event = readEvent(body, Date.now());
    if (event === undefined) {
      if (!isOpenedPage(body)) return send(response, 400, { error: 'no event of an application' });
      if (!toldOfPage) log.warn(`the application was opened as a page, so it is not installed: ${WITHOUT_PAGE}`);
      toldOfPage = true;
      return send(response, 400, { error: WITHOUT_PAGE });
    }
    if (event.kind === 'removed') {
      if (!same(event.applicationToken, await keep.applicationToken()))
        return send(response, 403, { error: 'refused' });
      await keep.forget();
      log.error('the application was removed from Bitrix24: nothing is delivered until it is installed again');
      options.onRemoved();
      return send(response, 200, { status: 'removed' });
    }
    if (performance.now() < nextClaim) {
      if (!told)
        log.warn('an installation came too soon after another claim; if it was yours, reinstall the application');
      told = true;
      return send(response, 429, { error: 'too many' });
    }
    nextClaim = performance.now() + CLAIM_PAUSE;
    told = false;
    const doubt = await whyDoubted(event.tokens, options);
    if (doubt !== undefined) {
      log.error(
        { why: doubt },
        'an installation was not believed; if it was yours, reinstall the application in Bitrix24',
      );
      return send(response, 403, { error: 'refused' });
    }
    // Not before: whoever may write here could have any word hidden in the log, and real tokens forgotten.
    for (const secret of [event.tokens.accessToken, event.tokens.refreshToken, event.applicationToken])
      if (secret !== undefined) options.onSecret(secret);
    try {
      await keep.install(event.tokens, event.applicationToken);
    } catch (error) {
      log.error(
        { error },
        'the application was installed, but its tokens could not be stored; reinstall it in Bitrix24 once the store works',
      );
      return send(response, 503, { error: 'not stored' });
    }
    log.info('the application was installed in Bitrix24; its tokens are in the store');
    options.onInstalled();
    return send(response, 200, { status: 'installed' });
  };
}

async function whyDoubted(
  { accessToken }: Tokens,
  { domain, clientId }: InstallationOptions,
): Promise<string | undefined> {
  const portal = createPortal({ mode: 'application', domain, tokens: fixedToken(accessToken) });
  try {
    const { result } = await portal.call('app.info', {}, { timeoutMs: PATIENCE });
    const code = appInfo.safeParse(result).data?.CODE;
    return code === clientId ? undefined : 'the token belongs to another application than BITRIX24_CLIENT_ID';
  } catch (error) {
    if (error instanceof PortalError) return error.message;
    throw error;
  } finally {
    await portal.close();
  }
}

function same(one: string, other: string | undefined): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other ?? '')];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Read on to the end: a request that is left in the middle takes the answer down with its connection.
    if (size <= LARGEST_BODY) chunks.push(bytes);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString('utf8');
}
