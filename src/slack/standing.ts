import type { webApi } from '@slack/bolt';
import type { SlackPerson } from '../people/slack-people.ts';

export type User = NonNullable<webApi.UsersInfoResponse['user']>;

/** What somebody is in the workspace, as the bot tells people apart. */
export function standingOf(user: User, team: string | undefined): SlackPerson['standing'] {
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  // A stranger is somebody of another organization, met in a shared channel.
  if (
    user.is_stranger ||
    (team !== undefined && user.team_id !== undefined && user.team_id !== team && !user.enterprise_user)
  ) {
    return 'stranger';
  }
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}
