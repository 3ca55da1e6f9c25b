import type { AdminToName } from '../../config/people-lines.ts';
import { memberFinder, type TokenAccess } from '../../slack/by-token.ts';
import type { Member } from '../../slack/roster.ts';
import { NotDoneError } from '../not-done-error.ts';
import type { Dialogue } from './dialogue.ts';

/** Those who were named, or a sentence on what is wrong with one of them. */
type Named = { admins: AdminToName[] } | { wrong: string };

const QUESTION =
  'Who is told in Slack when the bot is in trouble? (e-mail address of their Slack account; Enter alone: nobody)';
const MEMBER_ID = /^[UW][A-Z0-9]{2,}$/;

/**
 * Asks who is to be told about trouble, until Slack knows all of them or nobody is named.
 * @param named what was given already
 */
export async function askForAdmins(
  named: string | undefined,
  access: TokenAccess,
  dialogue: Dialogue,
): Promise<AdminToName[]> {
  for (let typed = named ?? (await ask(dialogue)); typed.trim() !== ''; typed = await ask(dialogue)) {
    const read = await findAdmins(typed, access);
    if ('admins' in read) return read.admins;
    dialogue.wrong(read.wrong);
  }
  return [];
}

/**
 * Finds those who were given, where nobody can be asked.
 * @throws NotDoneError when one of them can be no admin
 */
export async function takeAdmins(named: string | undefined, access: TokenAccess): Promise<AdminToName[]> {
  if (named === undefined) return [];
  const read = await findAdmins(named, access);
  if ('admins' in read) return read.admins;
  throw new NotDoneError({
    code: 'NO_ADMIN',
    message: `Nothing was written: ${read.wrong}`,
    advice: 'Give --admin the e-mail address or the member ID of a Slack account, or leave it out.',
  });
}

function ask(dialogue: Dialogue): Promise<string> {
  return dialogue.ask({ message: QUESTION, secret: false, check: () => undefined });
}

async function findAdmins(named: string, access: TokenAccess): Promise<Named> {
  const typed = named.split(/[\s,;]+/).filter((part) => part !== '');
  const nonsense = typed.find((one) => !one.includes('@') && !MEMBER_ID.test(one));
  if (nonsense !== undefined) return { wrong: `"${nonsense}" is neither an e-mail address nor a member ID (U…).` };
  try {
    const find = await memberFinder(access);
    const admins = new Map<string, AdminToName>();
    for (const one of typed) {
      const member = await find(one);
      const wrong = whyNot(member);
      if (member === undefined || wrong !== undefined) return { wrong: `${one} ${wrong}.` };
      const { slackId, realName, displayName, handle } = member;
      admins.set(slackId, { slackId, name: realName || displayName || handle });
    }
    return { admins: [...admins.values()] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { wrong: `Slack did not say who that is (${why}).` };
  }
}

function whyNot(member: Member | undefined): string | undefined {
  switch (member?.standing) {
    case undefined:
      return 'is nobody in this Slack workspace';
    case 'deactivated':
      return 'has a Slack account that is deactivated';
    case 'bot':
      return 'is a bot';
    case 'stranger':
      return 'belongs to another Slack workspace';
    default:
      return undefined;
  }
}
