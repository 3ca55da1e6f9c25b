import { describe, expect, it } from 'vitest';
import { readAttachment } from '../../src/cli/attachment.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

describe('blocks that the portal would refuse or drop in silence are refused with the reason', () => {
  it.each<[string, string, string]>([
    ['text that is no JSON', '[{"MESSAGE":"x"', 'is not JSON'],
    ['neither an array nor an object', '5', 'is neither an array of blocks nor an object'],
    ['an unknown kind', '[{"MESSAGE":"x"},{"PICTURE":{}}]', 'has a block 2 that is of no known kind (PICTURE)'],
    ['a kind that every object inherits', '{"constructor":{}}', 'is of no known kind (constructor)'],
    ['two kinds in one', '[{"IMAGE":[],"FILE":[]}]', 'several keys (IMAGE, FILE)'],
    ['a block that is none', '["x"]', 'has a block 1 that is no object'],
    ['an empty block', '{}', 'has a block 1 that is empty'],
    ['no file', '{"FILE":[]}', 'is no FILE: must not be empty'],
    [
      'an address nobody can open',
      '{"FILE":[{"LINK":"mailto:a@b.example"}]}',
      'must begin with http://, https:// or /',
    ],
    ['a person without a name', '{"USER":{"LINK":"/company/"}}', 'is no USER: 0.NAME'],
    ['a blank text', '{"MESSAGE":" "}', 'is no MESSAGE: must not be blank'],
    ['a link to nothing', '{"LINK":{"NAME":"x"}}', 'needs LINK'],
    ['an empty grid', '{"GRID":[]}', 'must not be empty'],
    ['a misspelt attachment', '{"BLOCKS":[],"COLOUR":"#fff"}', 'COLOUR'],
    ['a colour that is none', '{"BLOCKS":[],"COLOR":"red"}', 'COLOR must be #RRGGBB'],
  ])('%s', (_, json, reason) => {
    expect(() => readAttachment(json)).toThrow(UsageError);
    expect(() => readAttachment(json)).toThrow(reason);
  });
});

describe('an attachment', () => {
  it('is the same from one block as from an array of it', () => {
    expect(readAttachment('{"MESSAGE":"x"}')).toEqual(readAttachment('[{"MESSAGE":"x"}]'));
  });

  it('keeps what else it was given, and is plain where it names no colour', () => {
    const given = { ID: 7, COLOR: '#ff0000', DESCRIPTION: 'FIRST_MESSAGE', BLOCKS: [{ MESSAGE: 'x' }] };
    expect(readAttachment(JSON.stringify(given))).toEqual({ COLOR_TOKEN: 'base', ...given });
  });

  it('may be one character below the limit of the portal, not more', () => {
    const withText = (length: number) => JSON.stringify([{ MESSAGE: 'x'.repeat(length) }]);
    const frame = JSON.stringify(readAttachment(withText(1))).length - 1;
    expect(() => readAttachment(withText(59_999 - frame))).not.toThrow();
    expect(() => readAttachment(withText(60_000 - frame))).toThrow('60000');
  });
});
