import { readFile } from 'node:fs/promises';
import { type PersonToList, withPeople } from '../../config/people-lines.ts';
import { writeWholeFile } from '../../config/whole-file.ts';
import { NotDoneError } from '../not-done-error.ts';

/**
 * Puts people below those that people.yml lists, as it stands at this moment; no other character of it changes.
 * @throws NotDoneError when it is written in a way that this cannot be promised, or nobody may write it; it is as it was then
 */
export async function listInPeopleFile(path: string, people: readonly PersonToList[]): Promise<void> {
  const text = withPeople(await readFile(path, 'utf8'), people);
  if (text === undefined) {
    throw new NotDoneError({
      code: 'PEOPLE_FILE_NOT_FOLLOWED',
      message: `${path} is written in a way in which nothing can be added to it without a change elsewhere, as in JSON or with a list in brackets.`,
      advice: 'Leave --write out, and paste the lines below `people:` yourself.',
    });
  }
  try {
    await writeWholeFile(path, text);
  } catch (cause) {
    throw new NotDoneError({
      code: 'PEOPLE_FILE_NOT_WRITTEN',
      message: `${path} could not be written: ${cause instanceof Error ? cause.message : cause}. It is as it was.`,
      advice: 'Let the user who runs this write it and its folder, or leave --write out and paste the lines yourself.',
      cause,
    });
  }
}
