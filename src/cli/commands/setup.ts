import { type Command, Option } from 'commander';
import { variables } from '../../config/variables.ts';
import { notBlank } from '../portal-choice.ts';
import { type Answers, optionOf, QUESTIONS } from '../setup/answers.ts';
import type { Shell } from '../shell.ts';

const HELP = `
In a terminal it asks for what is missing. Elsewhere, and with --yes, it asks nothing: what is missing is listed, with exit
code 2. Every option can be given as the environment's variable of the same name (SLACK_BOT_TOKEN …) instead, so that no secret
stands in the history of the shell. Nothing is written before all of it works, and what is there and works stays.

Examples:
  npm run b24notify -- setup
  SLACK_BOT_TOKEN=… SLACK_APP_TOKEN=… BITRIX24_WEBHOOK_URL=… npm run b24notify -- setup --yes --admin anna@example.com`;

/** `setup`: from nothing to a bot that can start. */
export function addSetup(program: Command, shell: Shell): void {
  const command = program
    .command('setup')
    .description('first run: asks, checks, writes .env and people.yml, ends with doctor')
    .option('--yes', 'ask nothing: take what is given and what .env has')
    .option('--no-people', 'propose nobody for people.yml')
    .addOption(
      new Option(
        '--admin <who>',
        'who is told in Slack about trouble: e-mail addresses or member IDs, with commas',
      ).argParser(notBlank),
    )
    .option('--json', "print the doctor's findings as one line, for machines")
    .addHelpText('after', HELP);
  for (const question of QUESTIONS) {
    command.addOption(new Option(`${optionOf(question)} <value>`, variables[question].meaning).argParser(notBlank));
  }
  command.action(async (options: Record<string, string | boolean>) => {
    const { setUp } = await import('../setup/set-up.ts');
    const terminal = options.yes === true ? undefined : terminalOf(shell);
    await setUp(
      {
        given: answersIn(options),
        people: options.people !== false,
        ...(typeof options.admin === 'string' && { admin: options.admin }),
        json: options.json === true,
        ...(terminal && { terminal }),
      },
      shell,
    );
  });
}

/** Questions go to stderr: the result alone belongs on stdout. */
function terminalOf({ stdin }: Shell) {
  const both = stdin === process.stdin && process.stdin.isTTY && process.stderr.isTTY;
  return both ? { input: process.stdin, output: process.stderr } : undefined;
}

function answersIn(options: Record<string, string | boolean>): Answers {
  const given = QUESTIONS.flatMap((question) => {
    const name = question.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const value = options[name];
    return typeof value === 'string' ? [[question, value] as const] : [];
  });
  return Object.fromEntries(given);
}
