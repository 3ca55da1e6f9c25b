import { BREAK } from '../../src/text/harmless.ts';

/** A code of the portal's as the renderer writes it: nothing broken, on one line. */
const code = /\[(\/?)(b|i|u|s|url|USER|color|code)(?:=([^\]\n]*))?\]|\[timestamp=\d+ format=[A-Z_]+\]/g;

/** Why the codes of a text are not balanced, nested and, but for blocks of code, on one line; undefined when they are. */
export function misnested(message: string): string | undefined {
  const open: string[] = [];
  for (const [whole, closing, name] of message.matchAll(new RegExp(`${code.source}|\\n`, 'g'))) {
    if (whole === '\n' && open.some((own) => own !== 'code')) return `[${open.at(-1)}] goes over a line`;
    if (name === undefined) continue;
    if (closing !== '/') open.push(name);
    else if (open.pop() !== name) return `${whole} closes nothing`;
  }
  return open.length === 0 ? undefined : `[${open.at(-1)}] stays open`;
}

/** The characters a reader of BB code sees, without codes and breaks. */
export function visible(message: string): string {
  return withoutCodes(message.replace(/^>>/gm, ''));
}

/** The same with quotes marked as in plain text. */
export function visibleWithQuotes(message: string): string {
  return withoutCodes(message.replace(/^>>(?=\n|$)/gm, '>').replace(/^>>/gm, '> '));
}

const withoutCodes = (message: string): string =>
  message.replace(code, '').replaceAll(BREAK, '').replaceAll('\u00a0', ' ');
