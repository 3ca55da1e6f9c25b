/** User groups. Shape: docs.slack.dev/reference/objects/usergroup-object. */
import type { Ground } from './ground.ts';
import type { Person } from './people.ts';

export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  members: Person[];
  disabled: boolean;
}

/** Where the user groups are kept. */
export interface Groups extends Ground {
  readonly groups: Map<string, Group>;
}

export interface NewGroup {
  id?: string;
  handle: string;
  name?: string;
  members: Person[];
  disabled?: boolean;
}

export function addGroup(world: Groups, given: NewGroup): Group {
  const group: Group = {
    id: given.id ?? world.newId('S'),
    handle: given.handle,
    name: given.name ?? given.handle,
    members: given.members,
    disabled: given.disabled ?? false,
  };
  world.groups.set(group.id, group);
  return group;
}

/** Source of the event: docs.slack.dev/reference/events/subteam_members_changed. */
export function changeMembers(world: Groups, group: Group, members: Person[]) {
  const ids = (people: readonly Person[]) => people.map(({ id }) => id);
  const [before, after] = [ids(group.members), ids(members)];
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  group.members = members;
  return {
    type: 'subteam_members_changed',
    subteam_id: group.id,
    team_id: world.team.id,
    date_previous_update: 1_700_000_000,
    date_update: 1_700_000_001,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  };
}

export function groupObject(world: Groups, group: Group, include: { users: boolean; count: boolean }) {
  return {
    id: group.id,
    team_id: world.team.id,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: '',
    is_external: false,
    date_create: 1_700_000_000,
    date_update: 1_700_000_000,
    date_delete: group.disabled ? 1_700_000_000 : 0,
    auto_type: null,
    prefs: { channels: [], groups: [] },
    ...(include.count ? { user_count: group.members.length } : {}),
    ...(include.users ? { users: group.members.map((person) => person.id) } : {}),
  };
}
