import { listPeople } from '../bitrix24/all-people.ts';
import { type EmailMatch, getPerson, type Person } from '../bitrix24/people.ts';
import { findByEmails } from '../bitrix24/people-by-email.ts';
import type { Portal } from '../bitrix24/portal.ts';
import { portalLanguage } from '../bitrix24/portal-language.ts';
import type { PortalRate } from '../delivery/portal-rate.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { observedLookUp } from '../ops/observed.ts';
import { createAddressBook } from '../people/address-book.ts';
import type { Searchable } from '../people/name-search.ts';
import { createPortalDirectory } from '../people/portal-directory.ts';
import { createPortalNames } from '../people/portal-names.ts';
import type { AddressMatch } from '../people/portal-people.ts';

/** Somebody waits for the answer, and Slack for three seconds: look-ups in the portal have about half of them. */
const WAIT = 300;
const PATIENCE = 1200;
/** Nobody waits for the list of all people, so a busy portal may take its time over each page. */
const LISTING_WAIT = 60_000;

/** Everything that the bot asks the portal about people and its language, within the rate of the notifications. */
export function createPortalLookUps(
  portal: Portal,
  { rate, log, metrics }: { rate: PortalRate; log: Log; metrics: Metrics },
) {
  const lookUp = (addresses: readonly string[]) => rate.ask(() => lookUpAddresses(portal, addresses, log), WAIT);
  return {
    addresses: createAddressBook({ lookUp: observedLookUp(lookUp, metrics) }),
    directory: createPortalDirectory(
      async () => (await listPeople(portal, { turn: (page) => rate.ask(page, LISTING_WAIT) })).map(searchable),
      (error) =>
        log.warn({ error }, 'the people of the portal could not be listed; they cannot be searched by name now'),
    ),
    nameOf: createPortalNames(async (id) => {
      const asked = () => getPerson(portal, id, { timeoutMs: PATIENCE });
      return (await rate.ask(asked, WAIT))?.name || undefined;
    }),
    language: (signal: AbortSignal) => rate.ask(() => portalLanguage(portal, { signal }), LISTING_WAIT),
  };
}

/** Whom addresses belong to in the portal. The log learns when the rights do not show any: nobody can be matched then. */
async function lookUpAddresses(
  portal: Portal,
  addresses: readonly string[],
  log: Log,
): Promise<ReadonlyMap<string, AddressMatch>> {
  const matches = await findByEmails(portal, addresses, { timeoutMs: PATIENCE });
  if ([...matches.values()].some(({ kind }) => kind === 'addresses hidden')) {
    log.warn(
      'people cannot be matched by e-mail: the webhook or application does not see addresses; give it user_basic',
    );
  }
  return new Map([...matches].map(([address, match]) => [address, addressMatch(match)]));
}

function searchable({ id, name, email }: Person): Searchable {
  return { bitrix24Id: id, name, ...(email && { email }) };
}

function addressMatch(match: EmailMatch): AddressMatch {
  return match.kind === 'found' ? { kind: 'found', bitrix24Id: match.person.id } : { kind: match.kind };
}
