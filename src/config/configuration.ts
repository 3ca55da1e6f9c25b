import { ConfigurationError, type Problem } from './configuration-error.ts';
import { type PeopleFile, readPeopleFile } from './people-file.ts';
import { readSettings, type Settings } from './settings.ts';
import { variables } from './variables.ts';

/** Everything that the bot is told before it starts. */
export interface Configuration {
  settings: Settings;
  people: PeopleFile;
}

/**
 * Reads the environment, and people.yml where the environment says that it is.
 * @throws ConfigurationError with every problem of both: nobody mends the one only to be told of the other
 */
export async function readConfiguration(source: NodeJS.ProcessEnv): Promise<Configuration> {
  const problems: Problem[] = [];
  const settings = await orProblems(() => readSettings(source), problems);
  const path = source.PEOPLE_FILE?.trim() || variables.PEOPLE_FILE.standard;
  const people = await orProblems(() => readPeopleFile(path), problems);
  if (settings === undefined || people === undefined) throw new ConfigurationError(problems);
  return { settings, people };
}

async function orProblems<T>(read: () => T | Promise<T>, problems: Problem[]): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
