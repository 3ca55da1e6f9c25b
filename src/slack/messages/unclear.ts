import type { Candidate } from '../../people/literal-names.ts';
import { LONGEST_TAG, type Unclear } from '../command-text.ts';
import { quoted, shortened } from '../mrkdwn.ts';
import { CHOOSE_PERSON, OPEN_FORM } from '../surfaces.ts';
import { writeChoice } from './choice.ts';
import { type Button, type Message, message } from './message.ts';

const EXAMPLE = '`/b24notify @anna Please approve invoice 12`';
/** The form holds all of it; the line above its button need not. */
const LONGEST_QUOTE = 2000;

/** The answer to a command that could not be understood: what was wrong, what to type, and a way on with what was typed. */
export function unclearMessage(unclear: Unclear, typed: string, draftId: string): Message {
  const what = `${whatWasWrong(unclear)}\n_Nothing was sent. You typed:_${quoted(shortened(typed, LONGEST_QUOTE))}`;
  return unclear.kind === 'several people'
    ? whichPerson(what, unclear.candidates, draftId)
    : notAccepted(what, draftId);
}

/** More buttons than this nobody reads; who is not among them is named with more of the name. */
const MOST_CANDIDATES = 10;
const LONGEST_BUTTON = 75;

function whichPerson(what: string, candidates: readonly Candidate[], draftId: string): Message {
  return message(`:question: ${what}`, [
    ...candidates.slice(0, MOST_CANDIDATES).map(({ recipient, name }, index) => ({
      text: shortened(name, LONGEST_BUTTON),
      // Action ids are unique within a block.
      action: `${CHOOSE_PERSON}_${index}`,
      value: writeChoice({ draftId, recipient }),
    })),
    { text: 'Open the form', action: OPEN_FORM, value: draftId },
  ]);
}

/** An answer that nothing was accepted, with a button to the form that already holds what was typed. */
export function notAccepted(why: string, draftId: string, more: readonly Button[] = []): Message {
  return message(`:x: ${why}`, [
    { text: 'Open the form', action: OPEN_FORM, value: draftId, style: 'primary' },
    ...more,
  ]);
}

function whatWasWrong(unclear: Unclear): string {
  switch (unclear.kind) {
    case 'no recipient':
      return unclear.found === '' || unclear.found.startsWith('--')
        ? `Nobody is named to receive this. Begin with whom it is for: ${EXAMPLE}`
        : `The command begins with whom it is for, and ${typedWord(unclear.found)} is nobody the bot knows. Type, for example: ${EXAMPLE}`;
    case 'no mention':
      return `Slack did not recognise ${typedWord(unclear.name)} as a person. Type @ and a few letters, then pick the name from Slack's list.`;
    case 'several people': {
      const hidden = unclear.candidates.length - MOST_CANDIDATES;
      const more = hidden > 0 ? ` There are ${hidden} more: type more of the name to see them.` : '';
      return `${typedWord(unclear.name)} may be one of several people. Whom do you mean?${more}`;
    }
    case 'everybody':
      return `${unclear.name} cannot be notified in Bitrix24. Name the people themselves.`;
    case 'channel':
      return 'A channel cannot be notified in Bitrix24. Name the people themselves.';
    case 'bad number':
      return `${typedWord(unclear.written)} is no Bitrix24 person. Write b24: and the number from the address of their profile, as in \`b24:15\`.`;
    case 'unknown option':
      return `${typedWord(unclear.option)} is not known here. The only option is \`--tag NAME\`.`;
    case 'no tag name':
      return '`--tag` needs a name after it, as in `--tag deploy`.';
    case 'open quote':
      return 'The name after `--tag` begins with a quotation mark that is never closed. Write it as in `--tag "release 5"`.';
    case 'second tag':
      return 'There is more than one `--tag`. A notification has one: take the others out.';
    case 'tag too long':
      return `The name after \`--tag\` is longer than ${LONGEST_TAG} characters.`;
    case 'no text':
      return `There is no text to send. Write it after the recipients: ${EXAMPLE}`;
  }
}

function typedWord(word: string): string {
  return `“${shortened(word, 100)}”`;
}
