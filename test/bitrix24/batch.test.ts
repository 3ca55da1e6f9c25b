import { describe, expect, it, onTestFinished } from 'vitest';
import { type BatchOutcome, callBatch } from '../../src/bitrix24/batch.ts';
import type { PortalError } from '../../src/bitrix24/errors/portal-error.ts';
import { RecipientError } from '../../src/bitrix24/errors/recipient-error.ts';
import { createPortal, type Portal } from '../../src/bitrix24/portal.ts';
import { answering, withJson } from './answering-server.ts';
import { everythingIn, failureOf } from './failing.ts';

const SECRET = 'MARKERSECRET';
const sending = { method: 'im.notify.personal.add', parameters: { USER_ID: 5, MESSAGE: 'x' } };

async function portalAnswering(value: unknown, status?: number) {
  const server = await answering(withJson(value, status));
  const portal: Portal = createPortal({ mode: 'webhook', url: `${server.origin}/rest/1/${SECRET}/` });
  onTestFinished(() => portal.close());
  return { server, portal };
}

const two = new Map([
  ['n1', sending],
  ['n2', sending],
]);

function errorOf(outcome: BatchOutcome, key: string): PortalError {
  const one = outcome.get(key);
  if (one?.kind === 'refused') return one.error;
  throw new Error(`${key} was not refused`);
}

describe('a batch', () => {
  it('goes out as one request that no failing command stops', async () => {
    const { server, portal } = await portalAnswering({ result: { result: { n1: 5, n2: 6 }, result_error: [] } });
    await callBatch(portal, two);
    expect(server.heard).toHaveLength(1);
    expect(JSON.parse(server.heard[0]?.body ?? '')).toEqual({
      halt: 0,
      cmd: {
        n1: 'im.notify.personal.add?USER_ID=5&MESSAGE=x',
        n2: 'im.notify.personal.add?USER_ID=5&MESSAGE=x',
      },
    });
  });

  it('gives each command its own outcome, also one the portal does not mention', async () => {
    const { portal } = await portalAnswering({
      result: {
        result: { n1: 12345 },
        result_error: { n2: { error: 'USER_ID_EMPTY', error_description: "User ID can't be empty" } },
        result_total: { n1: 3 },
        result_next: [],
        result_time: { n1: { operating: 0.5, operating_reset_at: 1760030000 } },
      },
    });
    const outcome = await callBatch(portal, new Map([...two, ['n3', sending]]));
    expect(outcome.get('n1')).toMatchObject({
      kind: 'answer',
      answer: { result: 12345, total: 3, time: { operating: 0.5, operatingResetAt: 1760030000_000 } },
    });
    const error = errorOf(outcome, 'n2');
    expect(error).toBeInstanceOf(RecipientError);
    expect(error).toMatchObject({
      failure: 'recipient',
      code: 'USER_ID_EMPTY',
      method: sending.method,
      host: portal.host,
      message: expect.stringContaining("User ID can't be empty"),
    });
    expect(outcome.get('n3')).toEqual({ kind: 'missing' });
    expect([...outcome.keys()]).toEqual(['n1', 'n2', 'n3']);
  });

  it('reads empty containers that PHP wrote as lists', async () => {
    const empty = { result: [], result_error: [], result_total: [], result_next: [], result_time: [] };
    const { portal } = await portalAnswering({ result: empty });
    const outcome = await callBatch(portal, two);
    expect([...outcome.values()]).toEqual([{ kind: 'missing' }, { kind: 'missing' }]);
  });

  it('takes a false result for an answer, an empty error for a refusal', async () => {
    const { portal } = await portalAnswering({
      result: { result: { n1: false, n2: null }, result_error: { n2: { error: '', error_description: '' } } },
    });
    const outcome = await callBatch(portal, two);
    expect(outcome.get('n1')).toMatchObject({ kind: 'answer', answer: { result: false } });
    expect(errorOf(outcome, 'n2')).toMatchObject({ failure: 'unknown', code: 'EMPTY_ERROR' });
  });

  it.each([
    ['QUERY_LIMIT_EXCEEDED', 'limited'],
    ['OPERATION_TIME_LIMIT', 'limited'],
    ['ATTACH_OVERSIZE', 'content'],
    ['insufficient_scope', 'credentials'],
    ['INTERNAL_SERVER_ERROR', 'unknown'],
    ['ERROR_BATCH_LENGTH_EXCEEDED', 'defect'],
    ['NEVER_HEARD_OF', 'defect'],
  ] as const)('types the error of a command like that of a single call: %s', async (code, failure) => {
    const result_error = { n1: { error: code, error_description: `about ${SECRET}` } };
    const { portal } = await portalAnswering({ result: { result: [], result_error, result_time: [] } });
    const error = errorOf(await callBatch(portal, new Map([['n1', sending]])), 'n1');
    expect(error).toMatchObject({ failure, code });
    expect(error.advice).not.toBe('');
    expect(everythingIn(error)).not.toContain(SECRET);
  });

  it('tells when the limit of a command ends', async () => {
    const { portal } = await portalAnswering({
      result: {
        result: [],
        result_error: { n1: { error: 'OPERATION_TIME_LIMIT' } },
        result_time: { n1: { operating_reset_at: 1760030000 } },
      },
    });
    expect(errorOf(await callBatch(portal, two), 'n1').retryAt).toBe(1760030000_000);
  });

  it('fails whole when the request was refused', async () => {
    const { portal } = await portalAnswering({ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many' }, 503);
    expect(await failureOf(callBatch(portal, two))).toMatchObject({ failure: 'limited', method: 'batch' });
  });

  it.each([false, 5, [], {}, { result: 'x' }])('is unknown when the answer is none of a batch: %j', async (result) => {
    const { portal } = await portalAnswering({ result });
    expect(await failureOf(callBatch(portal, two))).toMatchObject({ failure: 'unknown', code: 'BAD_RESULT' });
  });

  it('takes no more than the portal does, and not nothing', async () => {
    const { server, portal } = await portalAnswering({ result: {} });
    const many = new Map(Array.from({ length: 51 }, (_, index) => [`n${index}`, sending]));
    for (const commands of [many, new Map<string, typeof sending>()]) {
      expect(await failureOf(callBatch(portal, commands))).toMatchObject({ failure: 'defect', code: 'BATCH_SIZE' });
    }
    expect(server.heard).toEqual([]);
  });

  it.each(['1', '', 'a[b]', 'a.b', '0x'])('takes no key that PHP would lose or change: %j', async (key) => {
    const { server, portal } = await portalAnswering({ result: {} });
    const error = await failureOf(callBatch(portal, new Map([[key, sending]])));
    expect(error).toMatchObject({ failure: 'defect', code: 'BATCH_KEY' });
    expect(server.heard).toEqual([]);
  });
});
