import { createRequire } from 'node:module';
import type { Definition, List, PhrasingContent, Root, RootContent, Table } from 'mdast';
import {
  type Block,
  code,
  type Document,
  divider,
  headingOf,
  type Inline,
  image,
  type ListItem,
  lineBreak,
  link,
  listOf,
  paragraph,
  paragraphOf,
  quoteOf,
  type Styles,
  table,
  text,
} from '../document.ts';
import { inlinesOfMarkdownText } from './mrkdwn-inline.ts';
import { deepest } from './payload.ts';

/** Slack takes 12,000 characters of Markdown in a message; what is longer came another way and is shown as typed. */
const longest = 15_000;

/** What a node alone does not say: the text it was read from, and the addresses defined elsewhere in it. */
type Source = { readonly markdown: string; readonly addresses: ReadonlyMap<string, string> };

function addressesIn(nodes: readonly RootContent[]): Map<string, string> {
  const definitions = nodes.filter((node): node is Definition => node.type === 'definition');
  return new Map(definitions.map((definition) => [definition.identifier, definition.url]));
}

const require = createRequire(import.meta.url);

/** The parser is loaded with the first Markdown: few messages have any, and it would be a tenth of every start. */
function treeOf(markdown: string): Root {
  const { fromMarkdown }: typeof import('mdast-util-from-markdown') = require('mdast-util-from-markdown');
  const { gfmFromMarkdown }: typeof import('mdast-util-gfm') = require('mdast-util-gfm');
  const { gfm }: typeof import('micromark-extension-gfm') = require('micromark-extension-gfm');
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** Marks of quotes and lists in a row, each a level of its own, deeper than anybody writes. */
const tooDeep = /(?:>[ \t]?){64}|(?:[-+*][ \t]){64}/;
const most = 400;

/** The parser's time grows with the square of the marks in one paragraph; this many in one is not writing but an attack. */
function isHostile(markdown: string): boolean {
  if (tooDeep.test(markdown)) return true;
  return markdown.split(/\n\s*\n/).some((part) => (part.match(/\*+|_+|~+|[[\]<]/g)?.length ?? 0) > most);
}

/**
 * Standard Markdown with tables, task lists and strikethrough, as in Slack's `markdown` blocks. HTML in it is shown as
 * typed, as Slack does.
 */
export function parseMarkdown(markdown: string): Document {
  if (markdown.trim() === '') return { blocks: [] };
  if (markdown.length > longest || isHostile(markdown)) return { blocks: [paragraph(markdown)] };
  const tree = treeOf(markdown);
  return { blocks: blocksOfNodes(tree.children, { markdown, addresses: addressesIn(tree.children) }, 0) };
}

function blocksOfNodes(nodes: readonly RootContent[], source: Source, depth: number): Block[] {
  if (depth > deepest) return [];
  return nodes.flatMap((node) => blocksOfNode(node, source, depth));
}

function blocksOfNode(node: RootContent, source: Source, depth: number): Block[] {
  switch (node.type) {
    case 'paragraph': {
      const only = node.children.length === 1 ? node.children[0] : undefined;
      if (only?.type === 'image') return [image(only.url, only.alt ?? '')];
      return [paragraphOf(inlinesOfNodes(node.children, source, {}))];
    }
    case 'heading':
      return [headingOf(inlinesOfNodes(node.children, source, {}))];
    case 'blockquote':
      return [quoteOf(blocksOfNodes(node.children, source, depth + 1))];
    case 'list':
      return [listOf(itemsOf(node, source, 0, depth + 1))];
    case 'code':
      return [code(node.value, node.lang ?? '')];
    case 'thematicBreak':
      return [divider()];
    case 'table':
      return [tableOf(node, source)];
    case 'html':
      return [paragraphOf(inlinesOfMarkdownText(node.value, {}))];
    case 'footnoteDefinition':
      return footnoteOf(node.identifier, blocksOfNodes(node.children, source, depth + 1));
    case 'definition':
      return [];
    default:
      return 'value' in node ? [paragraph(String(node.value))] : [];
  }
}

function footnoteOf(name: string, blocks: readonly Block[]): Block[] {
  const [first, ...rest] = blocks;
  if (first?.kind !== 'paragraph') return [paragraph(`[${name}]`), ...blocks];
  return [paragraph(`[${name}] `, ...first.inlines), ...rest];
}

function itemsOf(node: List, source: Source, level: number, depth: number): ListItem[] {
  if (depth > deepest) return [];
  const first = node.start ?? 1;
  return node.children.flatMap((item, index): ListItem[] => {
    const isTask = typeof item.checked === 'boolean';
    const marker = isTask ? (item.checked ? 'done' : 'open') : node.ordered ? { number: first + index } : 'bullet';
    const nested = item.children.filter((child) => child.type === 'list');
    const own = item.children.filter((child) => child.type !== 'list');
    return [
      { level, marker, blocks: blocksOfNodes(own, source, depth) },
      ...nested.flatMap((child) => itemsOf(child, source, level + 1, depth + 1)),
    ];
  });
}

function tableOf(node: Table, source: Source): Block {
  const rows = node.children.map((row) => row.children.map((cell) => inlinesOfNodes(cell.children, source, {})));
  return table(
    rows,
    (node.align ?? []).map((align) => align ?? 'left'),
  );
}

function inlinesOfNodes(nodes: readonly PhrasingContent[], source: Source, styles: Styles): Inline[] {
  return nodes.flatMap((node) => inlinesOfNode(node, source, styles));
}

function inlinesOfNode(node: PhrasingContent, source: Source, styles: Styles): Inline[] {
  switch (node.type) {
    case 'text':
      return inlinesOfMarkdownText(node.value, styles);
    case 'strong':
      return inlinesOfNodes(node.children, source, { ...styles, bold: true });
    case 'emphasis':
      return inlinesOfNodes(node.children, source, { ...styles, italic: true });
    case 'delete':
      return inlinesOfNodes(node.children, source, { ...styles, strike: true });
    case 'inlineCode':
      return [text(node.value, { ...styles, code: true })];
    case 'break':
      return [lineBreak()];
    case 'link':
      return [link(node.url, lettersOf(node.children), styles)];
    case 'image':
      return [link(node.url, node.alt || '🖼️', styles)];
    case 'html':
      return inlinesOfMarkdownText(node.value, styles);
    case 'linkReference':
    case 'imageReference': {
      const url = source.addresses.get(node.identifier);
      const label = node.type === 'linkReference' ? lettersOf(node.children) : (node.alt ?? '');
      return url === undefined ? [text(writtenAs(node, source), styles)] : [link(url, label, styles)];
    }
    case 'footnoteReference':
      return [text(`[${node.identifier}]`, styles)];
    default:
      return [text(writtenAs(node, source), styles)];
  }
}

/** What was typed for a node. */
function writtenAs(node: PhrasingContent, { markdown }: Source): string {
  const { start, end } = node.position ?? {};
  return markdown.slice(start?.offset ?? 0, end?.offset ?? 0);
}

function lettersOf(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) =>
      'value' in node ? node.value : 'children' in node ? lettersOf(node.children) : 'alt' in node ? node.alt : '',
    )
    .join('');
}
