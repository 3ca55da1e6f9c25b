import { describe, expect, it } from 'vitest';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { corpus, documentOfCase, names, shown } from './corpus-files.ts';

const cases = corpus();

describe('the corpus', () => {
  it('holds at least 150 messages', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
  });

  it.each(cases)('$name: $title', ({ input, bitrix24, plain }) => {
    const document = documentOfCase(input);
    expect(shown(renderBBCode(document, { names }))).toBe(bitrix24);
    expect(shown(renderPlainText(document, { names }))).toBe(plain);
  });
});
