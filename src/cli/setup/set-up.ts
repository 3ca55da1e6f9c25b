import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { readEnvFile } from '../../config/env-file.ts';
import { type AdminToName, personLine } from '../../config/people-lines.ts';
import { secretsOfEnvironment } from '../../config/secrets.ts';
import { type VariableName, type Variables, variables } from '../../config/variables.ts';
import { expectWritable } from '../../config/whole-file.ts';
import type { Suggestion } from '../../people/comparison.ts';
import { asText, doctor, MANIFEST } from '../commands/doctor.ts';
import type { Shell } from '../shell.ts';
import { askForAdmins, takeAdmins } from './admins.ts';
import { type Answers, QUESTIONS, type Question, readAnswer } from './answers.ts';
import type { Surroundings } from './check-answer.ts';
import { createDialogue, type Dialogue, type Terminal } from './dialogue.ts';
import { takeGiven } from './given.ts';
import { interview } from './interview.ts';
import { isComplete } from './need.ts';
import { newAppLink } from './new-app-link.ts';
import { type PeopleFound, type Proposal, proposePeople } from './people-proposal.ts';
import { writeEnv, writePeople } from './writing.ts';

export interface SetUp {
  /** Answers from the command line. */
  given: Answers;
  /** Whether people with equal addresses are proposed for people.yml. */
  people: boolean;
  /** Who is told about trouble: e-mail addresses or member IDs, with commas. */
  admin?: string;
  /** The doctor's findings at the end as one line, for machines. */
  json: boolean;
  /** Where somebody can be asked; absent, nobody is, and what is missing is an error. */
  terminal?: Terminal;
}

/** How many proposed people are shown. */
const SHOWN = 10;

/**
 * The first run: finds out what is missing, checks all of it against the real services, writes `.env` and people.yml without
 * changing what is there, and ends with the doctor. Nothing is written before everything is known and works.
 *
 * @throws ConfigurationError for what is missing or malformed; NotDoneError where a service refuses, the person leaves, or
 *   the doctor finds something bad
 */
export async function setUp({ given: options, people, admin, json, terminal }: SetUp, shell: Shell): Promise<void> {
  const { output } = shell;
  const envPath = resolve(shell.home, '.env');
  const file = await readEnvFile(envPath);
  const manifest = await readFile(MANIFEST, 'utf8');
  const written = answersOf(file.values);
  const given = { ...answersOf(shell.env), ...options };
  refuseBoth({ ...written, ...given });
  const hide = (values: Answers) => {
    for (const secret of secretsOfEnvironment(values)) output.hide(secret);
  };
  for (const known of [written, given]) hide(known);
  const around = surroundings({ ...file.values, ...shell.env }, manifest);
  const peoplePath = resolve(shell.home, settingOf('PEOPLE_FILE', { ...file.values, ...shell.env }));
  // Before anybody looks for tokens and types them in.
  if (!isComplete(written)) await expectWritable(envPath);
  if (!existsSync(peoplePath)) await expectWritable(peoplePath);
  const dialogue = terminal && createDialogue(terminal, output.harmless);

  dialogue?.begin(`b24notify: set-up in ${shell.home}`);
  const answers = dialogue
    ? await interview({ given, written, around, dialogue, hide: output.hide })
    : await takeGivenOrShowLink();

  const filled: Shell = { ...shell, env: { ...shell.env, ...answers } };
  if (people) dialogue?.tell('Looking for the same e-mail addresses in Slack and in Bitrix24 …');
  const proposal = await proposePeople(peoplePath, people ? filled : undefined);
  const listed = dialogue ? await choosePeople(proposal, dialogue) : proposal.suggestions;
  for (const note of proposal.notes) (dialogue?.tell ?? output.say)(note);
  const admins = await chooseAdmins(proposal.found);
  const teller = { done: dialogue?.good ?? output.say, raw: dialogue?.raw ?? output.say };
  await writeEnv(envPath, file.text, changesOf(answers, written), teller);
  await writePeople(peoplePath, proposal.found, { people: listed, admins }, teller);
  const stale = otherwise(answers, answersOf(shell.env));
  if (stale.length > 0) (dialogue?.warn ?? output.say)(winsOverEnvFile(stale));
  dialogue?.end('Now the doctor looks at all of it.');

  await doctor(json ? { json } : {}, filled);
  output.say('Start the bot with "npm start", then write in Slack: /b24notify @somebody Hello');

  /** Who has a people.yml that names some, or cannot be read, has decided. */
  async function chooseAdmins(found: PeopleFound): Promise<readonly AdminToName[]> {
    if (found.kind === 'unreadable') return [];
    if (found.kind === 'there' && found.namesAdmins) {
      if (admin !== undefined) (dialogue?.tell ?? output.say)(`${peoplePath} names admins; --admin was left out.`);
      return [];
    }
    const access = { botToken: answers.SLACK_BOT_TOKEN ?? '', apiUrl: around.slackApiUrl };
    return dialogue ? askForAdmins(admin, access, dialogue) : takeAdmins(admin, access);
  }

  async function takeGivenOrShowLink(): Promise<Answers> {
    try {
      return await takeGiven({
        given,
        written,
        around,
        tell: (findings) => output.say(findings.map(asText).join('\n')),
      });
    } catch (error) {
      const missing = ({ where }: { where: string }) => where === 'SLACK_BOT_TOKEN' && !written.SLACK_BOT_TOKEN;
      if (error instanceof ConfigurationError && error.problems.some(missing)) {
        output.say(`A new Slack app, with manifest.yml in it: ${newAppLink(manifest, given.PUBLIC_URL)}`);
      }
      throw error;
    }
  }
}

