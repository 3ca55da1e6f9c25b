import type { PeopleFault } from './people-fault.ts';

/** One thing wrong with the configuration, in the operator's words. */
export interface Problem {
  /** Where: a variable's name, or a file with its line (`people.yml:12`). */
  where: string;
  /** What is wrong, a sentence without the offending secret. */
  wrong: string;
  /** How to mend it, a sentence. */
  mend: string;
  /** The same for another language, where it is people.yml that is wrong. */
  fault?: PeopleFault;
}

/** Everything wrong with the configuration at once, so that one start shows all there is to mend. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ where, wrong, mend }) => `${where}: ${wrong} ${mend}`).join('\n'));
    this.problems = problems;
  }
}
