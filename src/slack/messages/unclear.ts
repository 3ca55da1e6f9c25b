import { LONGEST_TAG, type Unclear } from '../command-text.ts';
import { escaped } from '../mrkdwn.ts';
import { OPEN_FORM } from '../surfaces.ts';
import { type Message, message } from './message.ts';

/** The answer to a command that could not be understood: what was wrong, what to type, and a way on with what was typed. */
export function unclearMessage(unclear: Unclear, typed: string, draftId: string): Message {
  return notAccepted(`${whatWasWrong(unclear)}\n_Nothing was sent. You typed:_ ${quoted(typed)}`, draftId);
}

/** An answer that nothing was accepted, with a button to the form that already holds what was typed. */
export function notAccepted(why: string, draftId: string): Message {
  return message(`:x: ${why}`, [{ text: 'Open the form', action: OPEN_FORM, value: draftId, style: 'primary' }]);
}

function whatWasWrong(unclear: Unclear): string {
  switch (unclear.kind) {
    case 'no recipient':
      return unclear.found.startsWith('--')
        ? 'Nobody is named to receive this. Begin with whom it is for: `/b24notify @anna Please approve invoice 12`'
        : `The command begins with whom it is for, and “${escaped(unclear.found)}” is nobody. Type, for example: \`/b24notify @anna Please approve invoice 12\``;
    case 'no mention':
      return `Slack did not recognise “${escaped(unclear.name)}” as a person. Type @ and a few letters, then pick the name from Slack's list.`;
    case 'everybody':
      return `${escaped(unclear.name)} cannot be notified in Bitrix24. Name the people themselves.`;
    case 'channel':
      return 'A channel cannot be notified in Bitrix24. Name the people themselves.';
    case 'bad number':
      return `“${escaped(unclear.written)}” is no Bitrix24 person. Write b24: and the number from the address of their profile, as in \`b24:15\`.`;
    case 'unknown option':
      return `“${escaped(unclear.option)}” is not known here. The only option is \`--tag NAME\`.`;
    case 'no tag name':
      return '`--tag` needs a name after it, as in `--tag deploy`.';
    case 'tag too long':
      return `The name after \`--tag\` is longer than ${LONGEST_TAG} characters.`;
    case 'no text':
      return 'There is no text to send. Write it after the recipients: `/b24notify @anna Please approve invoice 12`';
  }
}

/** What was typed, as Slack escaped it, on lines of its own. */
function quoted(typed: string): string {
  return typed
    .slice(0, 2000)
    .split('\n')
    .map((line) => `\n>${line}`)
    .join('');
}
