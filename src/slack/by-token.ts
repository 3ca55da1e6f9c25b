import { webApi } from '@slack/bolt';
import { slackErrorCode } from './directory.ts';
import { listMembers, type Member, memberOf } from './roster.ts';
import { homeOf } from './standing.ts';

/** All that somebody beside a running bot has, as the command line. */
export interface TokenAccess {
  botToken: string;
  apiUrl: string;
}

/** {@link listMembers} by a token alone. */
export async function listWorkspace(access: TokenAccess): Promise<Member[]> {
  const client = clientOf(access);
  return listMembers(client, homeOf(await client.auth.test()));
}

/** Finds somebody of the workspace, by member ID or e-mail address. @returns undefined where Slack knows nobody like that */
export type FindMember = (named: string) => Promise<Member | undefined>;

/** @throws when Slack does not say whose the token is, as {@link FindMember} does when it does not say who somebody is */
export async function memberFinder(access: TokenAccess): Promise<FindMember> {
  const client = clientOf(access);
  const home = homeOf(await client.auth.test());
  return async (named) => {
    try {
      const { user } = named.includes('@')
        ? await client.users.lookupByEmail({ email: named })
        : await client.users.info({ user: named, include_locale: true });
      return user && memberOf(user, home);
    } catch (error) {
      if (UNKNOWN.has(slackErrorCode(error) ?? '')) return undefined;
      throw error;
    }
  };
}

const UNKNOWN: ReadonlySet<string> = new Set(['users_not_found', 'user_not_found', 'user_not_visible']);

function clientOf({ botToken, apiUrl }: TokenAccess): webApi.WebClient {
  return new webApi.WebClient(botToken, {
    slackApiUrl: apiUrl,
    timeout: 30_000,
    // Somebody is waiting: Slack's own client would go on for half an hour before it says that it gets through to nobody.
    retryConfig: { retries: 2 },
    logLevel: webApi.LogLevel.ERROR,
  });
}
