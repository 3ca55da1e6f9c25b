import { randomInt } from 'node:crypto';
import type { Person } from '../people.ts';
import { isRecord, scalarText, type Value, valuesOf, wholeNumber } from '../php-value.ts';
import { Refusal } from '../refusal.ts';

/** What somebody may do, each level with all below it. */
export const LEVELS = ['disk_access_read', 'disk_access_add', 'disk_access_edit', 'disk_access_full'] as const;
export type Level = (typeof LEVELS)[number];

/** A right as a caller gives it: an access code (`U5`, `D3`, `DR3`, `*`) and the id of a task. */
export interface Right {
  accessCode: string;
  taskId: number;
}

/** The portal's access levels. Their ids differ from portal to portal, so they have to be asked for. */
export class Tasks {
  readonly #first = randomInt(10, 400) * 2;

  idOf(level: Level): number {
    return this.#first + 2 * LEVELS.indexOf(level);
  }

  /** Undefined for a number that is no task of this portal: such a right is stored and gives nothing. */
  levelOf(taskId: number): Level | undefined {
    return LEVELS.find((level) => this.idOf(level) === taskId);
  }
}

export function covers(level: Level | undefined, needed: Level): boolean {
  return level !== undefined && LEVELS.indexOf(level) >= LEVELS.indexOf(needed);
}

/** Whether an access code means this person. Department 1 is the whole company. */
export function means(accessCode: string, person: Person): boolean {
  if (accessCode === '*') return true;
  const [, kind, digits] = /^(U|DR|D)(\d+)$/.exec(accessCode) ?? [];
  const id = Number(digits);
  if (kind === 'U') return person.id === id;
  if (kind === 'D') return person.departments.includes(id);
  return kind === 'DR' && (person.departments.includes(id) || (id === 1 && person.departments.length > 0));
}

/** @throws {Refusal} without a code, as the portal does, when it is no list of rights */
export function readRights(value: Value | undefined): Right[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value !== 'object') throw invalidRights();
  return valuesOf(value).map((right) => {
    const accessCode = isRecord(right) ? scalarText(right.ACCESS_CODE) : undefined;
    const taskId = isRecord(right) ? wholeNumber(right.TASK_ID) : 0;
    if (!accessCode || taskId <= 0) throw invalidRights();
    return { accessCode, taskId };
  });
}

function invalidRights(): Refusal {
  return new Refusal(400, '', 'Invalid rights format');
}
