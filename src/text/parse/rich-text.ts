import {
  type Block,
  code,
  type Document,
  type Inline,
  type ListItem,
  lettersOf,
  lineBreak,
  listOf,
  paragraphOf,
  quoteOf,
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
  const blocks = new Growing();
  let quoted: Growing | undefined;
  for (const part of arrayAt(asPayload(block), 'elements')) {
    if (!isPayload(part)) continue;
    const isQuote = part.type === 'rich_text_quote';
    const isInQuote = isQuote || (numberAt(part, 'border') ?? 0) > 0;
    if (isInQuote && (isQuote || quoted === undefined)) {
      quoted = new Growing();
      blocks.add(quoteOf(quoted.blocks));
    } else if (!isInQuote) quoted = undefined;
    addPart(quoted ?? blocks, part, depth);
  }
  return blocks.blocks.filter((own) => own.kind !== 'quote' || own.blocks.length > 0);
}

/** Blocks being gathered: a section that follows a section, and a list that follows a list, go on with it. */
class Growing {
  readonly blocks: Block[] = [];
  #inlines: Inline[] = [];
  #items: ListItem[] = [];

  add(block: Block): void {
    this.blocks.push(block);
  }

  /** The inlines of the paragraph that stands last, or of a new one. */
  paragraph(): Inline[] {
    if (this.blocks.at(-1)?.kind !== 'paragraph') {
      this.#inlines = [];
      this.add(paragraphOf(this.#inlines));
    }
    return this.#inlines;
  }

  /** The items of the list that stands last, or of a new one. */
  list(): ListItem[] {
    if (this.blocks.at(-1)?.kind !== 'list') {
      this.#items = [];
      this.add(listOf(this.#items));
    }
    return this.#items;
  }
}

function addPart(into: Growing, part: Payload, depth: number): void {
  if (depth > deepest) return;
  switch (part.type) {
    case 'rich_text_list':
      addList(into.list(), part, depth);
      return;
    case 'rich_text_preformatted':
      into.add(code(lettersOf(inlinesOfElements(arrayAt(part, 'elements'))), stringAt(part, 'language')));
      return;
    case 'rich_text':
      for (const block of blocksOfRichText(part, depth + 1)) into.add(block);
      return;
    default:
      addSection(into, part);
  }
}

/** A section, a quote's text, or a container unknown today: its inline children, else its own text. */
function addSection(into: Growing, part: Payload): void {
  const children = arrayAt(part, 'elements');
  const isBare = children.length === 0 && part.type !== 'rich_text_section' && part.type !== 'rich_text_quote';
  const inlines = inlinesOfElements(isBare ? [part] : children);
  if (inlines.length === 0) return;
  const before = into.paragraph();
  if (before.length > 0 && !endsLine(before)) before.push(lineBreak());
  for (const inline of inlines) before.push(inline);
}

function endsLine(inlines: readonly Inline[]): boolean {
  const last = inlines.at(-1);
  return last?.kind === 'break' || (last?.kind === 'text' && last.text.endsWith('\n'));
}

/** Adds items to those before: of a list that goes on, or of one nested in it. */
function addList(items: ListItem[], part: Payload, depth: number, outer = 0): void {
  const level = Math.min(Math.max(numberAt(part, 'indent') ?? 0, outer), 8);
  const offset = numberAt(part, 'offset') ?? reached(items, level);
  const isOrdered = part.style === 'ordered';
  for (const [index, element] of arrayAt(part, 'elements').entries()) {
    const child = asPayload(element);
    if (child.type === 'rich_text_list') {
      if (depth < deepest) addList(items, child, depth + 1, level + 1);
      continue;
    }
    const blocks = blocksOfRichText({ elements: [child] }, depth + 1);
    items.push({ level, marker: isOrdered ? { number: offset + index + 1 } : 'bullet', blocks });
  }
}

/** The number a numbered list has come to at a level, where Slack does not say with what to go on after a nested one. */
function reached(items: readonly ListItem[], level: number): number {
  const last = items.findLast((item) => item.level <= level);
  if (last === undefined || last === items.at(-1) || last.level !== level || typeof last.marker === 'string') return 0;
  return last.marker.number;
}
