import { forbiddenImports } from './boundaries.ts';

// Part of `npm run check`: fails on an import that the map of the house (rooms.ts) forbids.
const found = forbiddenImports(process.argv[2] ?? process.cwd());
for (const finding of found) process.stderr.write(`${finding}\n`);
if (found.length > 0) {
  process.stderr.write('\nWhich room may use what stands in test/boundaries/rooms.ts.\n');
  process.exitCode = 1;
}
