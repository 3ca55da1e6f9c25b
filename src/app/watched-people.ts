import { ConfigurationError, type Problem } from '../config/configuration-error.ts';
import type { PeopleFile } from '../config/people-file.ts';
import { watchPeopleFile } from '../config/people-watch.ts';
import type { Log } from '../log/log.ts';

interface Around {
  log: Log;
  onChanged(): void;
  /** A new version cannot be used. @param admins of the last good one */
  onBroken(problems: readonly Problem[], admins: ReadonlySet<string>): void;
}

/** people.yml as it is now; the log hears of each new version. */
export function watchPeople(path: string, first: PeopleFile, { log, onChanged, onBroken }: Around) {
  return watchPeopleFile({
    path,
    first,
    onChanged: ({ bySlackId, byEmail }) => {
      log.info({ people: bySlackId.size + byEmail.size }, 'people.yml has changed; the new version is in force');
      onChanged();
    },
    onBroken: (error, { admins }) => {
      const problems = problemsOf(error);
      log.error(
        { problems: problems.map(({ where, wrong, mend }) => `${where} ${wrong} ${mend}`) },
        'the new people.yml cannot be used; the last good one stays in force',
      );
      onBroken(problems, admins);
    },
  });
}

/** Everything that is wrong with people.yml. */
function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ConfigurationError) return error.problems;
  return [{ where: 'people.yml:', wrong: error instanceof Error ? error.message : String(error), mend: '' }];
}
