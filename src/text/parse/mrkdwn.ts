import { type Block, code, type Document, type Inline, paragraphOf, quote } from '../document.ts';
import { inlinesOfMrkdwn } from './mrkdwn-inline.ts';
import { visibleMrkdwn } from './mrkdwn-tokens.ts';

/**
 * Slack's mrkdwn, escaped as Slack sends it: message texts, section texts, attachment texts, the text of a slash
 * command. Reads bold, italic, strike, code, quotes, links, mentions, dates and emoji; all other characters, blank
 * lines and typed bullets included, stay as they are. Time is linear in the length, whatever the text.
 */
export function parseMrkdwn(text: string): Document {
  return { blocks: blocksOfMrkdwn(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text) };
}

function blocksOfMrkdwn(text: string): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  let opens = text.indexOf('```');
  while (opens >= 0) {
    const closes = text.indexOf('```', opens + 3);
    if (closes < 0) break;
    // Six backticks in a row fence nothing off.
    const isFence = closes > opens + 3;
    if (isFence) {
      const before = text.slice(from, opens);
      const line = before.lastIndexOf('\n') + 1;
      const isQuoted = isQuote(before.slice(line));
      addProse(blocks, isQuoted ? before.slice(0, line) : before);
      const fenced = code(visibleMrkdwn(text.slice(opens + 3, closes)).replace(/^\n|\n$/g, ''));
      blocks.push(isQuoted ? quote(fenced) : fenced);
      from = closes + (text[closes + 3] === '\n' ? 4 : 3);
    }
    opens = text.indexOf('```', closes + 3);
  }
  addProse(blocks, text.slice(from));
  return blocks;
}

const isQuote = (start: string): boolean => /^(?:&gt;|>) ?$/.test(start);

/** Text without fences: paragraphs and quotes, by lines. */
function addProse(blocks: Block[], prose: string): void {
  if (prose === '') return;
  if (!prose.includes('&gt;') && !prose.includes('>')) {
    addParagraph(blocks, prose);
    return;
  }
  let plain: string[] = [];
  let quoted: string[] = [];
  const endQuote = (): void => {
    if (quoted.length > 0) blocks.push(quote(paragraphOf(inlinesOfMrkdwn(quoted.join('\n')))));
    quoted = [];
  };
  const endPlain = (): void => {
    if (plain.length > 0) addParagraph(blocks, plain.join('\n'));
    plain = [];
  };
  const lines = prose.split('\n');
  for (const [index, line] of lines.entries()) {
    const mark = /^(?:&gt;&gt;&gt;|>>>|&gt;|>) ?/.exec(line)?.[0];
    if (mark === undefined) {
      endQuote();
      plain.push(line);
      continue;
    }
    endPlain();
    quoted.push(line.slice(mark.length));
    if (mark.length > 5 || mark.startsWith('>>>')) {
      // Three signs quote all that follows.
      for (const rest of lines.slice(index + 1)) quoted.push(rest);
      break;
    }
  }
  endQuote();
  endPlain();
}

function addParagraph(blocks: Block[], prose: string): void {
  const inlines: Inline[] = inlinesOfMrkdwn(prose);
  if (inlines.length > 0) blocks.push(paragraphOf(inlines));
}
