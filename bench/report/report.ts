import { parseArgs } from 'node:util';
import { table } from '../text/table.ts';
import { type Machine, machine, machineLine } from './machine.ts';

/** What a benchmark found: the same shape for each, printed as tables or as one JSON document. */
export interface Report {
  benchmark: string;
  /** What was asked, in a sentence. */
  question: string;
  machine: Machine;
  tables: readonly Table[];
  goals: readonly Goal[];
  /** What a reader has to know to read the figures right. */
  notes: readonly string[];
}

/** The keys of the first row are the headings. */
export interface Table {
  title: string;
  rows: readonly Readonly<Record<string, string | number>>[];
}

export interface Goal {
  goal: string;
  measured: number;
  most: number;
  met: boolean;
}

/** A goal is met up to and with `most`. */
export function goal(what: string, measured: number, most: number): Goal {
  return { goal: what, measured, most, met: measured <= most };
}

/** Measures, and prints what was found: tables for a reader, with `--json` one document. */
export async function report(
  benchmark: string,
  question: string,
  measure: () => Promise<Pick<Report, 'tables' | 'goals' | 'notes'>>,
): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const before = machine();
  const found: Report = { benchmark, question, machine: before, ...(await measure()) };
  process.stdout.write(`${values.json ? JSON.stringify(found) : readable(found)}\n`);
}

function readable({ benchmark, question, machine: where, tables, goals, notes }: Report): string {
  return [
    `${benchmark}: ${question}`,
    machineLine(where),
    ...tables.flatMap(({ title, rows }) => {
      const headings = Object.keys(rows[0] ?? {});
      const cells = rows.map((row) => headings.map((heading) => row[heading] ?? ''));
      return ['', ...(title === '' ? [] : [title]), table(headings, cells)];
    }),
    '',
    ...goals.map(
      ({ goal: what, measured, most, met }) => `${met ? 'met   ' : 'MISSED'}  ${what}: ${measured} (at most ${most})`,
    ),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}
