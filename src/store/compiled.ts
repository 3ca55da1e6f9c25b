import { type Compilable, CompiledQuery } from 'kysely';
import type { Store } from './schema.ts';
import { locksRows } from './store.ts';

/**
 * A query that is put into words once for each database, and from then on only given its parameters. Building and
 * compiling one takes several times what SQLite takes to run it; this is for the few that run for every command while its
 * sender waits.
 * @param build names each of its parameters once, in the order in which they are given
 */
export function compiled<Parameters extends unknown[], Row>(
  build: (store: Store, ...parameters: Parameters) => Compilable<Row>,
): (store: Store, ...parameters: Parameters) => Promise<Row[]> {
  const run = queries<Row>();
  return (store, ...parameters) => run(store, '', parameters, () => build(store, ...parameters));
}

/** The same for rows: their fields are the parameters. */
export function compiledForRows<Given extends object[], Row>(
  build: (store: Store, ...rows: Given) => Compilable<Row>,
): (store: Store, ...rows: Given) => Promise<Row[]> {
  const run = queries<Row>();
  return (store, ...rows) =>
    run(store, rows.map((row) => Object.keys(row).join()).join(';'), rows.flatMap(Object.values), () =>
      build(store, ...rows),
    );
}

function queries<Row>() {
  const words = new Map<string, string>();
  return async (store: Store, fields: string, parameters: unknown[], build: () => Compilable<Row>): Promise<Row[]> => {
    const form = `${locksRows(store) ? 'PostgreSQL' : 'SQLite'} ${fields}`;
    const sql = words.get(form) ?? wordsOf(build().compile(), parameters);
    words.set(form, sql);
    return (await store.executeQuery<Row>(CompiledQuery.raw(sql, parameters))).rows;
  };
}

function wordsOf(query: CompiledQuery, parameters: readonly unknown[]): string {
  const inOrder = query.parameters.every((parameter, index) => Object.is(parameter, parameters[index]));
  if (inOrder && query.parameters.length === parameters.length) return query.sql;
  throw new Error(`The query has other parameters than it was given, or another order of them: ${query.sql}`);
}
