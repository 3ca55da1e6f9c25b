import { z } from 'zod';
import { PortalError } from './errors/portal-error.ts';
import type { CallOptions, Portal } from './portal.ts';
import { badResultError } from './portal-failure.ts';

/** A person of the portal. */
export interface Person {
  readonly id: number;
  readonly active: boolean;
  /** First and last name, or what there is of them; may be empty. */
  readonly name: string;
  /** Absent when the rights (`user_brief`) do not show it. */
  readonly email?: string;
  /** `employee`, `extranet`, `email` …; shown with the scope `user` only. */
  readonly type?: string;
}

/** What a look-up by e-mail found. */
export type EmailMatch =
  | { readonly kind: 'found'; readonly person: Person }
  | { readonly kind: 'nobody' }
  /** Two active accounts share the address: nobody may guess which. */
  | { readonly kind: 'several'; readonly people: readonly Person[] }
  /** The rights of the webhook or application do not show addresses; it needs `user_basic`. */
  | { readonly kind: 'addresses hidden' };

/** Who the webhook or token acts as. */
export interface Profile {
  readonly id: number;
  readonly name: string;
  readonly admin: boolean;
}

const id = z.coerce.number().int().positive();
const text = z.string().catch('');
// `user.get` writes ids as strings and may leave empty fields out.
const userRow = z.object({
  ID: id,
  ACTIVE: z.boolean().catch(true),
  NAME: text,
  LAST_NAME: text,
  EMAIL: z.string().optional().catch(undefined),
  USER_TYPE: z.string().optional().catch(undefined),
});
const peopleRows = z.array(userRow);
const messengerRow = z.object({
  id,
  active: z.boolean().catch(true),
  name: text,
  email: z.string().optional().catch(undefined),
});
const profileRow = z.object({ ID: id, NAME: text, LAST_NAME: text, ADMIN: z.boolean().catch(false) });

const fields = ['ID', 'ACTIVE', 'NAME', 'LAST_NAME', 'EMAIL', 'USER_TYPE'];

/**
 * The person with this id, dismissed ones too; undefined when there is none. Asks `user.get`, and where the rights
 * lack it, the messenger's `im.user.get`.
 */
export async function getPerson(portal: Portal, person: number, options?: CallOptions): Promise<Person | undefined> {
  try {
    const found = await getPeople(portal, { ID: person }, options);
    return found.find((one) => one.id === person);
  } catch (error) {
    if (error instanceof PortalError && error.code.toLowerCase() === 'insufficient_scope') {
      return await getMessengerPerson(portal, person, options);
    }
    throw error;
  }
}

/**
 * The one active person with this address. The portal's answer is not trusted: filters it has no rights for are dropped in
 * silence, so that `user_brief` gets everybody, and `_` or `%` may act as wildcards. Only the very address, apart from case
 * and blanks around, counts.
 */
export async function findByEmail(portal: Portal, email: string, options?: CallOptions): Promise<EmailMatch> {
  const answer = await ask(portal, 'user.get', emailQuery(email), peopleRows, 'a list of people', options);
  return emailMatch(answer.map(personFrom), email);
}

/** The parameters of `user.get` that ask for an address. */
export function emailQuery(email: string): Record<string, unknown> {
  return { FILTER: { '=EMAIL': email.trim(), ACTIVE: true }, select: fields };
}

/** The parameters of `user.get` that ask for everybody, in an order that pages can rely on. */
export const peopleQuery = { sort: 'ID', order: 'ASC', select: fields } as const;

/** The people in an answer of `user.get`; undefined when it is none. */
export function readPeople(result: unknown): Person[] | undefined {
  const rows = peopleRows.safeParse(result);
  return rows.success ? rows.data.map(personFrom) : undefined;
}

/**
 * Whom an address belongs to among the people that came back for it. Guests of the portal (extranet, mail users) and
 * bots do not count, where the rights show what somebody is (`USER_TYPE` needs the scope `user`).
 */
