import { PortalError } from '../../bitrix24/errors/portal-error.ts';
import { getPeopleById } from '../../bitrix24/people.ts';
import type { Portal } from '../../bitrix24/portal.ts';
import type { PeopleFile } from '../../config/people-file.ts';
import { doubtful, type Finding, good } from './finding.ts';

const CHECK = 'people.yml';
const MOST_NAMED = 10;

/** Whether those whom people.yml lists are still in Bitrix24. */
export async function checkListedPeople(portal: Portal, file: PeopleFile): Promise<Finding> {
  const listed = [...new Set([...file.bySlackId.values(), ...file.byEmail.values()])];
  if (listed.length === 0 && file.matchByEmail)
    return good(CHECK, 'Nobody is listed; whoever has the same e-mail address on both sides is found by it.');
  if (listed.length === 0) {
    const mend = 'List at least one person: - { slack: anna@example.com, bitrix24: 12 }';
    return doubtful(CHECK, 'Nobody is listed.', mend);
  }
  try {
    const there = new Map((await getPeopleById(portal, listed)).map((person) => [person.id, person]));
    const absent = listed.filter((id) => !there.has(id));
    const dismissed = listed.filter((id) => there.get(id)?.active === false);
    if (absent.length + dismissed.length === 0)
      return good(CHECK, `All ${listed.length} people listed are in Bitrix24.`);
    const what = [
      ...(absent.length > 0 ? [`not in Bitrix24: ${some(absent)}`] : []),
      ...(dismissed.length > 0 ? [`dismissed: ${some(dismissed)}`] : []),
    ];
    return doubtful(CHECK, `Of ${listed.length} people listed, ${what.join('; ')}.`, 'Correct or remove these lines.');
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return doubtful(CHECK, `It could not be asked who of it is in Bitrix24. ${error.message}`, error.advice);
  }
}

function some(ids: readonly number[]): string {
  const more = ids.length - MOST_NAMED;
  return `${ids.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
