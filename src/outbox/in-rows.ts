/** Databases bound the number of parameters of a statement (SQLite: 32,766): many rows go in several statements. */
export function* inRows<T>(rows: readonly T[], most = 500): Generator<T[]> {
  for (let start = 0; start < rows.length; start += most) yield rows.slice(start, start + most);
}
