import { inLatin, otherLayout } from './alphabets.ts';

/** Somebody who can be searched for. */
export interface Searchable {
  bitrix24Id: number;
  name: string;
  email?: string;
}

/** So many names are read before somebody's command gets its turn. */
const AT_A_TIME = 500;

/** Finds people by the beginnings of the words of their names. */
export interface NameSearch {
  /**
   * At most `most` people for whom every typed word begins a word of the name, or the address; in the order of their
   * names. Latin letters find Cyrillic names and the other way round; what was typed in the wrong keyboard layout
   * is found too, after all the rest.
   */
  find(typed: string, most: number): Searchable[];
  size: number;
}

/**
 * Sorts the words of all names once, so that a beginning is found by halving. Among 20,000 people most searches take a
 * fiftieth of a millisecond; making this takes a fourth of a second, in turns with other work (`bench/people`).
 */
export async function createNameSearch(people: readonly Searchable[]): Promise<NameSearch> {
  const { compare } = new Intl.Collator();
  const sorted = people.toSorted((one, other) => compare(one.name, other.name));
  const keysBy: string[][] = [];
  for (let from = 0; from < sorted.length; from += AT_A_TIME) {
    keysBy.push(...sorted.slice(from, from + AT_A_TIME).map(keysOf));
    await new Promise((turn) => setImmediate(turn));
  }
  const entries = keysBy
    .flatMap((some, position) => some.map((key) => ({ key, position })))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  const keys = entries.map(({ key }) => key);
  const positions = entries.map(({ position }) => position);

  function rangeOf(word: string): Range {
    return { word, from: firstNotBefore(keys, word), to: firstNotBefore(keys, `${word}\uffff`) };
  }

  /** The first so many of those who have all the words: few are looked at, the ones with the rarest word. */
  function withAll(words: readonly string[], most: number): number[] {
    const [rarest, ...others] = words
      .map((word) => rangeOf(inLatin(word)))
      .sort((one, other) => one.to - one.from - (other.to - other.from));
    const first: number[] = [];
    if (rarest === undefined) return first;
    for (let at = rarest.from; at < rarest.to; at++) {
      const position = positions[at] ?? 0;
      if (first.length >= most && position >= (first.at(-1) ?? 0)) continue;
      const has = ({ word }: Range) => keysBy[position]?.some((key) => key.startsWith(word));
      if (!first.includes(position) && others.every(has)) insert(first, position, most);
    }
    return first;
  }

  function firstOf(readings: readonly string[], most: number): Set<number> {
    const found = new Set<number>();
    for (const reading of readings) {
      if (found.size < most) for (const position of withAll(wordsOf(reading), most)) found.add(position);
    }
    return found;
  }

  return {
    size: people.length,
    find(typed, most) {
      if (wordsOf(typed).length === 0) return [];
      const readings = [typed, otherLayout(typed)];
      const whole = firstOf(readings, most);
      // Half a "sch" or "ts" is in no name, where the whole is one letter: "fisc" is on its way to "Fischer".
      const found =
        whole.size > 0
          ? whole
          : firstOf(
              readings.flatMap((half) => [`${half}h`, `${half}s`]),
              most,
            );
      return [...found].slice(0, most).flatMap((position) => sorted[position] ?? []);
    },
  };
}

/** Where the keys that begin so stand. */
interface Range {
  word: string;
  from: number;
  to: number;
}

/** Into a list in order, which keeps its first so many. */
function insert(list: number[], value: number, most: number): void {
  const after = list.findIndex((one) => one > value);
  list.splice(after < 0 ? list.length : after, 0, value);
  if (list.length > most) list.pop();
}

function keysOf({ name, email }: Searchable): string[] {
  return [...new Set([...wordsOf(name), ...(email ? [email.toLowerCase()] : [])].map(inLatin))];
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,;()"«»]+/)
    .filter((word) => word !== '');
}

function firstNotBefore(sorted: readonly string[], word: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
