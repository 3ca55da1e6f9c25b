import {
  type Block,
  card,
  type Document,
  divider,
  file,
  headingOf,
  type Inline,
  image,
  isWordless,
  lettersOf,
  lineBreak,
  link,
  paragraph,
  paragraphOf,
  text,
  unshown,
} from '../document.ts';
import { blocksOfCard, blocksOfContainer, blocksOfPlan, blocksOfTask, blocksOfVideo } from './cards.ts';
import { blocksOfInput, inlinesOfButtons } from './controls.ts';
import { parseMarkdown } from './markdown.ts';
import { arrayAt, deepest, isPayload, type Payload, payloadAt, stringAt } from './payload.ts';
import { blocksOfRichText } from './rich-text.ts';
import { blocksOfChart, blocksOfTable } from './tables.ts';
import { blocksOfTextObject, inlinesOfTextObject } from './text-objects.ts';

/**
 * Block Kit blocks of a message, each kind of docs.slack.dev/reference/block-kit/blocks. A kind unknown today is read
 * by its text, address and children; one without any is told as something that cannot be shown, so none is lost. What is
 * no block at all gives nothing. Never throws.
 */
export function parseBlocks(blocks: unknown): Document {
  return { blocks: Array.isArray(blocks) ? blocksOf(blocks) : [] };
}

export function blocksOf(blocks: readonly unknown[], depth = 0): Block[] {
  if (depth > deepest) return [];
  const result: Block[] = [];
  for (const block of blocks) {
    // Not spread into push: a list of arguments has a limit, a payload has none.
    if (isPayload(block)) for (const own of blocksOfBlock(block, depth)) result.push(own);
  }
  return result;
}

function blocksOfBlock(block: Payload, depth: number): Block[] {
  const inside = (key: string): Block[] => blocksOf(arrayAt(block, key), depth + 1);
  switch (block.type) {
    case 'rich_text':
      return blocksOfRichText(block);
    case 'section':
      return blocksOfSection(block, depth);
    case 'header':
      return orNothing(headingOf, inlinesOfTextObject(block.text));
    case 'context':
      return blocksOfContext(block);
    case 'image':
      return [image(imageAddress(block), lettersOf(inlinesOfTextObject(block.title)) || stringAt(block, 'alt_text'))];
    case 'divider':
      return [divider()];
    case 'actions':
    case 'context_actions':
      return orNothing(paragraphOf, inlinesOfButtons(arrayAt(block, 'elements')));
    case 'markdown':
      return [...parseMarkdown(stringAt(block, 'text')).blocks];
    case 'table':
    case 'data_table':
      return blocksOfTable(block);
    case 'data_visualization':
      return blocksOfChart(block);
    case 'video':
      return blocksOfVideo(block);
    case 'file':
      return [paragraph(fileOf(block))];
    case 'alert':
      return blocksOfAlert(block);
    case 'card':
      return [blocksOfCard(block)];
    case 'carousel':
      return arrayAt(block, 'elements').flatMap((element) => (isPayload(element) ? [blocksOfCard(element)] : []));
    case 'container':
      return blocksOfContainer(block, inside('child_blocks'));
    case 'task_card':
      return blocksOfTask(block);
    case 'plan':
      return blocksOfPlan(block);
    case 'input':
      return blocksOfInput(block);
    default: {
      const found = blocksOfUnknown(block, depth);
      return found.length > 0 || stringAt(block, 'type') === '' ? found : [paragraph(unshown())];
    }
  }
}

/** A remote file; its external ID is a name among machines. */
function fileOf(block: Payload): Inline {
  const own = payloadAt(block, 'file');
  const name = [stringAt(block, 'title'), stringAt(own, 'title'), stringAt(own, 'name')].find(Boolean) ?? '';
  return file(name, stringAt(block, 'url') || stringAt(own, 'permalink'));
}

function orNothing(build: (inlines: readonly Inline[]) => Block, inlines: readonly Inline[]): Block[] {
  return inlines.length > 0 ? [build(inlines)] : [];
}

function blocksOfSection(block: Payload, depth: number): Block[] {
  const accessory = payloadAt(block, 'accessory');
  const texts = [...blocksOfTextObject(block.text), ...arrayAt(block, 'fields').flatMap(blocksOfTextObject)];
  if (accessory.type === 'image') return [...texts, ...blocksOf([accessory], depth + 1)];
  const buttons = inlinesOfButtons([accessory]);
  const last = texts.at(-1);
  // A button stands right below the text it belongs to.
  if (last?.kind === 'paragraph' && buttons.length > 0) {
    return [...texts.slice(0, -1), paragraphOf([...last.inlines, lineBreak(), ...buttons])];
  }
  return [...texts, ...orNothing(paragraphOf, buttons)];
}

/** Small print. A picture beside a text is an icon and says nothing of its own; alone it is all there is. */
function blocksOfContext(block: Payload): Block[] {
  const elements = arrayAt(block, 'elements').filter(isPayload);
  const texts = elements.filter((element) => element.type !== 'image');
  if (texts.length === 0) return blocksOf(elements);
  return orNothing(
    paragraphOf,
    texts.flatMap((element, index) => {
      const inlines = inlinesOfTextObject(element);
      return index > 0 && inlines.length > 0 ? [text('  '), ...inlines] : inlines;
    }),
  );
}

const alertSigns: Readonly<Record<string, string>> = { info: 'ℹ️', warning: '⚠️', error: '❌', success: '✅' };

function blocksOfAlert(block: Payload): Block[] {
  const sign = alertSigns[stringAt(block, 'level')];
  const inlines = inlinesOfTextObject(block.text);
  if (inlines.length === 0) return [];
  return [card({ blocks: [paragraphOf(sign === undefined ? inlines : [text(`${sign} `), ...inlines])] })];
}

/** An image's address, also where it is a Slack file. */
function imageAddress(block: Payload): string {
  return stringAt(block, 'image_url') || stringAt(payloadAt(block, 'slack_file'), 'url') || stringAt(block, 'url');
}

/** What a block of an unknown kind holds: its texts, then its blocks, then its address. */
function blocksOfUnknown(block: Payload, depth: number): Block[] {
  const texts = ['title', 'subtitle', 'text', 'body', 'label', 'description'].flatMap((key) =>
    blocksOfTextObject(block[key]),
  );
  const children = ['elements', 'blocks', 'child_blocks', 'fields', 'items']
    .flatMap((key) => blocksOf(arrayAt(block, key), depth + 1))
    .filter((child) => !isWordless({ blocks: [child] }));
  const found = [...texts, ...children];
  const url = ['url', 'image_url', 'join_url', 'permalink'].map((key) => stringAt(block, key)).find(Boolean) ?? '';
  if (found.length > 0) return url === '' ? found : [...found, paragraph(link(url))];
  const alt = ['alt_text', 'fallback', 'name'].map((key) => stringAt(block, key)).find(Boolean) ?? '';
  if (url !== '') return [paragraph(link(url, alt))];
  if (alt !== '') return [paragraph(alt)];
  if (depth > deepest) return [];
  return Object.values(block).flatMap((inner) => (isPayload(inner) ? blocksOfUnknown(inner, depth + 1) : []));
}
