import type { Words } from '../../language/words.ts';
import { COMMAND } from '../surfaces.ts';
import { type Message, message } from './message.ts';

export function helpMessage({ help }: Words): Message {
  return message(help(COMMAND).join('\n'));
}
