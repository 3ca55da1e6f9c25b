/** What a person reads in blocks, and what they can press there. */
import { type Block, block } from './block-kit/blocks.ts';
import { elementsOf } from './block-kit/check.ts';
import { type RichText, richTextToString } from './block-kit/rich-text.ts';

export interface Pressable {
  readonly text: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string | undefined;
  readonly url: string | undefined;
  readonly kind: 'button' | 'overflow';
}

/** Blocks of the app as typed; what is none of ours is left out. */
export function asBlocks(blocks: readonly unknown[]): readonly Block[] {
  const known = parsedBlocks.get(blocks);
  if (known !== undefined) return known;
  const parsed = blocks.flatMap((each) => {
    const result = block.safeParse(each);
    return result.success ? [result.data] : [];
  });
  parsedBlocks.set(blocks, parsed);
  return parsed;
}

/** A message's blocks are looked at after every change in the workspace, and replaced as a whole when they change. */
const parsedBlocks = new WeakMap<readonly unknown[], readonly Block[]>();

/** Texts of blocks, a line each; mrkdwn is left as it was written. Labels and buttons are not among them. */
export function readBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(readBlock)
    .filter((line) => line !== '')
    .join('\n');
}

function readBlock(each: Block): string {
  switch (each.type) {
    case 'section':
      return [each.text?.text, ...(each.fields ?? []).map((field) => field.text)]
        .filter((line) => line !== undefined)
        .join('\n');
    case 'header':
      return each.text.text;
    case 'context':
      return each.elements.map((element) => (element.type === 'image' ? element.alt_text : element.text)).join(' ');
    case 'rich_text':
      return richTextToString(each);
    case 'markdown':
      return each.text;
    case 'image':
      return each.title === undefined ? each.alt_text : `${each.title.text} (${each.alt_text})`;
    case 'video':
      return each.title.text;
    case 'table':
      return each.rows.map((row) => row.map(readCell).join(' | ')).join('\n');
    case 'divider':
    case 'actions':
    case 'input':
      return '';
  }
}

function readCell(cell: RichText | { type: 'raw_text' | 'raw_number'; text: string }): string {
  return cell.type === 'rich_text' ? richTextToString(cell) : cell.text;
}

/** Every button, and every entry of an overflow menu, in order. */
export function pressables(blocks: readonly Block[]): Pressable[] {
  return blocks.flatMap((each) =>
    elementsOf(each).flatMap(({ element }): Pressable[] => {
      const at = { blockId: each.block_id ?? '', actionId: 'action_id' in element ? (element.action_id ?? '') : '' };
      if (element.type === 'button') {
        return [{ ...at, kind: 'button', text: element.text.text, value: element.value, url: element.url }];
      }
      if (element.type === 'overflow') {
        return element.options.map((option) => ({
          ...at,
          kind: 'overflow',
          text: option.text.text,
          value: option.value,
          url: option.url,
        }));
      }
      return [];
    }),
  );
}
