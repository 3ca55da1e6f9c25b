import type { webApi } from '@slack/bolt';
import type { GroupMembers, SlackPerson } from '../people/slack-people.ts';
import type { SlackDirectory } from '../requests/slack-directory.ts';
import { paceOf } from './pace.ts';
import { remembered } from './remembered.ts';
import { listMembers, type Member, personOf } from './roster.ts';
import { type Home, standingOf, type User } from './standing.ts';

/** People, groups and channels change rarely; five minutes is soon enough to learn of it. */
const MEMORY = 5 * 60_000;
/** Listing a large workspace is many calls. */
const ROSTER_MEMORY = 15 * 60_000;
/**
 * Slack lets about 100 look-ups of an account through in a minute, and 50 of an address. A group may have more members, and
 * others ask in the same minute, so what is asked for beyond these is looked for in the list of everybody, one call for each
 * thousand.
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */
const LOOK_UPS_A_MINUTE = 80;
const ADDRESSES_A_MINUTE = 40;
/**
 * Slack wants an answer within three seconds, and two look-ups may have to follow each other; one that takes longer
 * than this is done without.
 */
const PATIENCE = 1000;

/** Slack's words for nobody whom the bot may know of: the second is somebody of an organization that shares no channel with it. */
const NO_SUCH_PERSON = ['user_not_found', 'user_not_visible'];

/** What Slack says has changed need not be remembered to its end. */
export interface SlackMemory {
  /** @param email the address as it is now, in lower case */
  forgetPerson(account: { id: string; email?: string }): void;
  forgetGroup(id: string): void;
}

/**
 * Slack's people, groups and channels, asked of the Web API and remembered for a while.
 * @see https://docs.slack.dev/reference/methods/users.info (tier 4), usergroups.list (tier 2), conversations.info (tier 3)
 */
export function createDirectory(client: webApi.WebClient, home: () => Home | undefined): SlackDirectory & SlackMemory {
  /** Under which address somebody was found: a changed account tells its new one only. */
  const addressOf = new Map<string, string>();
  /** Who changed since the list of everybody was begun: what it says of them is no longer so. */
  const changed = new Set<string>();
  const everybody = remembered(ROSTER_MEMORY, async (_: 'all') => {
    changed.clear();
    return rosterOf(await listMembers(client, home()));
  });
  const mayLookUp = paceOf(LOOK_UPS_A_MINUTE);
  const mayLookForAddress = paceOf(ADDRESSES_A_MINUTE);
  const person = remembered(MEMORY, async (id: string) => {
    if (!changed.has(id) && !mayLookUp()) {
      // The list goes on being read behind the back of whoever does not wait for it; the next one gets it.
      const listed = (await patient(everybody('all'))).byId.get(id);
      if (listed) return listed;
    }
    const user = await known(client.users.info({ user: id, include_locale: true }), NO_SUCH_PERSON);
    return user?.user && slackPerson(user.user, home());
  });
  const personByEmail = remembered(MEMORY, async (email: string) => {
    if (!mayLookForAddress()) {
      const listed = (await patient(everybody('all'))).byEmail.get(email.toLowerCase());
      if (listed && !changed.has(listed.id)) {
        addressOf.set(listed.id, email);
        return listed;
      }
    }
    const user = await known(client.users.lookupByEmail({ email }), ['users_not_found']);
    if (user?.user?.id !== undefined) addressOf.set(user.user.id, email);
    return user?.user && slackPerson(user.user, home());
  });
  const handles = remembered(MEMORY, async (_: 'all') => {
    const { usergroups = [] } = await patient(client.usergroups.list({ include_disabled: true }));
    return new Map(usergroups.map(({ id, handle }) => [id, handle]));
  });
  // Slack gives all members of a group in one answer; there are no pages to it.
  const groupMembers = remembered(MEMORY, async (usergroup: string): Promise<GroupMembers> => {
    try {
      const { users = [] } = await patient(client.usergroups.users.list({ usergroup }));
      return { kind: 'members', slackIds: users };
    } catch (error) {
      switch (slackErrorCode(error)) {
        case 'no_such_subteam':
        case 'subteam_not_found':
          return { kind: 'no such group' };
        case 'plan_upgrade_required':
        case 'paid_teams_only':
          return { kind: 'not in the plan' };
        default:
          throw error;
      }
    }
  });
  const channelName = remembered(MEMORY, async (channel: string) => {
    const answer = await known(client.conversations.info({ channel }), ['channel_not_found']);
    return answer?.channel?.name;
  });
  return {
    person,
    personByEmail,
    channelName,
    async groupHandle(id) {
      return (await handles('all')).get(id);
    },
    groupMembers,
    colleagues: async () => (await patient(everybody('all'))).colleagues,
    async inGroup(slackId, groups) {
      const all = await Promise.all([...groups].map((group) => groupMembers(group)));
      return all.some((group) => group.kind === 'members' && group.slackIds.includes(slackId));
    },
    forgetPerson({ id, email }) {
      changed.add(id);
      person.forget(id);
      for (const address of [addressOf.get(id), email]) if (address !== undefined) personByEmail.forget(address);
      addressOf.delete(id);
    },
    forgetGroup(id) {
      groupMembers.forget(id);
      handles.forget('all');
    },
  };
}

interface Roster {
  byId: ReadonlyMap<string, SlackPerson>;
  /** Like users.lookupByEmail, without those who left. */
  byEmail: ReadonlyMap<string, SlackPerson>;
  /** Who may be written to. */
  colleagues: readonly Member[];
}

function rosterOf(members: readonly Member[]): Roster {
  const people = members.map(personOf);
  const reachable = people.filter(({ standing }) => standing !== 'deactivated' && standing !== 'bot');
  return {
    byId: new Map(people.map((each) => [each.id, each])),
    byEmail: new Map(reachable.flatMap((each) => (each.email ? [[each.email, each] as const] : []))),
    colleagues: members.filter(({ standing }) => standing === 'member' || standing === 'guest'),
  };
}

function slackPerson(user: User, home: Home | undefined): SlackPerson {
  const { profile } = user;
  const email = profile?.email?.toLowerCase();
  return {
    id: user.id ?? '',
    name: profile?.display_name || profile?.real_name || user.real_name || user.name || user.id || '',
    ...(email && { email }),
    ...(user.locale && { locale: user.locale }),
    standing: standingOf(user, home),
  };
}

/** The answer, or undefined where Slack says that there is no such thing. Every other trouble is thrown. */
async function known<T>(asked: Promise<T>, absent: readonly string[]): Promise<T | undefined> {
  try {
    return await patient(asked);
  } catch (error) {
    if (absent.includes(slackErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Slack's own error word (`users_not_found`) of a failed call. */
export function slackErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('data' in error)) return undefined;
  const { data } = error;
  return typeof data === 'object' && data !== null && 'error' in data && typeof data.error === 'string'
    ? data.error
    : undefined;
}

/** What was asked of Slack, or an error when it takes longer than a person waiting for an answer can be kept. */
export function patient<T>(asked: Promise<T>): Promise<T> {
  return patientFor(asked, PATIENCE);
}

/** What was asked for, or an error when it takes longer than so many milliseconds. */
export async function patientFor<T>(asked: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer came in time.')), ms);
  });
  try {
    return await Promise.race([asked, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
