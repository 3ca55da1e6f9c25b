import {
  type Block,
  code,
  type Document,
  type Inline,
  type ListItem,
  lettersOf,
  list,
  paragraph,
  quote,
} from '../document.ts';
import { arrayAt, asPayload, deepest, isPayload, numberAt, type Payload, stringAt } from './payload.ts';
import { inlinesOfElements } from './rich-text-inline.ts';

/**
 * A `rich_text` block: what people type in Slack's own editor, in messages and in `rich_text_input` alike. Slack's
 * nested lists are siblings with a larger `indent`; its `border` puts a list or code inside a quote.
 * (docs.slack.dev/reference/block-kit/blocks/rich-text-block)
 */
export function parseRichText(block: unknown): Document {
  return { blocks: blocksOfRichText(block) };
}

export function blocksOfRichText(block: unknown, depth = 0): Block[] {
  if (depth > deepest) return [];
  const blocks: Block[] = [];
  let quotedBlocks: Block[] = [];
  const endQuote = (): void => {
    if (quotedBlocks.length > 0) blocks.push(quote(...quotedBlocks));
    quotedBlocks = [];
  };
  for (const part of arrayAt(asPayload(block), 'elements')) {
    if (!isPayload(part)) continue;
    const isQuote = part.type === 'rich_text_quote';
    const isInQuote = isQuote || (numberAt(part, 'border') ?? 0) > 0;
    if (!isInQuote || isQuote) endQuote();
    const into = isInQuote ? quotedBlocks : blocks;
    addPart(into, part, depth);
  }
  endQuote();
  return blocks;
}

function addPart(into: Block[], part: Payload, depth: number): void {
  switch (part.type) {
    case 'rich_text_list':
      addList(into, part, depth);
      return;
    case 'rich_text_preformatted':
      into.push(code(lettersOf(inlinesOfElements(arrayAt(part, 'elements'))), stringAt(part, 'language')));
      return;
    case 'rich_text':
      into.push(...blocksOfRichText(part, depth + 1));
      return;
    default:
      addSection(into, part);
  }
}

/** A section, a quote's text, or a container unknown today: its inline children, else its text. */
function addSection(into: Block[], part: Payload): void {
  const children = arrayAt(part, 'elements');
  const inlines = inlinesOfElements(children.length > 0 ? children : [part]);
  if (inlines.length === 0) return;
  const last = into.at(-1);
  if (last?.kind === 'paragraph') {
    into[into.length - 1] = paragraph(...last.inlines, ...(endsLine(last.inlines) ? [] : ['\n']), ...inlines);
  } else into.push(paragraph(...inlines));
}

function endsLine(inlines: readonly Inline[]): boolean {
  const last = inlines.at(-1);
  return last?.kind === 'break' || (last?.kind === 'text' && last.text.endsWith('\n'));
}

/** Adds a list to the one before it: a list that goes on, or one nested in it. */
function addList(into: Block[], part: Payload, depth: number): void {
  const level = Math.min(Math.max(numberAt(part, 'indent') ?? 0, 0), 8);
  const last = into.at(-1);
  const before = last?.kind === 'list' ? last.items : [];
  const offset = numberAt(part, 'offset') ?? reached(before, level);
  const isOrdered = part.style === 'ordered';
  const items = arrayAt(part, 'elements').map((element, index): ListItem => {
    const blocks: Block[] = [];
    const child = asPayload(element);
    if (child.type === 'rich_text_section' || child.type === undefined) addSection(blocks, child);
    else addPart(blocks, child, depth + 1);
    return { level, marker: isOrdered ? { number: offset + index + 1 } : 'bullet', blocks };
  });
  if (last?.kind === 'list') into[into.length - 1] = list(...before, ...items);
  else into.push(list(...items));
}

/** The number a numbered list has come to at a level, where Slack does not say with what to go on after a nested one. */
function reached(items: readonly ListItem[], level: number): number {
  const last = items.findLast((item) => item.level <= level);
  if (last === undefined || last === items.at(-1) || last.level !== level || typeof last.marker === 'string') return 0;
  return last.marker.number;
}
