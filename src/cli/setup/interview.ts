import { secretsOfEnvironment } from '../../config/secrets.ts';
import { type Answers, optionOf, type Question, readAnswer } from './answers.ts';
import { checkAnswer, type Surroundings } from './check-answer.ts';
import type { Dialogue } from './dialogue.ts';
import { PORTAL_NEEDS, SLACK_NEEDS, type Ways, waysKnown } from './need.ts';
import { newAppLink } from './new-app-link.ts';

export interface Interview {
  /** From options and the environment. */
  given: Answers;
  /** From `.env`. */
  written: Answers;
  around: Surroundings;
  dialogue: Dialogue;
  /** Learns each secret before anything is told about it. */
  hide(secret: string): void;
}

/**
 * Asks for what is not known, checks each answer at once, and asks again until it is right.
 * @returns every answer, whether it was known before or not
 * @throws NotDoneError when the person leaves
 */
export async function interview({ given, written, around, dialogue, hide }: Interview): Promise<Answers> {
  const answers: Answers = { ...written, ...given };
  for (const [name, value] of Object.entries(given) as [Question, string][]) {
    const former = written[name];
    if (former === undefined || former === value) continue;
    const message = `.env has another ${name} than ${optionOf(name)} or the environment. Put the new one in its place?`;
    if (!(await dialogue.agree(message))) answers[name] = former;
  }

  const known = waysKnown(answers);
  const ways: Ways = { slack: known.slack ?? (await chooseSlack(dialogue)), portal: 'webhook' };
  const needs = SLACK_NEEDS[ways.slack];
  if (needs.some((question) => answers[question] === undefined)) {
    if (ways.slack === 'http') await settle('PUBLIC_URL');
    explainNewApp(dialogue, around.manifest, ways.slack === 'http' ? answers.PUBLIC_URL : undefined);
  }
  for (const question of needs) await settle(question);

  ways.portal = known.portal ?? (await choosePortal(dialogue));
  for (const question of PORTAL_NEEDS[ways.portal]) await settle(question);
  return answers;

  /** Leaves this answer right, as far as somebody can be asked whether it is. */
  async function settle(question: Question): Promise<void> {
    let last = answers[question];
    if (last === undefined) dialogue.tell(...HOW_TO_FIND[question]);
    else dialogue.tell(`${question} is there already.`);
    for (let again = false; ; again = true) {
      if (last === undefined || again) last = await ask(question, last);
      if (await works(question, last)) return;
    }
  }

  async function ask(question: Question, last: string | undefined): Promise<string> {
    const retry = last === undefined ? '' : ' (Enter alone: check the same one again)';
    const typed = await dialogue.ask({
      message: `${NAMES[question]}${retry}`,
      secret: SECRET.has(question),
      check(answer) {
        if (answer.trim() === '' && last !== undefined) return undefined;
        const read = readAnswer(question, answer);
        return 'wrong' in read ? `This ${read.wrong} ${read.mend}` : undefined;
      },
    });
    return typed.trim() === '' ? (last ?? '') : typed;
  }

  async function works(question: Question, typed: string): Promise<boolean> {
    const read = readAnswer(question, typed);
    if ('wrong' in read) {
      dialogue.wrong(`${question} ${read.wrong} ${read.mend}`);
      return false;
    }
    answers[question] = read.value;
    for (const secret of secretsOfEnvironment({ [question]: read.value })) hide(secret);
    const asked = ASKED[question];
    // A service that is slow, or away, says nothing for up to half a minute.
    if (asked !== undefined) dialogue.tell(`Asking ${asked} …`);
    const findings = await checkAnswer(question, answers, around);
    dialogue.findings(findings);
    return findings.every(({ state }) => state !== 'bad');
  }
}

