import { expect, it } from 'vitest';
import type { Reading } from '../../src/bitrix24/answer.ts';
import { refusalOfToken } from '../../src/bitrix24/refusal-of-token.ts';

const refused = (code: string): { reading: Reading } => ({
  reading: { kind: 'refused', refusal: { code, answer: {} } },
});
const NOW = 1_760_000_000_000;
const living = { accessToken: 'a', expiresAt: NOW + 1 };

it.each([
  ['expired_token', 'old'],
  ['INVALID_TOKEN', 'old'],
  ['NO_AUTH_FOUND', 'useless'],
  ['APPLICATION_NOT_FOUND', 'useless'],
  ['insufficient_scope', 'useless'],
  ['user_access_error', 'useless'],
  // Another pair would be refused as well, and asking for one could use up the last good one.
  ['ACCESS_DENIED', 'none'],
  ['PAYMENT_REQUIRED', 'none'],
  ['OVERLOAD_LIMIT', 'none'],
  ['PORTAL_DELETED', 'none'],
  ['QUERY_LIMIT_EXCEEDED', 'none'],
  ['MESSAGE_EMPTY', 'none'],
])('%s says of a living token that it is %s', (code, said) => {
  expect(refusalOfToken(refused(code), living, NOW)).toBe(said);
});

it('takes a forgotten token whose hour is over for an old one, and one of unknown age for useless', () => {
  expect(refusalOfToken(refused('NO_AUTH_FOUND'), { ...living, expiresAt: NOW }, NOW)).toBe('old');
  expect(refusalOfToken(refused('NO_AUTH_FOUND'), { accessToken: 'a' }, NOW)).toBe('useless');
});
