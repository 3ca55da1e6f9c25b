/**
 * The one tree that everything written in Slack becomes before it is shown anywhere else: parsers build it, renderers
 * walk it, and the bot builds its own header and footer from the same constructors.
 *
 * A text may hold line feeds; they are line breaks. Nothing in the tree is escaped: renderers make it harmless.
 */
export type Document = { readonly blocks: readonly Block[] };

/** How a run of text looks. Absent means off. */
export type Styles = {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  readonly underline?: boolean;
  readonly code?: boolean;
};

export type Range = 'here' | 'channel' | 'everyone';

export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly styles: Styles }
  | { readonly kind: 'link'; readonly url: string; readonly label: string; readonly styles: Styles }
  | { readonly kind: 'person'; readonly slackId: string; readonly label: string; readonly styles: Styles }
  | { readonly kind: 'portal-person'; readonly bitrix24Id: number; readonly name: string; readonly styles: Styles }
  | { readonly kind: 'group'; readonly slackId: string; readonly label: string; readonly styles: Styles }
  | { readonly kind: 'channel'; readonly slackId: string; readonly label: string; readonly styles: Styles }
  | { readonly kind: 'broadcast'; readonly range: Range; readonly styles: Styles }
  | { readonly kind: 'emoji'; readonly name: string; readonly unicode: string; readonly styles: Styles }
  | { readonly kind: 'date'; readonly date: SlackDate; readonly styles: Styles }
  | { readonly kind: 'file'; readonly name: string; readonly url: string; readonly styles: Styles }
  | { readonly kind: 'colour'; readonly value: string; readonly styles: Styles }
  | { readonly kind: 'unshown'; readonly styles: Styles }
  | { readonly kind: 'break' };

/** A moment as Slack writes it: Unix seconds, a format with `{tokens}`, and the words to use where tokens are not understood. */
export type SlackDate = {
  readonly seconds: number;
  readonly format: string;
  readonly fallback: string;
  readonly url: string;
};

export type ListItem = {
  /** 0 for the outermost level. */
  readonly level: number;
  /** A number counts from 1; a task is a box, ticked or not. */
  readonly marker: 'bullet' | 'done' | 'open' | { readonly number: number };
  readonly blocks: readonly Block[];
};