function answersOf(values: NodeJS.ProcessEnv): Answers {
  const known = QUESTIONS.flatMap((question) => {
    const value = values[question]?.trim();
    return value ? [[question, value] as const] : [];
  });
  return Object.fromEntries(known);
}

/** What `.env` does not say yet, or says differently. */
function changesOf(answers: Answers, written: Answers): Record<string, string> {
  const changed = QUESTIONS.flatMap((question) => {
    const value = answers[question];
    const former = written[question];
    const read = former === undefined ? undefined : readAnswer(question, former);
    return value === undefined || (read && 'value' in read && read.value === value) ? [] : [[question, value] as const];
  });
  return Object.fromEntries(changed);
}

/** What the environment says otherwise than it was answered. The bot would take it from there, and not from `.env`. */
function otherwise(answers: Answers, env: Answers): Question[] {
  return QUESTIONS.filter((question) => {
    const read = (values: Answers) => String(variables[question].schema.safeParse(values[question]).data);
    return env[question] !== undefined && read(env) !== read(answers);
  });
}

function winsOverEnvFile(names: readonly Question[]): string {
  const [are, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${names.join(', ')} ${are} in this environment with another value, which wins over .env: remove ${them} before you start the bot from here.`;
}

function refuseBoth({ BITRIX24_WEBHOOK_URL: webhook, BITRIX24_DOMAIN: domain }: Answers): void {
  if (webhook === undefined || domain === undefined) return;
  throw new ConfigurationError([
    {
      where: 'BITRIX24_DOMAIN',
      wrong: 'is set beside BITRIX24_WEBHOOK_URL, and the bot can use only one of them.',
      mend: 'Remove one of the two.',
    },
  ]);
}

/** Other settings as they stand; for those that are malformed, and the doctor's to tell, what holds without them. */
function surroundings(env: NodeJS.ProcessEnv, manifest: string): Surroundings {
  return {
    manifest,
    slackApiUrl: settingOf('SLACK_API_URL', env).href,
    portal: {
      notifyAs: settingOf('NOTIFY_AS', env),
      files: { way: settingOf('FILES', env) },
      rate: {
        perSecond: settingOf('BITRIX24_RATE', env),
        burst: settingOf('BITRIX24_BURST', env),
        concurrency: settingOf('BITRIX24_CONCURRENCY', env),
      },
    },
  };
}

type WithStandard = {
  [Name in VariableName]: (typeof variables)[Name]['standard'] extends string ? Name : never;
}[VariableName];

function settingOf<Name extends WithStandard>(name: Name, env: NodeJS.ProcessEnv): Variables[Name] {
  const { schema, standard } = variables[name];
  const read = schema.safeParse(env[name]?.trim() || standard);
  return (read.success ? read.data : schema.parse(standard)) as Variables[Name];
}

async function choosePeople({ suggestions }: Proposal, dialogue: Dialogue): Promise<readonly Suggestion[]> {
  if (suggestions.length === 0) return [];
  const more = suggestions.length - SHOWN;
  dialogue.tell(
    'The same e-mail address in Slack and in Bitrix24 have:',
    ...suggestions.slice(0, SHOWN).map((person) => `  ${personLine(person)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    'They are found without being listed, as long as match_by_email is on and the addresses stay the same.',
  );
  const what = suggestions.length === 1 ? 'this person' : `these ${suggestions.length} people`;
  return (await dialogue.agree(`List ${what} in people.yml?`)) ? suggestions : [];
}
