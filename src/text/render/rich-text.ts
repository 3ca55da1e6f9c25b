import { dateInWords } from '../dates.ts';
import type { Block, Document, Inline, ListItem, Styles } from '../document.ts';
import { legible } from '../harmless.ts';
import { linkTarget } from '../links.ts';

/** Slack's own shape, as far as a `rich_text_input` takes it as `initial_value`; writable, as @slack/types has it. */
export type RichText = { type: 'rich_text'; elements: RichTextPart[] };

export type RichTextPart =
  | { type: 'rich_text_section'; elements: RichTextElement[] }
  | { type: 'rich_text_quote'; elements: RichTextElement[] }
  | { type: 'rich_text_preformatted'; elements: Extract<RichTextElement, { type: 'text' | 'link' }>[] }
  | {
      type: 'rich_text_list';
      style: 'bullet' | 'ordered';
      indent: number;
      offset?: number;
      elements: { type: 'rich_text_section'; elements: RichTextElement[] }[];
    };

type Words = Extract<RichTextElement, { type: 'text' }>;
type RichTextStyle = { bold?: true; italic?: true; strike?: true; code?: true };

export type RichTextElement =
  | { type: 'text'; text: string; style?: RichTextStyle }
  | { type: 'link'; url: string; text?: string; style?: RichTextStyle }
  | { type: 'user'; user_id: string; style?: RichTextStyle }
  | { type: 'usergroup'; usergroup_id: string; style?: RichTextStyle }
  | { type: 'channel'; channel_id: string; style?: RichTextStyle }
  | { type: 'broadcast'; range: 'here' | 'channel' | 'everyone'; style?: RichTextStyle }
  | { type: 'emoji'; name: string; style?: RichTextStyle };

/**
 * A document as a `rich_text` block of Slack's, so that what was typed in a command stands in a form's
 * `rich_text_input` to be worked on. Slack refuses the form for an empty text or an ID it does not know the shape of,
 * so no text is empty, no part is, and what has no element of its own is put in words.
 */
export function renderRichText(document: Document): RichText {
  const parts = partsOf(document.blocks);
  return {
    type: 'rich_text',
    // A block needs a part and a part an element; Slack takes a blank for an empty text.
    elements: parts.length > 0 ? parts : [{ type: 'rich_text_section', elements: [{ type: 'text', text: ' ' }] }],
  };
}

function partsOf(blocks: readonly Block[]): RichTextPart[] {
  const parts: RichTextPart[] = [];
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    const isAfterText = before?.kind === 'paragraph' || before?.kind === 'heading';
    const isText = block.kind === 'paragraph' || block.kind === 'heading';
    for (const part of partsOfBlock(block, isAfterText && isText)) parts.push(part);
  }
  return parts;
}

function partsOfBlock(block: Block, isApart: boolean): RichTextPart[] {
  switch (block.kind) {
    case 'paragraph':
      return section([...(isApart ? [newLine] : []), ...elementsOf(block.inlines)]);
    case 'heading':
      return section([...(isApart ? [newLine] : []), ...elementsOf(block.inlines, { bold: true })]);
    case 'list':
      return listsOf(block.items);
    case 'quote':
      return filled('rich_text_quote', flat(block.blocks));
    case 'code':
      return preformatted(textElements(block.text, undefined));
    case 'divider':
      return section(textElements('─'.repeat(12), undefined));
    case 'image':
      return section(linkElement(block.url, block.alt, {}));
    case 'table':
      return section(
        block.rows.flatMap((row, index) => [
          ...(index > 0 ? [newLine] : []),
          ...row.flatMap((cell, column) => [
            ...(column > 0 ? textElements(' | ', undefined) : []),
            ...elementsOf(cell),
          ]),
        ]),
      );
    case 'card':
      return filled('rich_text_quote', [
        ...spread([
          elementsOf(block.author),
          elementsOf(block.title, { bold: true }),
          flat(block.blocks),
          elementsOf(block.footer),
        ]),
      ]);
  }
}

const newLine: RichTextElement = { type: 'text', text: '\n' };

const section = (elements: RichTextElement[]): RichTextPart[] => filled('rich_text_section', elements);

function filled(type: 'rich_text_section' | 'rich_text_quote', elements: RichTextElement[]): RichTextPart[] {
  return elements.length === 0 ? [] : [{ type, elements }];
}

const preformatted = (elements: Words[]): RichTextPart[] =>
  elements.length === 0 ? [] : [{ type: 'rich_text_preformatted', elements }];

