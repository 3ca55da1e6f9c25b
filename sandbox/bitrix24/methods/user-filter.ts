import type { Person } from '../people.ts';
import { type Parameters, scalarText, type Value, valuesOf } from '../php-value.ts';

/** One condition of a filter: `!%=NAME` is the operator `!%=` on the field `NAME`. */
export interface Condition {
  field: string;
  operator: string;
  /** Any of these will do. */
  wanted: string[];
}

export function conditionsOf(filter: Parameters): Condition[] {
  return Object.entries(filter).flatMap(([key, value]) => {
    const match = /^(!=%|!%=|!@|!=|!%|=%|%=|>=|<=|!|=|>|<|@|%)?([A-Z_]+)$/.exec(key);
    if (match === null) return [];
    const [, operator = '', field = ''] = match;
    const wanted = typeof value === 'object' && value !== null ? valuesOf(value) : [value];
    return [{ operator, field, wanted: wanted.map(comparableIn(field)) }];
  });
}

/** @param has what a person has in a field */
export function meetsAll(has: (field: string) => Value, conditions: Condition[]): boolean {
  return conditions.every((condition) => meets(has(condition.field), condition));
}

/** Every word has to begin some word of the name or position. */
export function meetsWords(person: Person, words: string): boolean {
  const own = `${person.name} ${person.lastName} ${person.workPosition}`.toLowerCase().split(/\s+/);
  const asked = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return asked.every((word) => own.some((name) => name.startsWith(word)));
}

function meets(value: Value, { field, operator, wanted }: Condition): boolean {
  const negated = operator.startsWith('!');
  const kind = negated ? operator.slice(1) : operator;
  const own = (Array.isArray(value) ? value : [value]).map(comparableIn(field));
  return wanted.some((choice) => own.some((text) => compares(text, kind, choice))) !== negated;
}

function comparableIn(field: string): (value: Value) => string {
  return field === 'ACTIVE' ? yesOrNo : lowerCase;
}

/**
 * Without an operator the portal compares text as a pattern: `_` and `%` in an address stand for any character and any
 * text. `=` compares as it is; letters count in any case.
 */
function compares(own: string, kind: string, wanted: string): boolean {
  switch (kind) {
    case '=':
    case '@':
      return own === wanted;
    case '%':
      return own.includes(wanted);
    case '>':
      return Number(own) > Number(wanted);
    case '>=':
      return Number(own) >= Number(wanted);
    case '<':
      return Number(own) < Number(wanted);
    case '<=':
      return Number(own) <= Number(wanted);
    default:
      return pattern(wanted).test(own);
  }
}

const patterns = new Map<string, RegExp>();

function pattern(wanted: string): RegExp {
  const known = patterns.get(wanted);
  if (known !== undefined) return known;
  const source = wanted
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const made = new RegExp(`^${source}$`, 's');
  patterns.set(wanted, made);
  return made;
}

function lowerCase(value: Value): string {
  return (scalarText(value) ?? '').toLowerCase();
}

/** A boolean in all the ways it can be written, with the text that a batch makes of it. */
function yesOrNo(value: Value): string {
  return ['1', 'true', 'y'].includes(lowerCase(value)) ? 'y' : 'n';
}
