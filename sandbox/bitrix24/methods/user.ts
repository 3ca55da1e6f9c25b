import { type Call, type Methods, pageOf, type Result } from '../method.ts';
import type { Person } from '../people.ts';
import { isRecord, type Parameters, scalarText, type Value, valuesOf } from '../php-value.ts';
import { type Condition, conditionsOf, meetsAll, meetsWords } from './user-filter.ts';

const SCOPES = ['user', 'user_basic', 'user_brief'];

/** People (docs: api-reference/user; module source: rest/lib/api/user.php). */
export const userMethods: Methods = {
  'user.get': { scopes: SCOPES, run: get },
  'user.search': { scopes: SCOPES, run: search },
  'user.current': {
    scopes: SCOPES,
    run: ({ caller, portal }) => {
      const person = portal.people.find(caller.userId);
      return { result: person === undefined ? [] : fieldsOf(person, caller.scopes, undefined) };
    },
  },
};

function get(call: Call): Result {
  const { parameters } = call;
  const filter = filterOf(parameters);
  const words = scalarText(filter.NAME_SEARCH);
  return listed(call, allowedConditions(filter, call.caller.scopes), words ? [words] : []);
}

/** Does not look at addresses: `FIND` means names and positions. */
function search(call: Call): Result {
  const filter = filterOf(call.parameters);
  const words = [filter.FIND, filter.NAME, filter.LAST_NAME, filter.WORK_POSITION].flatMap(
    (value) => scalarText(value) || [],
  );
  const { FIND: _find, NAME: _name, LAST_NAME: _lastName, WORK_POSITION: _position, ...rest } = filter;
  return listed(call, allowedConditions(rest, call.caller.scopes), words);
}

function listed({ parameters, start, caller, portal }: Call, conditions: Condition[], words: string[]): Result {
  const meant = foundAmong(portal.people.all(), conditions, words);
  const ordered = orderOf(parameters) === 'DESC' ? meant.toReversed() : meant;
  const asked = selectOf(parameters);
  return pageOf(ordered, start, (person) => fieldsOf(person, caller.scopes, asked));
}

/** What was found among the same people before: the pages of a large portal are asked for by the hundred. */
const found = new WeakMap<readonly Person[], Map<string, readonly Person[]>>();

function foundAmong(people: readonly Person[], conditions: Condition[], words: string[]): readonly Person[] {
  const before = found.get(people) ?? new Map<string, readonly Person[]>();
  found.set(people, before);
  const asked = JSON.stringify([conditions, words]);
  const known = before.get(asked);
  if (known) return known;
  const now = people
    // Bots, e-mail users and the like are never in this list.
    .filter((person) => person.userType === 'employee' || person.userType === 'extranet')
    .filter((person) => meetsAll((field) => FIELDS[field]?.(person) ?? null, conditions))
    .filter((person) => words.every((word) => meetsWords(person, word)));
  before.set(asked, now);
  return now;
}

/** With FILTER present, all other parameters stop being conditions. */
function filterOf(parameters: Parameters): Parameters {
  const { FILTER } = parameters;
  if (isRecord(FILTER))
    return Object.fromEntries(Object.entries(FILTER).map(([key, value]) => [key.toUpperCase(), value]));
  const { SORT: _sort, ORDER: _order, SELECT: _select, ADMIN_MODE: _mode, IMAGE_RESIZE: _resize, ...rest } = parameters;
  return rest;
}

function orderOf(parameters: Parameters): string {
  const order = isRecord(parameters.ORDER) ? Object.values(parameters.ORDER)[0] : parameters.ORDER;
  return (scalarText(order) ?? '').toUpperCase();
}

function selectOf(parameters: Parameters): string[] | undefined {
  const asked = valuesOf(parameters.SELECT).flatMap((field) => (scalarText(field) ?? '').toUpperCase());
  return asked.length === 0 || asked.includes('*') ? undefined : asked;
}

const BRIEF = [
  'ID',
  'XML_ID',
  'ACTIVE',
  'NAME',
  'LAST_NAME',
  'SECOND_NAME',
  'WORK_POSITION',
  'TIME_ZONE',
  'UF_DEPARTMENT',
];
const BASIC = [...BRIEF, 'EMAIL'];
const FULL = [...BASIC, 'USER_TYPE'];

/** What the credential may see and filter by; the rest is as if it had not been asked for. */
function allowedFields(scopes: readonly string[]): string[] {
  if (scopes.includes('user')) return FULL;
  return scopes.includes('user_basic') ? BASIC : BRIEF;
}

/** A condition on a field that the scope does not permit is dropped without an error: the answer is then everybody. */
function allowedConditions(filter: Parameters, scopes: readonly string[]): Condition[] {
  const allowed = allowedFields(scopes);
  return conditionsOf(filter).filter(({ field }) => allowed.includes(field));
}

/** Empty fields are left out, as the portal may do. `ID` is text, `ACTIVE` a boolean. */
function fieldsOf(person: Person, scopes: readonly string[], asked: string[] | undefined): { [field: string]: Value } {
  const shown = allowedFields(scopes).filter((field) => asked === undefined || field === 'ID' || asked.includes(field));
  const pairs = shown.map((field): [string, Value] => [field, FIELDS[field]?.(person) ?? '']);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

const FIELDS: { [field: string]: (person: Person) => Value } = {
  ID: (person) => String(person.id),
  ACTIVE: (person) => person.active,
  NAME: (person) => person.name,
  LAST_NAME: (person) => person.lastName,
  EMAIL: (person) => person.email,
  WORK_POSITION: (person) => person.workPosition,
  TIME_ZONE: (person) => person.timeZone,
  UF_DEPARTMENT: (person) => person.departments,
  USER_TYPE: (person) => person.userType,
};
