import { z } from 'zod';
import { readTokens, type Tokens } from '../bitrix24/tokens.ts';

/** What Bitrix24 tells an application about itself (docs: api-reference/common/events). */
export type ApplicationEvent =
  | { kind: 'installed'; tokens: Tokens; applicationToken: string }
  | { kind: 'removed'; applicationToken: string };

const removed = z.object({ application_token: z.string().min(1) });

/**
 * Whether this is the page of an application that Bitrix24 opens for a person, with its tokens under other names: the
 * application has an interface (source: bitrix-tools/crest, src/crest.php, `installApp`).
 */
export function isOpenedPage(body: string): boolean {
  const form = new URLSearchParams(body);
  return form.has('AUTH_ID') && form.has('REFRESH_ID');
}

/**
 * Reads an event as it comes, form-encoded the PHP way (`auth[access_token]=…`). Whatever it says is still to be proved.
 * @param now milliseconds of the epoch
 * @returns undefined for anything that is no event we know
 */
export function readEvent(body: string, now: number): ApplicationEvent | undefined {
  const form = new URLSearchParams(body);
  const auth = Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const field = /^auth\[(\w+)\]$/.exec(name)?.[1];
      return field === undefined ? [] : [[field, value] as const];
    }),
  );
  const token = removed.safeParse(auth).data?.application_token;
  if (token === undefined) return undefined;
  switch (form.get('event')?.toUpperCase()) {
    case 'ONAPPINSTALL':
    case 'ONAPPUPDATE': {
      const tokens = readTokens(auth, now);
      return tokens?.refreshToken === undefined ? undefined : { kind: 'installed', tokens, applicationToken: token };
    }
    case 'ONAPPUNINSTALL':
      return { kind: 'removed', applicationToken: token };
    default:
      return undefined;
  }
}
