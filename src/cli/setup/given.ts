import { ConfigurationError, type Problem } from '../../config/configuration-error.ts';
import { variables } from '../../config/variables.ts';
import type { Finding } from '../../ops/doctor/finding.ts';
import { NotDoneError } from '../not-done-error.ts';
import { type Answers, optionOf, type Question, readAnswer } from './answers.ts';
import { checkAnswer, type Surroundings } from './check-answer.ts';
import { PORTAL_NEEDS, SLACK_NEEDS, waysKnown } from './need.ts';

/** Answers that nobody is asked for. */
export interface Given {
  /** From options and the environment. */
  given: Answers;
  /** From `.env`. */
  written: Answers;
  around: Surroundings;
  tell(findings: readonly Finding[]): void;
}

/**
 * Takes what is given and what `.env` has, and checks it all.
 * @throws ConfigurationError with all that is missing, malformed, or in `.env` with another value; NotDoneError when a
 *   service refuses some of it
 */
export async function takeGiven({ given, written, around, tell }: Given): Promise<Answers> {
  const { slack = 'socket', portal = 'webhook' } = waysKnown({ ...written, ...given });
  const answers: Answers = {};
  const problems: Problem[] = [];
  const known = Object.keys({ ...written, ...given }) as Question[];
  for (const question of new Set([...SLACK_NEEDS[slack], ...PORTAL_NEEDS[portal], ...known])) {
    const read = take(question, given[question], written[question]);
    if ('value' in read) answers[question] = read.value;
    else problems.push({ where: question, ...read });
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  const findings = await Promise.all(
    [...SLACK_NEEDS[slack], ...PORTAL_NEEDS[portal]].map((question) => checkAnswer(question, answers, around)),
  );
  tell(findings.flat());
  if (findings.flat().some(({ state }) => state === 'bad')) {
    throw new NotDoneError({
      code: 'REFUSED',
      message: 'Nothing was written: what is marked with ! does not work.',
      advice: 'Mend it and run setup again.',
    });
  }
  return answers;
}

function take(question: Question, given: string | undefined, written: string | undefined) {
  const { mend } = variables[question];
  const value = given ?? written;
  if (value === undefined) {
    return {
      wrong: 'is missing.',
      mend: `Give it as ${optionOf(question)} or in the environment, or run setup in a terminal. ${mend}`,
    };
  }
  const read = readAnswer(question, value);
  if ('value' in read && given !== undefined && written !== undefined && read.value !== written) {
    const former = readAnswer(question, written);
    if ('wrong' in former || former.value !== read.value) {
      return {
        wrong: 'is in .env already with another value, and setup overwrites nothing.',
        mend: `Remove the line from .env, or leave out ${optionOf(question)} and the variable of the environment.`,
      };
    }
    return former;
  }
  return read;
}
