import { describe, expect, it } from 'vitest';
import { classify, classifyStatus } from '../../src/bitrix24/failure.ts';

describe('the class of a failure', () => {
  it.each([
    ['QUERY_LIMIT_EXCEEDED', 503, 'limited'],
    ['OPERATION_TIME_LIMIT', 429, 'limited'],
    ['OVERLOAD_LIMIT', 503, 'credentials'],
    ['PORTAL_DELETED', 500, 'credentials'],
    ['ACCESS_DENIED', 403, 'credentials'],
    ['insufficient_scope', 401, 'credentials'],
    ['user_access_error', 403, 'credentials'],
    ['NO_AUTH_FOUND', 401, 'credentials'],
    ['INVALID_CREDENTIALS', 403, 'credentials'],
    ['METHOD_CONFIRM_WAITING', 401, 'credentials'],
    ['METHOD_CONFIRM_DENIED', 403, 'credentials'],
    ['USER_ID_EMPTY', 400, 'recipient'],
    ['MESSAGE_EMPTY', 400, 'content'],
    ['ATTACH_OVERSIZE', 400, 'content'],
    ['ATTACH_ERROR', 400, 'content'],
    ['INTERNAL_SERVER_ERROR', 500, 'unknown'],
    ['ERROR_UNEXPECTED_ANSWER', 500, 'unknown'],
    ['CONNECTION_ERROR', 503, 'not sent'],
    ['ERROR_METHOD_NOT_FOUND', 404, 'defect'],
    ['ERROR_BATCH_LENGTH_EXCEEDED', 400, 'defect'],
  ] as const)('%s with HTTP %i is %s', (code, status, failure) => {
    expect(classify(code, status)).toBe(failure);
  });

  it('goes by the code whatever the status says', () => {
    expect(classify('USER_ID_EMPTY', 500)).toBe('recipient');
    expect(classify('QUERY_LIMIT_EXCEEDED', 200)).toBe('limited');
  });

  it('does not care how the code is spelt', () => {
    expect(classify('Insufficient_Scope', 403)).toBe(classify('INSUFFICIENT_SCOPE', 403));
    expect(classify('query_limit_exceeded', 503)).toBe('limited');
  });

  it('takes a refusal of one object for no trouble with the access', () => {
    expect(classify('ACCESS_DENIED', 400)).toBe('defect');
  });

  it('takes an unheard-of refusal for our mistake, with and without a status', () => {
    expect(classify('SOMETHING_NEW', 400)).toBe('defect');
    expect(classify('SOMETHING_NEW')).toBe('defect');
    expect(classify('constructor')).toBe('defect');
  });

  it('does not believe that a server error with an unheard-of code did nothing', () => {
    expect(classify('SOMETHING_NEW', 500)).toBe('unknown');
  });

  it('knows nothing from an empty error', () => {
    expect(classify('', 200)).toBe('unknown');
    expect(classify('')).toBe('unknown');
  });

  it.each([
    [200, 'unknown'],
    [302, 'credentials'],
    [400, 'defect'],
    [401, 'credentials'],
    [403, 'credentials'],
    [404, 'credentials'],
    [413, 'content'],
    [429, 'limited'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
  ] as const)('an answer of HTTP %i without any code is %s', (status, failure) => {
    expect(classifyStatus(status)).toBe(failure);
  });
});
