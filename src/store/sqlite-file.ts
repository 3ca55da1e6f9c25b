import { statSync } from 'node:fs';

/**
 * Knows whether the file of a store is still the one that was opened. SQLite goes on with a file that was deleted or
 * replaced (a volume that was unmounted, a backup put in its place) without a word, and all it writes is lost.
 */
export function watchFile(path: string): () => string | undefined {
  if (path === ':memory:') return () => undefined;
  const opened = identityOf(path);
  return () => {
    const present = identityOf(path);
    if (present === opened) return undefined;
    return present === undefined ? `the file ${path} is gone` : `the file ${path} was replaced by another one`;
  };
}

function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}
