import type { Block, Document, Inline } from './document.ts';

/**
 * What the people, groups and channels of a document are called. It is asked once for all that `mentionsOf` lists and
 * handed to the renderers, which stay pure.
 */
export interface Names {
  /** By Slack member ID. With `bitrix24Id` the mention becomes a live one in Bitrix24. */
  readonly people: ReadonlyMap<string, { readonly name: string; readonly bitrix24Id?: number }>;
  /** By Slack user group ID: the handle without `@`. */
  readonly groups: ReadonlyMap<string, string>;
  /** By Slack conversation ID: the name without `#`. */
  readonly channels: ReadonlyMap<string, string>;
  /** What stands where Slack told no name; without it the ID does, which says nothing to a reader. */
  readonly nameless?: Nameless;
}

/** Whole words, without `@` or `#`: "somebody", "a group", "a channel", "a file". */
export interface Nameless {
  readonly person: string;
  readonly group: string;
  readonly channel: string;
  readonly file: string;
  /** Something that Slack shows and does not put in words. */
  readonly unshown: string;
}

export const noNames: Names = { people: new Map(), groups: new Map(), channels: new Map() };

export type Mentions = {
  readonly people: readonly string[];
  readonly groups: readonly string[];
  readonly channels: readonly string[];
};

/** The Slack IDs a document needs names for, each once, in the order they appear. */
export function mentionsOf(document: Document): Mentions {
  const people = new Set<string>();
  const groups = new Set<string>();
  const channels = new Set<string>();
  for (const inline of inlinesOf(document.blocks)) {
    if (inline.kind === 'person') people.add(inline.slackId);
    else if (inline.kind === 'group') groups.add(inline.slackId);
    else if (inline.kind === 'channel') channels.add(inline.slackId);
  }
  return { people: [...people], groups: [...groups], channels: [...channels] };
}

function* inlinesOf(blocks: readonly Block[]): Generator<Inline> {
  for (const block of blocks) {
    if (block.kind === 'paragraph' || block.kind === 'heading') yield* block.inlines;
    else if (block.kind === 'quote') yield* inlinesOf(block.blocks);
    else if (block.kind === 'list') for (const item of block.items) yield* inlinesOf(item.blocks);
    else if (block.kind === 'table') for (const row of block.rows) for (const cell of row) yield* cell;
    if (block.kind === 'card') {
      yield* block.author;
      yield* block.title;
      yield* inlinesOf(block.blocks);
      yield* block.footer;
    }
  }
}
