import type { Words } from '../../language/words.ts';
import type { Candidate } from '../../people/literal-names.ts';
import { LONGEST_TAG, type Unclear } from '../command-text.ts';
import { quoted, shortened } from '../mrkdwn.ts';
import { CHOOSE_PERSON, COMMAND, OPEN_FORM } from '../surfaces.ts';
import { writeChoice } from './choice.ts';
import { type Button, type Message, message } from './message.ts';

/** The form holds all of it; the line above its button need not. */
const LONGEST_QUOTE = 2000;

/** The answer to a command that could not be understood: what was wrong, what to type, and a way on with what was typed. */
export function unclearMessage(words: Words, unclear: Unclear, typed: string, draftId: string): Message {
  const what = `${whatWasWrong(words, unclear)}\n${words.unclear.typed}${quoted(shortened(typed, LONGEST_QUOTE))}`;
  return unclear.kind === 'several people'
    ? whichPerson(words, what, unclear.candidates, draftId)
    : notAccepted(words, what, draftId);
}

/** More buttons than this nobody reads; who is not among them is named with more of the name. */
const MOST_CANDIDATES = 10;
const LONGEST_BUTTON = 75;

function whichPerson({ button }: Words, what: string, candidates: readonly Candidate[], draftId: string): Message {
  return message(`:question: ${what}`, [
    ...candidates.slice(0, MOST_CANDIDATES).map(({ recipient, name }, index) => ({
      text: shortened(name, LONGEST_BUTTON),
      // Action ids are unique within a block.
      action: `${CHOOSE_PERSON}_${index}`,
      value: writeChoice({ draftId, recipient }),
    })),
    { text: button.openForm, action: OPEN_FORM, value: draftId },
  ]);
}

/** An answer that nothing was accepted, with a button to the form that already holds what was typed. */
export function notAccepted(
  { button }: Words,
  why: string,
  draftId: string,
  more: readonly Button[] = [],
  footnote?: string,
): Message {
  const form: Button = { text: button.openForm, action: OPEN_FORM, value: draftId, style: 'primary' };
  return message(`:x: ${why}`, [form, ...more], footnote);
}

function whatWasWrong({ unclear: said, list }: Words, unclear: Unclear): string {
  const typedWord = (word: string) => list.quoted(shortened(word, 100));
  const example = said.example(COMMAND);
  switch (unclear.kind) {
    case 'no recipient':
      return unclear.found === '' || unclear.found.startsWith('--')
        ? said.nobodyNamed(example)
        : said.unknownWord(typedWord(unclear.found), example);
    case 'no mention':
      return said.noMention(typedWord(unclear.name));
    case 'several people':
      return said.severalPeople(typedWord(unclear.name), Math.max(0, unclear.candidates.length - MOST_CANDIDATES));
    case 'everybody':
      return said.everybody(unclear.name);
    case 'channel':
      return said.channel;
    case 'bad number':
      return said.badNumber(typedWord(unclear.written));
    case 'unknown option':
      return said.unknownOption(typedWord(unclear.option));
    case 'no tag name':
      return said.noTagName;
    case 'open quote':
      return said.openQuote;
    case 'second tag':
      return said.secondTag;
    case 'tag too long':
      return said.tagTooLong(LONGEST_TAG);
    case 'no text':
      return said.noText(example);
  }
}
