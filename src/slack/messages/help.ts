import { COMMAND } from '../surfaces.ts';
import { type Message, message } from './message.ts';

export function helpMessage(): Message {
  return message(
    [
      '*Notify a colleague in Bitrix24*',
      `\`${COMMAND} @anna Please approve invoice 12\` – to one person; name several in a row, with or without commas`,
      `\`${COMMAND} anna@example.com b24:15 Lunch is ready\` – by e-mail address, or by number in Bitrix24`,
      `\`${COMMAND} @anna --tag deploy Deploy finished\` – a newer one with the same tag takes the place of the older`,
      `\`${COMMAND}\` – opens a form, with formatting and files`,
      `\`${COMMAND} history\` – your last ten · \`${COMMAND} undo\` – takes the last one back`,
      'To send a message that is already in Slack, with its files: *⋮ More actions → Notify in Bitrix24* on the message.',
    ].join('\n'),
  );
}
