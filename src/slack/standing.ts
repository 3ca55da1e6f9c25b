import type { webApi } from '@slack/bolt';
import type { SlackPerson } from '../people/slack-people.ts';

export type User = NonNullable<webApi.UsersInfoResponse['user']>;

/** Whose bot this is: the workspace, and the Enterprise organization that it may be a part of. */
export interface Home {
  team: string;
  enterprise?: string;
}

/** From the answer of auth.test, which names the organization where there is one. */
export function homeOf({ team_id: team = '', enterprise_id: enterprise }: webApi.AuthTestResponse): Home {
  return { team, ...(enterprise && { enterprise }) };
}

/** What somebody is in the workspace, as the bot tells people apart. */
export function standingOf(user: User, home: Home | undefined): SlackPerson['standing'] {
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  // A stranger is somebody of another organization, met in a shared channel.
  if (user.is_stranger || (home !== undefined && !belongsTo(home, user))) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/**
 * Everybody of an Enterprise organization has an `enterprise_user`, whichever organization that is; and `is_stranger` is
 * false for people of another one as soon as they share a channel with the bot (docs.slack.dev/apis/slack-connect).
 */
function belongsTo({ team, enterprise }: Home, { team_id, enterprise_user: inEnterprise }: User): boolean {
  // Where one of the two is not told, nothing speaks against.
  if (team === '' || team_id === undefined || team_id === team) return true;
  if (inEnterprise === undefined) return false;
  return (
    (enterprise !== undefined && inEnterprise.enterprise_id === enterprise) ||
    (inEnterprise.teams?.includes(team) ?? false)
  );
}
