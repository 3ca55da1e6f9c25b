/** Longest name in the Drive, in characters: file systems take 255 bytes, and a letter may have four of them. */
const LONGEST = 60;

/**
 * Names for the Drive, in the order of the files, no two alike in any case. What no file system takes is replaced, and so
 * are signs that turn the direction of reading (they make `exe.gpj` out of `jpg.exe`) and `%`, `#` and `?`, which the
 * portal's own addresses do not survive.
 */
export function driveNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = driveName(name);
    let unique = plain;
    for (let number = 1; taken.has(unique.toLowerCase()); number++) unique = numbered(plain, number);
    taken.add(unique.toLowerCase());
    return unique;
  });
}

function driveName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD<>:"|?*\\/%#&;]/gu, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const [base, ending] = parted(clean);
  const room = LONGEST - ending.length;
  const short = [...base].slice(0, room).join('').trim();
  return short === '' ? `file${ending}` : `${short}${ending}`;
}

function numbered(name: string, number: number): string {
  const [base, ending] = parted(name);
  return `${base} (${number})${ending}`;
}

/** The ending tells what kind of file it is, so it stays when the rest is cut. */
function parted(name: string): [base: string, ending: string] {
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
  return [name.slice(0, name.length - ending.length), ending];
}
