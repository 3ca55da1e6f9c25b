import { readFile } from 'node:fs/promises';
import { PortalError } from '../../bitrix24/errors/portal-error.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { parsePeopleFile } from '../../config/people-file.ts';
import { type AdminToName, newPeopleFile, withAdmins, withPeople } from '../../config/people-lines.ts';
import type { Suggestion } from '../../people/comparison.ts';
import { findSuggestions } from '../commands/people.ts';
import { NotDoneError } from '../not-done-error.ts';
import type { Shell } from '../shell.ts';

/** people.yml as it stands. */
export type PeopleFound =
  | { kind: 'missing' }
  | { kind: 'there'; source: string; namesAdmins: boolean }
  /** Not to be touched; the doctor tells what is wrong with it. */
  | { kind: 'unreadable' };

export interface Proposal {
  found: PeopleFound;
  suggestions: readonly Suggestion[];
  /** What should be known about it, sentences. */
  notes: readonly string[];
}

/**
 * Who could be listed in people.yml, by equal addresses of both sides.
 * @param shell with the answers in its environment; without it, nobody is looked for
 */
export async function proposePeople(path: string, shell: Shell | undefined): Promise<Proposal> {
  const found = await look(path);
  if (found.kind === 'unreadable' || shell === undefined) return { found, suggestions: [], notes: [] };
  try {
    const file = parsePeopleFile(found.kind === 'there' ? found.source : '', path);
    return { found, ...(await findSuggestions(file, shell)) };
  } catch (error) {
    // People can be listed later; the doctor tells what is wrong with the service, or with a setting nobody was asked for.
    const told = error instanceof NotDoneError || error instanceof PortalError || error instanceof ConfigurationError;
    if (!told) throw error;
    return { found, suggestions: [], notes: [`Nobody can be proposed for people.yml: ${error.message}`] };
  }
}

/** Who is to be put into people.yml. */
export interface ForPeopleFile {
  people: readonly Suggestion[];
  admins: readonly AdminToName[];
}

/** The text that people.yml should have; undefined where nothing has to, or can, be written. */
export function peopleText(found: PeopleFound, { people, admins }: ForPeopleFile): string | undefined {
  switch (found.kind) {
    case 'missing':
      return newPeopleFile(people, admins);
    case 'there': {
      if (people.length + admins.length === 0) return undefined;
      const listed = people.length === 0 ? found.source : withPeople(found.source, people);
      return listed === undefined || admins.length === 0 ? listed : withAdmins(listed, admins);
    }
    case 'unreadable':
      return undefined;
  }
}

async function look(path: string): Promise<PeopleFound> {
  try {
    const source = await readFile(path, 'utf8');
    const { admins } = parsePeopleFile(source, path);
    return { kind: 'there', source, namesAdmins: admins.size > 0 };
  } catch (error) {
    if (error instanceof ConfigurationError) return { kind: 'unreadable' };
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { kind: code === 'ENOENT' ? 'missing' : 'unreadable' };
  }
}
