import type { Command } from 'commander';
import { listPeople, listPeopleOfAllTimes } from '../../bitrix24/all-people.ts';
import { type PeopleFile, readPeopleFile } from '../../config/people-file.ts';
import { personLine } from '../../config/people-lines.ts';
import { RateBucket } from '../../delivery/rate-bucket.ts';
import { checkPeople, type Suggestion, suggestPeople } from '../../people/comparison.ts';
import { listWorkspace } from '../../slack/by-token.ts';
import { type EnvironmentPeople, environmentPeople } from '../environment.ts';
import { NotDoneError } from '../not-done-error.ts';
import { choosePortal, withPortal } from '../portal-choice.ts';
import type { Shell } from '../shell.ts';
import { listInPeopleFile } from './listing-people.ts';

/** What the smallest plan of the portal allows; the bot's own requests come from the same address. */
const RATE = { perSecond: 2, burst: 25 };

const HELP = `
Reads people.yml (PEOPLE_FILE), Bitrix24 (the right user_basic shows addresses) and, with SLACK_BOT_TOKEN, Slack.

Examples:
  npm run b24notify -- people check
  npm run b24notify -- people suggest             the lines, to be pasted below people:
  npm run b24notify -- people suggest --write     puts them there; nothing else in the file changes`;

/** `people`: what is wrong with people.yml, and lines for it. */
export function addPeople(program: Command, shell: Shell): void {
  const people = program
    .command('people')
    .description('check people.yml, or find lines for it')
    .addHelpText('after', HELP);
  people
    .command('check')
    .description('who of people.yml does not exist, has left, or is there twice')
    .option('--json', 'print one line, for machines')
    .action((options: { json?: true }) => check(options, shell));
  people
    .command('suggest')
    .description('lines ready to paste below people:, for people with the same e-mail address on both sides')
    .option('--write', 'put them into people.yml')
    .option('--json', 'print one line, for machines')
    .action((options: { json?: true; write?: true }) => suggest(options, shell));
}

async function check({ json }: { json?: true }, shell: Shell): Promise<void> {
  const { path, slack } = environmentPeople(shell);
  const [file, portal, workspace] = await Promise.all([
    readPeopleFile(path),
    withPortal(choosePortal({}, shell), shell, (to) => listPeopleOfAllTimes(to, { turn: atTheRate(), pace: 'quick' })),
    slack && askSlack(slack),
  ]);
  if (!workspace) shell.output.say('SLACK_BOT_TOKEN is not set, so only the Bitrix24 side was looked at.');
  const findings = checkPeople(file, portal, workspace);
  shell.output.result(findings, { oneLine: json ?? false });
  if (findings.length === 0) return shell.output.say('Everybody whom people.yml names is there, once.');
  throw new NotDoneError({
    code: 'PEOPLE_WRONG',
    message: `people.yml has entries that are wrong: ${findings.length} findings.`,
    advice: 'Mend or remove them; a running bot reads the file again by itself.',
  });
}

async function suggest({ json, write }: { json?: true; write?: true }, shell: Shell): Promise<void> {
  const { path } = environmentPeople(shell);
  const { suggestions, notes } = await findSuggestions(await readPeopleFile(path), shell);
  if (json) shell.output.result(suggestions, { oneLine: true });
  else if (suggestions.length > 0)
    shell.output.print(suggestions.map((suggestion) => `  ${personLine(suggestion)}`).join('\n'));
  for (const note of notes) shell.output.say(note);
  if (suggestions.length === 0) return;
  if (!write) return shell.output.say('Paste them below `people:` in people.yml, or let --write do it.');
  await listInPeopleFile(path, suggestions);
  shell.output.say(`${path} lists them now; a running bot reads it by itself.`);
}

/**
 * Lines for people.yml, by the portal and the Slack of the environment.
 * @returns with notes on who was left out, sentences
 * @throws NotDoneError, PortalError, ConfigurationError
 */
export async function findSuggestions(
  file: PeopleFile,
  shell: Shell,
): Promise<{ suggestions: Suggestion[]; notes: string[] }> {
  const { slack } = environmentPeople(shell);
  if (slack === undefined) {
    throw new NotDoneError({
      code: 'SLACK_TOKEN_MISSING',
      message: 'SLACK_BOT_TOKEN is not set, so Slack cannot be asked for its people.',
      advice: 'Set it in .env: the Bot User OAuth Token of the Slack app.',
    });
  }
  const [portal, workspace] = await Promise.all([
    withPortal(choosePortal({}, shell), shell, (to) => listPeople(to, { turn: atTheRate(), pace: 'quick' })),
    askSlack(slack),
  ]);
  const { suggestions, doubled } = suggestPeople(file, portal, workspace);
  const notes = [
    ...(suggestions.length === 0 ? ['Nobody is left to suggest: no further address is the same on both sides.'] : []),
    ...doubled.map((email) => `${email} belongs to several accounts, so it was left out.`),
    ...(portal.length > 0 && portal.every(({ email }) => email === undefined)
      ? ['Bitrix24 shows no addresses: give the webhook or application the right user_basic.']
      : []),
  ];
  return { suggestions, notes };
}

async function askSlack(slack: NonNullable<EnvironmentPeople['slack']>) {
  try {
    return await listWorkspace(slack);
  } catch (cause) {
    throw new NotDoneError({
      code: 'SLACK_REFUSED',
      message: `Slack did not list its people: ${cause instanceof Error ? cause.message : cause}.`,
      advice: 'Check SLACK_BOT_TOKEN and the scopes users:read and users:read.email.',
      cause,
    });
  }
}

/** Makes requests no faster than the portal allows. */
function atTheRate() {
  const bucket = new RateBucket(RATE, Date.now());
  return async <T>(request: () => Promise<T>): Promise<T> => {
    for (let pause = bucket.wait(Date.now()); pause > 0; pause = bucket.wait(Date.now())) {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    bucket.add(Date.now());
    return request();
  };
}
