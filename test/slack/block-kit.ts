import { expect } from 'vitest';
import { checkMessageBlocks, checkView } from '../../sandbox/slack/block-kit/check.ts';

const anybody = { isPerson: () => true, isConversation: () => true, hasScope: () => true };

/** Fails where Slack would refuse the message. */
export function expectTaken({ text, blocks }: { text: string; blocks: unknown[] }): void {
  expect(text.trim()).not.toBe('');
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(checkMessageBlocks(blocks, anybody)).toMatchObject({ ok: true });
}

/** Fails where Slack would refuse the form or page. */
export function expectViewTaken(view: unknown): void {
  expect(checkView(view, anybody)).toMatchObject({ ok: true });
}

/** The text of a message's sections, as one. */
export function textOf({ blocks }: { blocks: readonly { type: string }[] }): string {
  return blocks.flatMap((block) => ('text' in block && isText(block.text) ? [block.text.text] : [])).join('\n');
}

function isText(text: unknown): text is { text: string } {
  return typeof text === 'object' && text !== null && 'text' in text;
}