const NAMES: Record<Question, string> = {
  PUBLIC_URL: 'The https address under which Slack reaches the bot',
  SLACK_BOT_TOKEN: 'Bot User OAuth Token (xoxb-…)',
  SLACK_APP_TOKEN: 'App-level token (xapp-…)',
  SLACK_SIGNING_SECRET: 'Signing secret',
  BITRIX24_WEBHOOK_URL: 'Webhook of Bitrix24 (https://…/rest/…)',
  BITRIX24_DOMAIN: 'Address of the portal (your-portal.bitrix24.com)',
  BITRIX24_CLIENT_ID: 'client_id (local.…)',
  BITRIX24_CLIENT_SECRET: 'client_secret',
  BITRIX24_ACCESS_TOKEN: 'Access token',
  BITRIX24_REFRESH_TOKEN: 'Refresh token',
};

const SECRET: ReadonlySet<Question> = new Set<Question>([
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'BITRIX24_WEBHOOK_URL',
  'BITRIX24_CLIENT_SECRET',
  'BITRIX24_ACCESS_TOKEN',
  'BITRIX24_REFRESH_TOKEN',
]);

/** Who says whether an answer is right. */
const ASKED: Partial<Record<Question, string>> = {
  SLACK_BOT_TOKEN: 'Slack',
  SLACK_APP_TOKEN: 'Slack',
  BITRIX24_WEBHOOK_URL: 'Bitrix24',
  BITRIX24_DOMAIN: 'Bitrix24',
};

/** Where to click. */
const HOW_TO_FIND: Record<Question, readonly string[]> = {
  PUBLIC_URL: ['Over HTTP, Slack calls the bot: it needs an https address that leads to HOST:PORT of this machine.'],
  SLACK_BOT_TOKEN: ['"Install App" → "Install to Workspace" → "Allow", then copy the "Bot User OAuth Token".'],
  SLACK_APP_TOKEN: [
    '"Basic Information" → "App-Level Tokens" → "Generate Token and Scopes": any name, the scope connections:write, "Generate".',
  ],
  SLACK_SIGNING_SECRET: ['"Basic Information" → "App Credentials" → "Signing Secret" → "Show".'],
  BITRIX24_WEBHOOK_URL: [
    'In Bitrix24: "Developer resources" → "Other" → "Inbound webhook". Grant im, user_basic and disk, save, copy the address.',
    'Notifications come from whoever makes the webhook, so an account made for it is best.',
  ],
  BITRIX24_DOMAIN: [
    'In Bitrix24: "Developer resources" → "Other" → "Local application", type "Server", "Uses API only";',
    'initial installation path: https://your-host/bitrix24/install; grant im, user_basic and disk; save, and leave the page open.',
  ],
  BITRIX24_CLIENT_ID: ['It stands on the page of the application.'],
  BITRIX24_CLIENT_SECRET: ['It stands below client_id.'],
  BITRIX24_ACCESS_TOKEN: [],
  BITRIX24_REFRESH_TOKEN: [],
};

function explainNewApp(dialogue: Dialogue, manifest: string, publicUrl: string | undefined): void {
  dialogue.tell(
    'Slack first. This address opens the page for a new app with all of manifest.yml in it: choose the workspace, "Next", "Create".',
    '(Have you made the app already? Then go on with its page, at https://api.slack.com/apps.)',
  );
  dialogue.raw(newAppLink(manifest, publicUrl));
  if (publicUrl !== undefined) {
    dialogue.tell(
      'Slack tries the address of events at once and may say that it does not answer: press "Retry" under "Event Subscriptions" when the bot runs.',
    );
  }
}

function chooseSlack(dialogue: Dialogue): Promise<Ways['slack']> {
  return dialogue.choose('How do the bot and Slack reach each other?', [
    { value: 'socket', label: 'Socket Mode', hint: 'the bot calls Slack; no public address needed' },
    { value: 'http', label: 'HTTP', hint: 'Slack calls the bot at an https address' },
  ]);
}

function choosePortal(dialogue: Dialogue): Promise<Ways['portal']> {
  return dialogue.choose('How does the bot reach Bitrix24?', [
    { value: 'webhook', label: 'An inbound webhook', hint: 'made in a minute' },
    { value: 'application', label: 'A local application', hint: 'needs an https address that Bitrix24 reaches' },
  ]);
}