export function emailMatch(people: readonly Person[], email: string): EmailMatch {
  if (people.length > 0 && people.every((person) => person.email === undefined)) return { kind: 'addresses hidden' };
  const same = people.filter(
    (person) => person.active && (person.type ?? 'employee') === 'employee' && sameAddress(person.email ?? '', email),
  );
  const [first, ...others] = same;
  if (first === undefined) return { kind: 'nobody' };
  return others.length === 0 ? { kind: 'found', person: first } : { kind: 'several', people: same };
}

/** The person the webhook or token acts as, with the address where the rights show it (`user.current`, needs a `user` scope). */
export async function currentPerson(portal: Portal, options?: CallOptions): Promise<Person> {
  return personFrom(await ask(portal, 'user.current', {}, userRow, 'a person', options));
}

/** The same from `profile`, which every webhook and token may call: the cheapest check that the access works. */
export async function profile(portal: Portal, options?: CallOptions): Promise<Profile> {
  const row = await ask(portal, 'profile', {}, profileRow, 'a profile', options);
  return { id: row.ID, name: fullName(row), admin: row.ADMIN };
}

/** The granted scopes, for example `im`, `user_basic`. */
export function scopes(portal: Portal, options?: CallOptions): Promise<string[]> {
  return ask(portal, 'scope', {}, z.array(z.string()), 'a list of scopes', options);
}

/** The portal's clock. */
export async function serverTime(portal: Portal, options?: CallOptions): Promise<Date> {
  const iso = z.string().refine((value) => !Number.isNaN(Date.parse(value)));
  return new Date(await ask(portal, 'server.time', {}, iso, 'a time', options));
}

/** Those of these people that the portal knows, dismissed ones too; asked fifty at a time. */
export async function getPeopleById(portal: Portal, ids: readonly number[], options?: CallOptions): Promise<Person[]> {
  const found: Person[] = [];
  for (let start = 0; start < ids.length; start += PAGE) {
    const some = ids.slice(start, start + PAGE);
    const people = await getPeople(portal, { ID: some }, options);
    found.push(...people.filter(({ id: one }) => some.includes(one)));
  }
  return found;
}

/** `user.get` answers so many at a time (docs: api-reference/user/user-get). */
const PAGE = 50;

async function getPeople(portal: Portal, filter: Record<string, unknown>, options?: CallOptions): Promise<Person[]> {
  const parameters = { FILTER: filter, select: fields };
  const rows = await ask(portal, 'user.get', parameters, peopleRows, 'a list of people', options);
  return rows.map(personFrom);
}

async function getMessengerPerson(portal: Portal, person: number, options?: CallOptions): Promise<Person | undefined> {
  try {
    const row = await ask(portal, 'im.user.get', { ID: person }, messengerRow, 'a person', options);
    const { email, ...rest } = row;
    return email === undefined || email === '' ? rest : { ...rest, email };
  } catch (error) {
    if (error instanceof PortalError && error.code.toUpperCase() === 'USER_NOT_EXISTS') return undefined;
    throw error;
  }
}

async function ask<T>(
  portal: Portal,
  method: string,
  parameters: Record<string, unknown>,
  shape: z.ZodType<T>,
  expected: string,
  options?: CallOptions,
): Promise<T> {
  const answer = await portal.call(method, parameters, options);
  const parsed = shape.safeParse(answer.result);
  if (parsed.success) return parsed.data;
  throw badResultError({ method, host: portal.host, mode: portal.mode }, expected, answer.raw);
}

function personFrom(row: z.output<typeof userRow>): Person {
  return {
    id: row.ID,
    active: row.ACTIVE,
    name: fullName(row),
    ...(row.EMAIL !== undefined && { email: row.EMAIL }),
    ...(row.USER_TYPE && { type: row.USER_TYPE }),
  };
}

function fullName(row: { NAME: string; LAST_NAME: string }): string {
  return `${row.NAME} ${row.LAST_NAME}`.trim();
}

function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
