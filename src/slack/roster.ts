import { webApi } from '@slack/bolt';
import type { Colleague } from '../people/literal-names.ts';
import type { SlackPerson } from '../people/slack-people.ts';
import { type Home, standingOf, type User } from './standing.ts';

/** Slack's largest page; the whole workspace is one call for each thousand people, and Slack allows 20 a minute. */
const PAGE = 1000;

/** Somebody of the workspace, whatever their standing. */
export interface Member extends Colleague {
  standing: SlackPerson['standing'];
  /** As in {@link SlackPerson}. */
  locale?: string;
}

/** The same account as a look-up of its own shows it. */
export function personOf({ slackId, displayName, realName, handle, email, locale, standing }: Member): SlackPerson {
  return {
    id: slackId,
    name: displayName || realName || handle || slackId,
    ...(email && { email }),
    ...(locale && { locale }),
    standing,
  };
}

/**
 * Everybody of the workspace, page after page: without `limit`, Slack refuses for a large one.
 * @see docs.slack.dev/apis/web-api/pagination
 */
export async function listMembers(client: webApi.WebClient, home: Home | undefined): Promise<Member[]> {
  const members: Member[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageFrom(client, cursor);
    for (const user of page.members ?? []) members.push(memberOf(user, home));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return members;
}

/** One page, when Slack's rate allows it: this client may be one that does not wait for the rate by itself. */
async function pageFrom(client: webApi.WebClient, cursor: string | undefined): Promise<webApi.UsersListResponse> {
  for (;;) {
    try {
      return await client.users.list({ limit: PAGE, include_locale: true, ...(cursor && { cursor }) });
    } catch (error) {
      if (!(error instanceof webApi.WebAPIRateLimitedError)) throw error;
      const pause = error.retryAfter * 1000;
      await new Promise<void>((resolve) => void setTimeout(resolve, pause).unref());
    }
  }
}

/** An account as Slack shows it. */
export function memberOf(user: User, home: Home | undefined): Member {
  const { id, name, real_name, profile, locale } = user;
  const email = profile?.email?.toLowerCase();
  return {
    slackId: id ?? '',
    handle: name ?? '',
    displayName: profile?.display_name ?? '',
    realName: profile?.real_name || real_name || '',
    ...(email && { email }),
    ...(locale && { locale }),
    standing: standingOf(user, home),
  };
}
