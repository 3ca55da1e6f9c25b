import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { importsOf } from './imports.ts';

/** The files of a folder that import each other in a circle, types included; each circle in order of its names. */
export function circlesIn(root: string, folder: string): string[][] {
  const files = globSync(`${folder}/**/*.ts`, { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const taken = new Map(files.sort().map((file) => [file, importedBy(root, file)]));
  const reached = new Map(files.map((file) => [file, reachedFrom(file, taken)]));
  const leads = (from: string, to: string) => reached.get(from)?.has(to) ?? false;
  const circles = files.map((file) => files.filter((other) => leads(file, other) && leads(other, file)));
  return [...new Map(circles.filter(({ length }) => length > 0).map((circle) => [circle.join(), circle])).values()];
}

function importedBy(root: string, file: string): string[] {
  return importsOf(readFileSync(join(root, file), 'utf8')).flatMap(({ from }) =>
    from?.startsWith('.') ? [posix.normalize(posix.join(dirname(file), from))] : [],
  );
}

function reachedFrom(from: string, taken: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const next = [...(taken.get(from) ?? [])];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    next.push(...(taken.get(file) ?? []));
  }
  return found;
}
