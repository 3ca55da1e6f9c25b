import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type Import, importsOf } from './imports.ts';
import { type Room, rooms } from './rooms.ts';

/** The folders that hold source. */
const HOUSE = ['src', 'sandbox', 'test', 'bench'];

/** Every forbidden import below `root`, as `src/text/a.ts:3: …`. */
export function forbiddenImports(root: string): string[] {
  const files = globSync(`{${HOUSE.join(',')}}/**/*.{ts,mts,js,mjs}`, { cwd: root });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .flatMap((file) => findingsIn(file, readFileSync(join(root, file), 'utf8')));
}

function findingsIn(file: string, source: string): string[] {
  const name = roomOf(file);
  const room = name === undefined ? undefined : rooms[name];
  if (name === undefined || room === undefined) return [`${file}:1: belongs to no room.`];
  try {
    return importsOf(source).flatMap((taken) => {
      const wrong = wrongWith(taken, file, name, room);
      return wrong === undefined ? [] : [`${file}:${taken.line}: ${wrong}`];
    });
  } catch (error) {
    return [`${file}:1: cannot be parsed: ${error instanceof Error ? error.message : error}`];
  }
}

function wrongWith(taken: Import, file: string, name: string, room: Room): string | undefined {
  const { from } = taken;
  if (from === undefined) {
    return room.packages.includes('*') ? undefined : 'imports what is only known when it runs; name it.';
  }
  if (!from.startsWith('.')) {
    return room.packages.some((known) => covers(known, from)) ? undefined : `${name} may not use the package ${from}.`;
  }
  const target = posix.normalize(posix.join(dirname(file), from));
  if (roomOf(target) === name) return undefined;
  const use = room.uses[longest(Object.keys(room.uses), target) ?? ''];
  if (use === undefined) return `${name} may not use ${target}.`;
  if (use === 'all') return undefined;
  if (use === 'types') return taken.typesOnly ? undefined : `${name} may use types alone of ${target}: import type.`;
  const beside = taken.names?.filter((wanted) => !use.includes(wanted)) ?? ['*'];
  return beside.length === 0
    ? undefined
    : `${name} may use only ${use.join(', ')} of ${target}, not ${beside.join(', ')}.`;
}

/** The room that a file belongs to, by the longest name that leads to it. */
function roomOf(file: string): string | undefined {
  return longest(Object.keys(rooms), file);
}

function longest(folders: readonly string[], file: string): string | undefined {
  return folders
    .filter((folder) => file === folder || file.startsWith(`${folder}/`))
    .sort((one, other) => other.length - one.length)[0];
}

/** `zod` covers `zod` and `zod/mini`; `node:*` covers all that begins so. */
function covers(known: string, wanted: string): boolean {
  if (known.endsWith('*')) return wanted.startsWith(known.slice(0, -1));
  return wanted === known || wanted.startsWith(`${known}/`);
}
