import { memberFinder, type TokenAccess } from '../../slack/by-token.ts';
import { doubtful, type Finding, good } from './finding.ts';

const CHECK = 'Admins';
const NAME_THEM = 'Name Slack member IDs below admins: in people.yml (in Slack: the profile → ⋮ → Copy member ID).';

/** Whether somebody is told when the bot is in trouble. */
export async function checkAdmins(admins: ReadonlySet<string>, access: TokenAccess): Promise<Finding> {
  if (admins.size === 0) return doubtful(CHECK, 'Nobody is told in Slack when the bot is in trouble.', NAME_THEM);
  try {
    const find = await memberFinder(access);
    const found = await Promise.all([...admins].map(async (id) => ({ id, member: await find(id) })));
    const gone = found.filter(({ member }) => member === undefined || member.standing === 'deactivated');
    const others = found.length - gone.length;
    if (gone.length === 0) return good(CHECK, others === 1 ? 'One is there.' : `All ${others} are there.`);
    const who = gone.map(({ id, member }) => (member ? `${id} is deactivated` : `${id} is nobody`)).join(', ');
    return doubtful(CHECK, `Of those named in people.yml, ${who} in this workspace.`, NAME_THEM);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return doubtful(CHECK, `Slack did not say whether they are there: ${why}.`, 'Run doctor again in a minute.');
  }
}