/** One Slack list for each run of items of one level and one kind of marker. */
function listsOf(items: readonly ListItem[]): RichTextPart[] {
  const lists: { style: 'bullet' | 'ordered'; indent: number; first: number; items: ListItem[] }[] = [];
  for (const item of items) {
    const number = typeof item.marker === 'string' ? 0 : item.marker.number;
    const style = number > 0 ? 'ordered' : 'bullet';
    const indent = Math.min(item.level, 8);
    const last = lists.at(-1);
    const goesOn = last !== undefined && (style === 'bullet' || number === last.first + last.items.length);
    if (last?.style === style && last.indent === indent && goesOn) last.items.push(item);
    else lists.push({ style, indent, first: number, items: [item] });
  }
  return lists.map(({ style, indent, first, items: own }) => ({
    type: 'rich_text_list',
    style,
    indent,
    ...(first > 1 ? { offset: first - 1 } : {}),
    elements: own.map((item) => ({ type: 'rich_text_section', elements: orBlank(flat(item.blocks)) })),
  }));
}

const orBlank = (elements: RichTextElement[]): RichTextElement[] =>
  elements.length > 0 ? elements : [{ type: 'text', text: ' ' }];

/** Blocks as elements of one part: Slack nests no block in a quote or a list item. */
function flat(blocks: readonly Block[]): RichTextElement[] {
  return spread(
    blocks.map((block) => {
      if (block.kind === 'paragraph') return elementsOf(block.inlines);
      if (block.kind === 'code') return textElements(block.text, { code: true });
      return partsOfBlock(block, false).flatMap((part): RichTextElement[] =>
        part.type === 'rich_text_list'
          ? spread(part.elements.map((item) => [{ type: 'text', text: '• ' }, ...item.elements]))
          : [...part.elements],
      );
    }),
  );
}

/** The parts that hold something, each on a line of its own. */
function spread(parts: readonly RichTextElement[][]): RichTextElement[] {
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index > 0 ? [newLine, ...part] : part));
}

function elementsOf(inlines: readonly Inline[], over: Styles = {}): RichTextElement[] {
  return inlines.flatMap((inline) =>
    inline.kind === 'break' ? [newLine] : elementsOfInline(inline, { ...inline.styles, ...over }),
  );
}

function elementsOfInline(inline: Exclude<Inline, { kind: 'break' }>, styles: Styles): RichTextElement[] {
  const style = styleOf(styles);
  const look = style === undefined ? {} : { style };
  switch (inline.kind) {
    case 'text':
      return textElements(inline.text, style);
    case 'link':
      return linkElement(inline.url, inline.label, styles);
    case 'person':
      return isId(inline.slackId, /^[UW]/)
        ? [{ type: 'user', user_id: inline.slackId, ...look }]
        : textElements(`@${inline.label || inline.slackId}`, style);
    case 'group':
      return isId(inline.slackId, /^S/)
        ? [{ type: 'usergroup', usergroup_id: inline.slackId, ...look }]
        : textElements(`@${inline.label || inline.slackId}`, style);
    case 'channel':
      return isId(inline.slackId, /^[CGD]/)
        ? [{ type: 'channel', channel_id: inline.slackId, ...look }]
        : textElements(`#${inline.label || inline.slackId}`, style);
    case 'portal-person':
      return textElements(inline.name, style);
    case 'broadcast':
      return [{ type: 'broadcast', range: inline.range, ...look }];
    case 'emoji':
      // A custom emoji may be none of this workspace's; its name is text everywhere.
      return inline.unicode === ''
        ? textElements(`:${inline.name}:`, style)
        : [{ type: 'emoji', name: inline.name, ...look }];
    case 'date':
      return textElements(dateInWords(inline.date), style);
    case 'file':
      return linkElement(inline.url, inline.name, styles);
    case 'unshown':
      return textElements('(…)', style);
    case 'colour':
      return textElements(inline.value, style);
  }
}

const isId = (id: string, kind: RegExp): boolean => kind.test(id) && /^[A-Z][A-Z0-9]+$/.test(id);

function linkElement(url: string, label: string, styles: Styles): RichTextElement[] {
  const style = styleOf(styles);
  const address = linkTarget(url) ?? (/^(?:mailto|tel):\S+$/i.test(url) ? url : undefined);
  if (address === undefined) return textElements(legible(label) || url, style);
  const words = legible(label) || (address === url ? '' : legible(url));
  return [
    { type: 'link', url: address, ...(words === '' ? {} : { text: words }), ...(style === undefined ? {} : { style }) },
  ];
}

function textElements(words: string, style: RichTextStyle | undefined): Words[] {
  const seen = legible(words);
  return seen === '' ? [] : [{ type: 'text', text: seen, ...(style === undefined ? {} : { style }) }];
}

function styleOf(styles: Styles): RichTextStyle | undefined {
  const style: RichTextStyle = {
    ...(styles.bold ? { bold: true } : {}),
    ...(styles.italic ? { italic: true } : {}),
    ...(styles.strike ? { strike: true } : {}),
    ...(styles.code ? { code: true } : {}),
  };
  return Object.keys(style).length > 0 ? style : undefined;
}
