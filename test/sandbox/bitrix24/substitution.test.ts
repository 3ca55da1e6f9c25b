import { describe, expect, it } from 'vitest';
import { substitute } from '../../../sandbox/bitrix24/substitution.ts';

const results = {
  result: { n1: 42, who: { NAME: 'Ann', TAGS: ['a', 'b'] } },
  next: { list: 50 },
  total: { list: 120 },
  time: {},
  error: { bad: { error: 'NO' } },
};

describe('substitution in a batch', () => {
  it('replaces every pattern inside a text', () => {
    expect(substitute('id $result[n1], $result[who][NAME], $total[list] $next[list]', results)).toBe(
      // The comma belongs to the pattern, which ends at the next blank only.
      'id 42 Ann 120 50',
    );
  });

  it('reaches into nested values and leaves other types alone', () => {
    expect(substitute({ A: ['$result[n1]', 7, true, null], B: { C: '$error[bad][error]' } }, results)).toEqual({
      A: [42, 7, true, null],
      B: { C: 'NO' },
    });
  });

  it('keeps the type when the value is nothing but the pattern', () => {
    expect(substitute('$result[n1]', results)).toBe(42);
    expect(substitute('$result[who][TAGS]', results)).toEqual(['a', 'b']);
  });

  it('gives what was reached so far when a key does not exist', () => {
    expect(substitute('$result[nobody]', results)).toEqual(results.result);
    expect(substitute('to $result[nobody] now', results)).toBe('to $result[nobody] now');
    expect(substitute('$result[n1][more]', results)).toBe(42);
  });

  it('matches the word in any case but knows it only in lower case', () => {
    expect(substitute('$RESULT[n1]', results)).toBeNull();
    expect(substitute('x $RESULT[n1]', results)).toBe('x $RESULT[n1]');
  });

  it('is stopped by a character after the dollar sign, not by one before the bracket', () => {
    expect(substitute('x $\u200bresult[n1]', results)).toBe('x $\u200bresult[n1]');
    expect(substitute('x $result\u200b[n1]', results)).toBe('x 42');
    expect(substitute('x $results-and-more[n1]tail', results)).toBe('x 42');
    expect(substitute('x $result [n1]', results)).toBe('x $result [n1]');
  });
});
