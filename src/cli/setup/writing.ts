import { chmod, stat } from 'node:fs/promises';
import { withVariables } from '../../config/env-file.ts';
import { personLine } from '../../config/people-lines.ts';
import { writeWholeFile } from '../../config/whole-file.ts';
import type { Suggestion } from '../../people/comparison.ts';
import { type PeopleFound, peopleText } from './people-proposal.ts';

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
 * Puts people into people.yml, or says which lines to put there.
 * @throws ConfigurationError when it cannot be written
 */
export async function writePeople(
  path: string,
  found: PeopleFound,
  listed: readonly Suggestion[],
  tell: Teller,
): Promise<void> {
  const text = peopleText(found, listed);
  if (text !== undefined) {
    await writeWholeFile(path, text);
    tell.done(`Written to ${path}: ${listed.length === 1 ? '1 person' : `${listed.length} people`}.`);
  } else if (listed.length > 0) {
    tell.done(`${path} is written in a way that nothing can be added to safely; put these below people: yourself:`);
    tell.raw(listed.map((person) => `  ${personLine(person)}`).join('\n'));
  } else tell.done(`${path} is as it was.`);
}
