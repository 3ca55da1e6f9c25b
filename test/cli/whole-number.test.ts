import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { wholeNumber } from '../../src/cli/whole-number.ts';

describe('an id', () => {
  it('is a positive whole number', () => {
    expect(wholeNumber('10')).toBe(10);
    expect(wholeNumber(' 10 ')).toBe(10);
  });

  it.each(['abc', '0', '-5', '1.5', '', ' ', '1e3', '0x10', '10 20', '99999999999999999999'])('is not %j', (typed) => {
    expect(() => wholeNumber(typed)).toThrow(InvalidArgumentError);
  });
});
