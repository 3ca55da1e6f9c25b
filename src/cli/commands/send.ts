import type { Command } from 'commander';
import { ulid } from 'ulid';
import type { Attach } from '../../bitrix24/attach.ts';
import { PortalError } from '../../bitrix24/errors/portal-error.ts';
import { notificationId } from '../../bitrix24/notification-id.ts';
import {
  notificationMethod,
  notificationParameters,
  SUB_TAG,
  sendingFailure,
  TEXT_LIMIT,
} from '../../bitrix24/notifications.ts';
import type { Answer, Portal } from '../../bitrix24/portal.ts';
import { readAttachment } from '../attachment.ts';
import { NotDoneError } from '../not-done-error.ts';
import {
  addPortalOptions,
  choosePortal,
  methodAddress,
  modeOf,
  notBlank,
  type PortalChoiceOptions,
  withPortal,
} from '../portal-choice.ts';
import { readText, type Shell } from '../shell.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../whole-number.ts';

interface SendOptions extends PortalChoiceOptions {
  user: number;
  text: string;
  tag?: string;
  blocks?: string;
  system?: true;
  dryRun?: true;
  json?: true;
}

const HELP = `
The portal is the environment's (.env, BITRIX24_*), or the one of --url: alone a webhook, with --token an application.
A secret typed on the command line can be read in the list of processes; in .env it can't.

Without --tag the notification gets a tag of its own, shown on stderr: with it, it can be taken back.

Examples:
  npm run b24notify -- send --user 10 --text "[B]Backup[/B] finished"
  npm run b24notify -- send --user 10 --text "Build 42 failed" --tag build --blocks '[{"LINK":{"NAME":"Log","LINK":"https://ci.example.com/42"}}]'
  npm run b24notify -- send --user 10 --text - --blocks ./report.json < report.txt
  npm run b24notify -- send --user 10 --text Hello --url example.bitrix24.com --token "$TOKEN" --system --json
  npm run b24notify -- send --user 10 --text Hello --dry-run`;

/** `send`: one notification, straight to the portal. */
export function addSend(program: Command, shell: Shell): void {
  const command = program
    .command('send')
    .description("send one notification, straight to the portal, and print the portal's answer")
    .requiredOption('--user <id>', "the recipient's id in Bitrix24", wholeNumber)
    .requiredOption('--text <text>', `BB code, at most ${TEXT_LIMIT} characters; - reads stdin`)
    .option('--tag <tag>', 'takes the place of an earlier notification with the same tag, whoever got it', notBlank)
    .option('--blocks <json or file>', 'attachment blocks as JSON, or a file of it; - reads stdin', notBlank)
    .option('--system', 'without an author')
    .option('--dry-run', 'print the request and send nothing')
    .option('--json', 'print one line, for machines');
  addPortalOptions(command)
    .addHelpText('after', HELP)
    .action((options: SendOptions) => send(options, shell));
}

async function send(options: SendOptions, shell: Shell): Promise<void> {
  const { user, json: oneLine = false } = options;
  if (options.text === '-' && options.blocks === '-') {
    throw new UsageError('--text and --blocks both read stdin.', 'Give one of them as a file or as it is.');
  }
  const choice = choosePortal(options, shell);
  const text = await readMessage(options.text, shell);
  const attach = options.blocks === undefined ? undefined : await readBlocks(options.blocks, shell);
  const tag = options.tag ?? `${SUB_TAG}-${ulid()}`;
  const method = notificationMethod[options.system ? 'system' : 'personal'];
  const parameters = notificationParameters(modeOf(choice), {
    user,
    text,
    tag,
    subTag: SUB_TAG,
    ...(attach && { attach }),
  });
  if (options.dryRun) {
    const auth = modeOf(choice) === 'application' ? { auth: '***' } : {};
    const url = methodAddress(choice, method);
    shell.output.result({ verb: 'POST', url, method, parameters: { ...parameters, ...auth } }, { oneLine });
    return;
  }
  const answer = await withPortal(choice, shell, (portal) => deliver(portal, method, parameters, tag));
  shell.output.result(answer.raw, { oneLine });
  if (options.tag === undefined) shell.output.say(`Sent. To take it back: delete --tag ${tag}`);
}

async function deliver(
  portal: Portal,
  method: string,
  parameters: Record<string, unknown>,
  tag: string,
): Promise<Answer> {
  try {
    const answer = await portal.call(method, parameters);
    const failure = sendingFailure(portal, method, answer);
    if (failure !== undefined) throw failure;
    if (notificationId(answer.result).kind === 'switched off') throw switchedOff(answer);
    return answer;
  } catch (error) {
    if (!(error instanceof PortalError) || error.failure !== 'unknown') throw error;
    const { code, message, answer } = error;
    const advice = `${error.advice} Run again with --tag ${tag} and it takes the place of one that did arrive.`;
    throw new NotDoneError({ code, message, advice, answer, cause: error });
  }
}

function switchedOff(answer: Answer): NotDoneError {
  return new NotDoneError({
    code: 'SWITCHED_OFF',
    message:
      'Nothing arrived: this person has switched off notifications of applications, so the portal stored none and answered the time instead of an id.',
    advice: 'Ask them to switch these notifications on again in the notification settings of Bitrix24.',
    answer: answer.raw,
  });
}

async function readMessage(given: string, shell: Shell): Promise<string> {
  const text = given === '-' ? await readText(given, '--text', shell) : given;
  if (text.trim() === '') throw new UsageError('--text is blank.', 'Give the text of the notification.');
  const length = [...text].length;
  if (length <= TEXT_LIMIT) return text;
  throw new UsageError(
    `--text has ${length} characters, and the portal cuts it without a word after ${TEXT_LIMIT}.`,
    'Shorten it, or link to the whole text.',
  );
}

async function readBlocks(given: string, shell: Shell): Promise<Attach> {
  return readAttachment(/^\s*[[{]/.test(given) ? given : await readText(given, '--blocks', shell));
}
