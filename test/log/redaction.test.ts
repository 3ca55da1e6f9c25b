import { describe, expect, it } from 'vitest';
import { prettyLines } from '../../src/log/log.ts';
import { createRedaction } from '../../src/log/redaction.ts';
import { readableLog } from './lines.ts';

/** Characters that change their shape in JSON, in an address and in a form. */
const SECRET = 'MARKER-1 "two"/three\\four+%&é';

/** A part of the secret that no shape changes. */
const shows = (text: string) => /MARKER|three|four/.test(text);

describe('redaction', () => {
  const { redact } = createRedaction([SECRET, 'abcdef']);

  it.each([
    ['as it is', SECRET],
    ['in a JSON string', JSON.stringify({ token: SECRET })],
    ['in JSON inside a JSON string', JSON.stringify({ body: JSON.stringify({ token: SECRET }) })],
    ['in an address', `https://example.com/rest/1/${encodeURIComponent(SECRET)}/profile`],
    ['in a query', `https://example.com/?${new URLSearchParams({ auth: SECRET })}`],
    ['twice', `${SECRET}, and again ${SECRET}`],
  ])('hides a secret %s', (_, text) => {
    expect(shows(text)).toBe(true);
    const clean = redact(text);
    expect(shows(clean)).toBe(false);
    expect(clean).toContain('***');
  });

  it('hides the whole of a secret that begins with another one', () => {
    const both = createRedaction(['token-a', 'token-a-and-more']);
    expect(both.redact('token-a-and-more token-a')).toBe('*** ***');
  });

  it('leaves everything else as it was', () => {
    expect(redact('Nothing secret: abcde, ABCDEF')).toBe('Nothing secret: abcde, ABCDEF');
  });

  it('does not hide ordinary words behind a short or empty secret', () => {
    expect(createRedaction(['', 'to']).redact('to whom')).toBe('to whom');
  });

  it('learns a renewed token', () => {
    const learning = createRedaction(['first-token']);
    learning.add('second-token');
    expect(learning.redact('first-token second-token')).toBe('*** ***');
  });

  it('remembers the newest hundred learned, and always those it began with', () => {
    const learning = createRedaction(['first-token']);
    for (let count = 1; count <= 101; count++) learning.add(`renewed-${count};`);
    expect(learning.redact('first-token renewed-1; renewed-2; renewed-101;')).toBe('*** renewed-1; *** ***');
  });

  it('takes any text as a secret, even one that cannot be written in an address', () => {
    expect(createRedaction(['half-\uD800-pair']).redact('a half-\uD800-pair')).toBe('a ***');
  });
});

const pretty = { through: await prettyLines() };

describe.each([
  ['json', {}],
  ['pretty', pretty],
] as const)('a log as %s', (_, how) => {
  function logged(write: (log: ReturnType<typeof readableLog>['log']) => void): string {
    const { log, written } = readableLog(how, createRedaction([SECRET]));
    write(log);
    return written();
  }

  it.each<[string, Parameters<typeof logged>[0]]>([
    ['a message', (log) => log.info(`with ${SECRET}`)],
    ['a field', (log) => log.info({ token: SECRET, deep: { list: [SECRET] } }, 'done')],
    ['a name of a field', (log) => log.info({ [SECRET]: 1 }, 'done')],
    ['an address', (log) => log.info({ url: new URL(`https://example.com/${encodeURIComponent(SECRET)}`) }, 'done')],
    ['a body', (log) => log.info({ body: JSON.stringify({ token: SECRET }) }, 'done')],
    ['an error', (log) => log.error({ error: new Error(`failed at ${SECRET}`) }, 'done')],
    ['an error alone', (log) => log.error(new Error(`failed at ${SECRET}`), 'done')],
    [
      'an error in an error in an error',
      (log) => {
        const inner = new Error('inner', { cause: new Error(`failed at ${SECRET}`) });
        log.error({ error: new Error('outer', { cause: inner }) }, 'done');
      },
    ],
    [
      'one of several errors, and a field of an error',
      (log) => {
        const error = Object.assign(new Error('refused'), { headers: { authorization: `Bearer ${SECRET}` } });
        log.error({ error: new AggregateError([error], 'several') }, 'done');
      },
    ],
    ['what is no error', (log) => log.error({ error: { token: SECRET } }, 'done')],
    ['what a child of the log is bound to', (log) => log.child({ token: SECRET }).info('done')],
  ])('does not show a secret in %s', (_, write) => {
    const written = logged(write);
    expect(written).toContain('***');
    expect(shows(written)).toBe(false);
  });
});

describe('the log', () => {
  it('is a line of JSON for each event, with the cause of an error', () => {
    const { log, entries } = readableLog();
    log.info({ port: 3000 }, 'ready');
    log.error({ error: new Error('outer', { cause: new TypeError('inner') }) }, 'failed');
    expect(entries()).toEqual([
      { level: 30, time: expect.any(Number), port: 3000, msg: 'ready' },
      {
        level: 50,
        time: expect.any(Number),
        msg: 'failed',
        error: expect.objectContaining({
          message: 'outer',
          stack: expect.stringContaining('redaction.test.ts'),
          cause: expect.objectContaining({ type: 'TypeError', message: 'inner' }),
        }),
      },
    ]);
  });

  it('says nothing below its level', () => {
    const { log, entries } = readableLog({ level: 'warn' });
    log.info('quiet');
    log.warn('loud');
    expect(entries().map(({ msg }) => msg)).toEqual(['loud']);
  });

  it('can be read by people', () => {
    const { log, written } = readableLog(pretty);
    log.warn({ port: 3000 }, 'the port is odd');
    expect(written()).toMatch(/WARN.*the port is odd\n {4}port: 3000\n/);
  });
});
