import { type Call, type Methods, page, type Result } from '../method.ts';
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
  return listed(call, allowedConditions(filter, call.caller.scopes), (person) => !words || meetsWords(person, words));
}

/** Does not look at addresses: `FIND` means names and positions. */
function search(call: Call): Result {
  const filter = filterOf(call.parameters);
  const words = [filter.FIND, filter.NAME, filter.LAST_NAME, filter.WORK_POSITION].flatMap(
    (value) => scalarText(value) || [],
  );
  const { FIND: _find, NAME: _name, LAST_NAME: _lastName, WORK_POSITION: _position, ...rest } = filter;
  return listed(call, allowedConditions(rest, call.caller.scopes), (person) =>
    words.every((word) => meetsWords(person, word)),
  );
}

function listed(
  { parameters, start, caller, portal }: Call,
  conditions: Condition[],
  also: (person: Person) => boolean,
): Result {
  // Bots, e-mail users and the like are never in this list.
  const found = portal.people
    .all()
    .filter((person) => person.userType === 'employee' || person.userType === 'extranet')
    .filter((person) => meetsAll((field) => FIELDS[field]?.(person) ?? null, conditions) && also(person));
  const ordered = orderOf(parameters) === 'DESC' ? found.reverse() : found;
  const asked = selectOf(parameters);
  return page(
    ordered.map((person) => fieldsOf(person, caller.scopes, asked)),
    start,
  );
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
