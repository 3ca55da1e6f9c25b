import { chmod, stat } from 'node:fs/promises';
import { withVariables } from '../../config/env-file.ts';
import { adminLines, personLine } from '../../config/people-lines.ts';
import { writeWholeFile } from '../../config/whole-file.ts';
import { type ForPeopleFile, type PeopleFound, peopleText } from './people-proposal.ts';

const SECRETS_ONLY_OURS = 0o600;

/** Says what was written. */
export interface Teller {
  done(text: string): void;
  /** A text as it is. */
  raw(text: string): void;
}

/**
 * Puts values into `.env`, which from then on only its owner may read.
 * @param before its text as it stands
 * @throws ConfigurationError when it cannot be written
 */
export async function writeEnv(
  path: string,
  before: string,
  changes: Record<string, string>,
  tell: Teller,
): Promise<void> {
  const names = Object.keys(changes);
  if (names.length === 0) {
    const closed = await closeToOthers(path);
    return tell.done(
      `${path} had everything; it is as it was${closed ? ', but nobody else may read it any more' : ''}.`,
    );
  }
  await writeWholeFile(path, withVariables(before, changes), SECRETS_ONLY_OURS);
  tell.done(`Written to ${path}, which nobody else may read: ${names.join(', ')}.`);
}

/** @returns whether others could read it, or worse, until now */
async function closeToOthers(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return false;
  await chmod(path, SECRETS_ONLY_OURS);
  return true;
}

/**
 * Puts people and admins into people.yml, or says which lines to put there.
 * @throws ConfigurationError when it cannot be written
 */
export async function writePeople(
  path: string,
  found: PeopleFound,
  wanted: ForPeopleFile,
  tell: Teller,
): Promise<void> {
  const { people, admins } = wanted;
  const text = peopleText(found, wanted);
  if (text !== undefined) {
    await writeWholeFile(path, text);
    const parts = [people.length === 1 ? '1 person' : `${people.length} people`];
    if (admins.length > 0) parts.push(`${admins.length === 1 ? 'the admin' : 'the admins'} ${listOf(admins)}`);
    tell.done(`Written to ${path}: ${parts.join(', ')}.`);
    return;
  }
  if (people.length + admins.length === 0) return tell.done(`${path} is as it was.`);
  tell.done(`${path} is written in a way that nothing can be added to safely; put these lines into it yourself:`);
  if (people.length > 0) tell.raw(['people:', ...people.map((person) => `  ${personLine(person)}`)].join('\n'));
  if (admins.length > 0) tell.raw(adminLines(admins).trimEnd());
}

function listOf(admins: ForPeopleFile['admins']): string {
  return admins.map(({ name, slackId }) => name || slackId).join(', ');
}
