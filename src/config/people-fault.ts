import type { Words } from '../language/words.ts';

/** What a field of people.yml is not. */
export type FieldFault = keyof Words['peopleFile']['field'];

/** Something wrong in people.yml, to be said in any language. `said`: the words of the YAML reader. */
export type PeopleFault =
  | { kind: 'field'; path: readonly PropertyKey[]; wrong: FieldFault }
  | { kind: 'twice'; path: readonly PropertyKey[]; name: string }
  | { kind: 'not YAML' | 'aliases'; said: string }
  | { kind: 'second document' | 'not text' | 'absent' | 'folder' | 'no right' };

/** A fault as sentences: what is wrong, and how to mend it. */
export function sayFault({ peopleFile: words }: Words, fault: PeopleFault): { wrong: string; mend: string } {
  const { mend } = words;
  switch (fault.kind) {
    case 'field':
      return { wrong: words.said(fieldName(fault.path, words.wholeFile), words.field[fault.wrong]), mend: mend.field };
    case 'twice':
      return { wrong: words.twice(fieldName(fault.path, words.wholeFile), fault.name), mend: mend.twice };
    case 'not YAML':
      return { wrong: words.notYaml(fault.said), mend: mend['not YAML'] };
    case 'aliases':
      return { wrong: words.unreadable(fault.said), mend: mend.aliases };
    default:
      return { wrong: words.wrong[fault.kind], mend: mend[fault.kind] };
  }
}

/** A field as an operator reads it: `people[0].bitrix24`. */
function fieldName(path: readonly PropertyKey[], wholeFile: string): string {
  const name = path.reduce<string>(
    (before, part) => (typeof part === 'number' ? `${before}[${part}]` : `${before}${before && '.'}${String(part)}`),
    '',
  );
  return name || wholeFile;
}
