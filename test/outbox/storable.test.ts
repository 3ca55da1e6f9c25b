import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storable, storableJson } from '../../src/outbox/storable.ts';

describe('what is stored of a text', () => {
  it('has no zero byte and no half of a surrogate pair, and is the same otherwise', () => {
    expect(storable('a\0b\ud83dc\udc4b 👋 \\u0000')).toBe('ab\ufffdc\ufffd 👋 \\u0000');
  });

  it('is the same inside a value', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\0', '\ud83d', 'a\udc4bb', '\\u0000', '\\\\ud83d', '👋'),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(fc.array(text), fc.dictionary(fc.constantFrom('a', 'b'), text), (texts, named) => {
        expect(JSON.parse(storableJson({ texts, named }))).toEqual({
          texts: texts.map(storable),
          named: Object.fromEntries(Object.entries(named).map(([name, own]) => [name, storable(own)])),
        });
      }),
    );
  });
});
