/** The fields of a view: everything in it that holds a value, with what a person reads beside it. */
import type { Block } from '../block-kit/blocks.ts';
import { elementsOf } from '../block-kit/check.ts';
import type { BlockElement, FieldElement } from '../block-kit/elements.ts';

export interface Field {
  readonly key: string;
  readonly blockId: string;
  readonly actionId: string;
  /** The label of an input, or the text of the section it stands beside. */
  readonly label: string;
  readonly element: FieldElement;
  /** Only fields of input blocks are asked for when the form is sent. */
  readonly inInput: boolean;
  readonly optional: boolean;
  /** Whether the app is told at once when it changes. */
  readonly tellsAtOnce: boolean;
}

export function fieldKey(blockId: string, actionId: string): string {
  return `${blockId}\n${actionId}`;
}

export function fieldsOf(view: { blocks: readonly Block[] }): Field[] {
  return view.blocks.flatMap((block) =>
    elementsOf(block).flatMap(({ element }) => {
      if (!holdsValue(element)) return [];
      const blockId = block.block_id ?? '';
      const actionId = element.action_id ?? '';
      const inInput = block.type === 'input';
      return [
        {
          key: fieldKey(blockId, actionId),
          blockId,
          actionId,
          label: labelOf(block),
          element,
          inInput,
          optional: block.type === 'input' ? (block.optional ?? false) : true,
          tellsAtOnce: block.type === 'input' ? (block.dispatch_action ?? false) : true,
        },
      ];
    }),
  );
}

function holdsValue(element: BlockElement): element is FieldElement {
  return element.type !== 'button' && element.type !== 'overflow' && element.type !== 'image';
}

function labelOf(block: Block): string {
  if (block.type === 'input') return block.label.text;
  if (block.type === 'section') return block.text?.text ?? '';
  return '';
}