export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string; readonly language: string }
  | { readonly kind: 'table'; readonly rows: readonly TableRow[]; readonly align: readonly Align[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'image'; readonly url: string; readonly alt: string }
  | Card;

/** Cells of one row; the first row of a table is its heading. */
export type TableRow = readonly (readonly Inline[])[];
export type Align = 'left' | 'center' | 'right';

/** Something shown as a thing of its own: an attachment, a forwarded message, a card block. */
export type Card = {
  readonly kind: 'card';
  readonly author: readonly Inline[];
  readonly title: readonly Inline[];
  readonly blocks: readonly Block[];
  readonly footer: readonly Inline[];
};

const plain: Styles = {};

export const text = (words: string, styles: Styles = plain): Inline => ({ kind: 'text', text: words, styles });

/** A link; without a label the address itself is shown. Any scheme may stand here, renderers link http(s) only. */
export const link = (url: string, label = '', styles: Styles = plain): Inline => ({ kind: 'link', url, label, styles });

/** A Slack person; the label is used when the look-up knows no name. */
export const person = (slackId: string, label = '', styles: Styles = plain): Inline => ({
  kind: 'person',
  slackId,
  label,
  styles,
});

/** A Bitrix24 person known directly, without a look-up. */
export const portalPerson = (bitrix24Id: number, name: string, styles: Styles = plain): Inline => ({
  kind: 'portal-person',
  bitrix24Id,
  name,
  styles,
});

/** A Slack user group; the label is its handle, with or without `@`. */
export const group = (slackId: string, label = '', styles: Styles = plain): Inline => ({
  kind: 'group',
  slackId,
  label,
  styles,
});

/** A Slack channel; the label is its name, with or without `#`. */
export const channel = (slackId: string, label = '', styles: Styles = plain): Inline => ({
  kind: 'channel',
  slackId,
  label,
  styles,
});

export const broadcast = (range: Range, styles: Styles = plain): Inline => ({ kind: 'broadcast', range, styles });

/** An emoji by its Slack name without colons; `unicode` holds its characters, empty for a custom one. */
export const emoji = (name: string, unicode = '', styles: Styles = plain): Inline => ({
  kind: 'emoji',
  name,
  unicode,
  styles,
});

export const date = (moment: SlackDate, styles: Styles = plain): Inline => ({ kind: 'date', date: moment, styles });

/** A file; without a name of its own it is called a file. */
export const file = (name: string, url = '', styles: Styles = plain): Inline => ({ kind: 'file', name, url, styles });

/** A colour as `#rrggbb`. */
export const colour = (value: string, styles: Styles = plain): Inline => ({ kind: 'colour', value, styles });

/** Something that stands there in Slack, of which Slack tells no words: it is told, so that nobody takes the rest for all. */
export const unshown = (styles: Styles = plain): Inline => ({ kind: 'unshown', styles });

export const lineBreak = (): Inline => ({ kind: 'break' });

const worded = (parts: readonly (Inline | string)[]): Inline[] =>
  parts.map((part) => (typeof part === 'string' ? text(part) : part));

/** A paragraph; bare strings are plain text. */
export const paragraph = (...parts: readonly (Inline | string)[]): Block => paragraphOf(worded(parts));

export const heading = (...parts: readonly (Inline | string)[]): Block => headingOf(worded(parts));

export const list = (...items: readonly ListItem[]): Block => listOf(items);

export const quote = (...blocks: readonly Block[]): Block => quoteOf(blocks);

/** The same from an array of any length: a call takes only so many arguments, a payload has no such limit. */
export const paragraphOf = (inlines: readonly Inline[]): Block => ({ kind: 'paragraph', inlines });
export const headingOf = (inlines: readonly Inline[]): Block => ({ kind: 'heading', inlines });
export const listOf = (items: readonly ListItem[]): Block => ({ kind: 'list', items });
export const quoteOf = (blocks: readonly Block[]): Block => ({ kind: 'quote', blocks });

export const code = (words: string, language = ''): Block => ({ kind: 'code', text: words, language });

export const table = (rows: readonly TableRow[], align: readonly Align[] = []): Block => ({
  kind: 'table',
  rows,
  align,
});

export const divider = (): Block => ({ kind: 'divider' });

export const image = (url: string, alt = ''): Block => ({ kind: 'image', url, alt });

/** A card from what it has; every part may be absent. */
export const card = (parts: Partial<Omit<Card, 'kind'>>): Block => ({
  kind: 'card',
  author: parts.author ?? [],
  title: parts.title ?? [],
  blocks: parts.blocks ?? [],
  footer: parts.footer ?? [],
});

/** A document of these blocks, in this order. */
export const documentOf = (...blocks: readonly Block[]): Document => ({ blocks });

/** One document after the other: a header, what was written, a footer. */
export const joined = (...documents: readonly Document[]): Document => ({
  blocks: documents.flatMap((document) => document.blocks),
});

/** True when nothing would be shown: no block, or only blank text. */
export function isEmpty(document: Document): boolean {
  return document.blocks.every((block) => isBlankBlock(block, isBlankInline));
}

/** True when nothing could be read: it is empty, or says only that there is something that cannot be shown. */
export function isWordless(document: Document): boolean {
  return document.blocks.every((block) =>
    isBlankBlock(block, (inline) => inline.kind === 'unshown' || isBlankInline(inline)),
  );
}

function isBlankBlock(block: Block, isBlank: (inline: Inline) => boolean): boolean {
  const areBlank = (blocks: readonly Block[]): boolean => blocks.every((own) => isBlankBlock(own, isBlank));
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return block.inlines.every(isBlank);
    case 'list':
      return block.items.every((item) => areBlank(item.blocks));
    case 'quote':
      return areBlank(block.blocks);
    case 'code':
      return block.text.trim() === '';
    case 'table':
      return block.rows.every((row) => row.every((cell) => cell.every(isBlank)));
    case 'divider':
      return false;
    case 'image':
      return block.url === '' && block.alt.trim() === '';
    case 'card':
      return [...block.author, ...block.title, ...block.footer].every(isBlank) && areBlank(block.blocks);
  }
}

const isBlankInline = (inline: Inline): boolean =>
  inline.kind === 'break' || (inline.kind === 'text' && inline.text.trim() === '');

/** The letters of inlines as far as they are known without a look-up: texts, labels, emoji. */
export function lettersOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'text':
          return inline.text;
        case 'link':
          return inline.label || inline.url;
        case 'emoji':
          return inline.unicode || `:${inline.name}:`;
        case 'portal-person':
        case 'file':
          return inline.name;
        case 'break':
          return '\n';
        default:
          return 'label' in inline ? inline.label : '';
      }
    })
    .join('');
}
