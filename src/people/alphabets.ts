/** The keys of a Russian keyboard, and what the same keys write on an English one. */
const RUSSIAN = 'йцукенгшщзхъфывапролджэячсмитьбюё';
const ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";

const layout = new Map(
  [...RUSSIAN].flatMap((letter, key): [string, string][] => {
    const other = ENGLISH[key] ?? letter;
    return [
      [letter, other],
      [other, letter],
    ];
  }),
);

/** What would have been written by the same keys on the other keyboard: "fyyf" for "анна" and back. In lower case. */
export function otherLayout(text: string): string {
  return [...text.toLowerCase()].map((letter) => layout.get(letter) ?? letter).join('');
}

const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  'а=a б=b в=v г=g ґ=g д=d е=e ё=e є=e ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=h ц=c ч=ch ш=sh щ=sh ъ= ы=i ь= э=e ю=iu я=ia'
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
);

/**
 * A name as it would be in plain Latin letters, the same for its common spellings: "Юлия", "Yulia" and "Iuliia" begin
 * alike, "Müller" is "muller". For comparing, not for showing.
 */
export function inLatin(text: string): string {
  return inOneSpelling(inPlainLatin(text.toLowerCase()));
}

function inPlainLatin(text: string): string {
  // Most are plain already, and a large company has a lot of them.
  if (/^[\0-\x7f]*$/.test(text)) return text;
  const letters = [...text.normalize('NFC')].map((letter) => CYRILLIC[letter] ?? letter).join('');
  return letters.normalize('NFKD').replace(/\p{M}/gu, '');
}

function inOneSpelling(latin: string): string {
  if (!/sch|kh|t[sz]|[xyj']|ii/.test(latin)) return latin;
  return latin
    .replace(/shch|sch/g, 'sh')
    .replace(/kh/g, 'h')
    .replace(/ts|tz/g, 'c')
    .replace(/x/g, 'ks')
    .replace(/[yj]/g, 'i')
    .replace(/i+/g, 'i')
    .replaceAll("'", '');
}
