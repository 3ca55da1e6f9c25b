/** Members of the workspace. Object shape: docs.slack.dev/reference/objects/user-object. */
import type { Ground } from './ground.ts';

/** An account of an Enterprise organization, as `enterprise_user` of a user object tells it. */
export interface Membership {
  id: string;
  teams: readonly string[];
}

export interface Person {
  readonly id: string;
  /** The handle, without `@`. */
  readonly name: string;
  readonly realName: string;
  readonly displayName: string;
  readonly email: string | undefined;
  readonly locale: string;
  readonly isBot: boolean;
  readonly isGuest: boolean;
  readonly isAdmin: boolean;
  readonly teamId: string;
  readonly enterprise: Membership | undefined;
  deleted: boolean;
}

/** Where the members are kept. */
export interface Population extends Ground {
  readonly people: Map<string, Person>;
}

export interface NewPerson {
  id?: string;
  name: string;
  realName: string;
  displayName?: string;
  email?: string;
  locale?: string;
  isBot?: boolean;
  isGuest?: boolean;
  isAdmin?: boolean;
  deleted?: boolean;
  /** Another team's id makes a stranger from a shared channel. */
  teamId?: string;
  /** Everybody of an Enterprise organization has it, also one seen from outside, in a shared channel. */
  enterprise?: Membership;
}

export function addPerson(world: Population, given: NewPerson): Person {
  const person: Person = {
    id: given.id ?? world.newId('U'),
    name: given.name,
    realName: given.realName,
    displayName: given.displayName ?? '',
    email: given.email,
    locale: given.locale ?? 'en-US',
    isBot: given.isBot ?? false,
    isGuest: given.isGuest ?? false,
    isAdmin: given.isAdmin ?? false,
    teamId: given.teamId ?? world.team.id,
    enterprise: given.enterprise,
    deleted: given.deleted ?? false,
  };
  if (world.people.has(person.id)) throw new Error(`there is already a person ${person.id}`);
  world.people.set(person.id, person);
  return person;
}

/** What somebody may change of their account, or an administrator. */
export type PersonChange = Partial<Pick<NewPerson, 'realName' | 'displayName' | 'email' | 'isGuest' | 'deleted'>>;

/** Source of the event: docs.slack.dev/reference/events/user_change. The e-mail only with `users:read.email`. */
export function changePerson(world: Population, before: Person, change: PersonChange) {
  const person: Person = { ...before, ...change };
  world.people.set(person.id, person);
  const see = { email: world.scopes.has('users:read.email'), locale: false };
  return { person, event: { type: 'user_change', user: userObject(person, see), cache_ts: 1_700_000_000 } };
}

/** A person as `users.info` shows them; the e-mail only with `users:read.email`. */
export function userObject(person: Person, see: { email: boolean; locale: boolean }) {
  const [first = '', ...rest] = person.realName.split(' ');
  const shared = {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted: person.deleted,
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName.normalize('NFKD').replace(/\p{M}/gu, ''),
      display_name: person.displayName,
      display_name_normalized: person.displayName.normalize('NFKD').replace(/\p{M}/gu, ''),
      first_name: first,
      last_name: rest.join(' '),
      title: '',
      team: person.teamId,
      ...(see.email && person.email !== undefined && !person.isBot ? { email: person.email } : {}),
    },
    is_bot: person.isBot,
    is_app_user: false,
    updated: 0,
  };
  // A deactivated account keeps only these fields.
  if (person.deleted) return shared;
  return {
    ...shared,
    real_name: person.realName,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3600,
    is_admin: person.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
    ...(see.locale ? { locale: person.locale } : {}),
    ...(person.enterprise === undefined ? {} : { enterprise_user: enterpriseUser(person.id, person.enterprise) }),
  };
}

function enterpriseUser(id: string, { id: enterpriseId, teams }: Membership) {
  return {
    id,
    enterprise_id: enterpriseId,
    enterprise_name: `Organization ${enterpriseId}`,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    teams,
  };
}
