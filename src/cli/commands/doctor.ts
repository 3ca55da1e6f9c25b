import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { readPeopleFile } from '../../config/people-file.ts';
import type { Finding } from '../../ops/doctor/finding.ts';
import { environmentPortal, environmentSettings } from '../environment.ts';
import { NotDoneError } from '../not-done-error.ts';
import { withPortal } from '../portal-choice.ts';
import type { Shell } from '../shell.ts';
import { wholeNumber } from '../whole-number.ts';

interface DoctorOptions {
  sendTest?: number;
  json?: true;
}

const HELP = `
Asks Slack, Bitrix24 and the store, beside a running bot. With FILES=drive it puts a small file into the bot's folder of the
Drive and removes it; into a store that is there it writes one line of its own; --send-test rings one bell and takes it
back. Else it changes nothing.
Marks: + works, ? works but should be looked at, ! keeps the bot from its main job. With any ! the exit code is 1.

Examples:
  npm run b24notify -- doctor
  npm run b24notify -- doctor --send-test 10`;

/** `doctor`: checks every setting against the real services. */
export function addDoctor(program: Command, shell: Shell): void {
  program
    .command('doctor')
    .description('check every setting against the real services, and say how to mend what is wrong')
    .option('--send-test <user>', 'send one real notification to this Bitrix24 person and take it back', wholeNumber)
    .option('--json', 'print one line, for machines')
    .addHelpText('after', HELP)
    .action((options: DoctorOptions) => doctor(options, shell));
}

/** @throws NotDoneError when something would keep the bot from its main job */
export async function doctor({ sendTest, json }: DoctorOptions, shell: Shell): Promise<void> {
  const findings = await look(shell, sendTest);
  if (json) shell.output.result(findings, { oneLine: true });
  else shell.output.print(findings.map(asText).join('\n'));
  const bad = findings.filter(({ state }) => state === 'bad').length;
  if (bad === 0) return;
  throw new NotDoneError({
    code: 'UNHEALTHY',
    message: bad === 1 ? 'One thing keeps the bot from working.' : `${bad} things keep the bot from working.`,
    advice: 'Mend what is marked with ! and run doctor again.',
  });
}

async function look(shell: Shell, sendTest: number | undefined): Promise<Finding[]> {
  try {
    const settings = environmentSettings(shell);
    const [people, manifest, { examine }] = await Promise.all([
      readPeopleFile(resolve(shell.home, settings.peopleFile)),
      readFile(MANIFEST, 'utf8'),
      import('../../ops/doctor/doctor.ts'),
    ]);
    const choice = { from: 'environment' as const, ...environmentPortal(shell) };
    const found = await withPortal(choice, shell, (portal) =>
      examine({ settings, people, portal, manifest, ...(sendTest !== undefined && { sendTest }) }),
    );
    return [{ check: 'Settings', state: 'good', found: 'The environment and people.yml are well formed.' }, ...found];
  } catch (error) {
    if (isOfTheStore(error)) return [{ check: 'Store', state: 'bad', found: error.message, mend: error.advice }];
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ where, wrong, mend }) => ({
      check: 'Settings',
      state: 'bad',
      found: `${where} ${wrong}`,
      mend,
    }));
  }
}

/** An application's tokens are in the store: without it, nothing of the portal can be asked. */
function isOfTheStore(error: unknown): error is Error & { advice: string } {
  return error instanceof Error && 'code' in error && error.code === 'store' && 'advice' in error;
}

/** Where manifest.yml is. */
export const MANIFEST = new URL('../../../manifest.yml', import.meta.url);
const MARKS: Record<Finding['state'], string> = { good: '+', doubtful: '?', bad: '!' };

/** A finding for people, with the mark that the help explains. */
export function asText({ check, state, found, mend }: Finding): string {
  const line = `${MARKS[state]} ${check}: ${found}`;
  return mend === undefined ? line : `${line}\n    ${mend}`;
}
