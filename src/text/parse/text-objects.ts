import { type Block, type Inline, paragraphOf } from '../document.ts';
import { parseMarkdown } from './markdown.ts';
import { parseMrkdwn } from './mrkdwn.ts';
import { inlinesOfMrkdwn, inlinesOfPlainText } from './mrkdwn-inline.ts';
import { isPayload, stringAt } from './payload.ts';
import { blocksOfRichText } from './rich-text.ts';

/** The inlines of a text object (`plain_text`, `mrkdwn`), of a `rich_text` one, or of a bare string. */
export function inlinesOfTextObject(value: unknown): Inline[] {
  if (typeof value === 'string') return inlinesOfPlainText(value);
  if (!isPayload(value)) return [];
  if (value.type === 'rich_text') return inlinesOfBlocks(blocksOfRichText(value));
  const words = stringAt(value, 'text');
  return value.type === 'mrkdwn' ? inlinesOfMrkdwn(words) : inlinesOfPlainText(words);
}

/** The blocks of a text object: mrkdwn may hold quotes and code, rich text anything. */
export function blocksOfTextObject(value: unknown): Block[] {
  if (isPayload(value)) {
    if (value.type === 'rich_text') return blocksOfRichText(value);
    if (value.type === 'mrkdwn') return [...parseMrkdwn(stringAt(value, 'text')).blocks];
    if (value.type === 'markdown') return [...parseMarkdown(stringAt(value, 'text')).blocks];
  }
  const inlines = inlinesOfTextObject(value);
  return inlines.length > 0 ? [paragraphOf(inlines)] : [];
}

/** Blocks where only inlines may stand, as in a table cell: their texts, one after the other. */
function inlinesOfBlocks(blocks: readonly Block[]): Inline[] {
  const inlines: Inline[] = [];
  for (const block of blocks) {
    const own = inlinesOfBlock(block);
    if (own.length > 0 && inlines.length > 0) inlines.push({ kind: 'text', text: ' ', styles: {} });
    for (const inline of own) inlines.push(inline);
  }
  return inlines;
}

function inlinesOfBlock(block: Block): readonly Inline[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return block.inlines;
    case 'quote':
      return inlinesOfBlocks(block.blocks);
    case 'list':
      return inlinesOfBlocks(block.items.flatMap((item) => item.blocks));
    case 'code':
      return [{ kind: 'text', text: block.text, styles: { code: true } }];
    case 'table':
      return block.rows.flat(2);
    case 'image':
      return [{ kind: 'link', url: block.url, label: block.alt, styles: {} }];
    case 'card':
      return [...block.author, ...block.title, ...inlinesOfBlocks(block.blocks), ...block.footer];
    case 'divider':
      return [];
  }
}
