import { describe, expect, it } from 'vitest';
import { ask, command, portalFor, post } from './asking.ts';

const SEND = 'im.notify.personal.add';
const note = (MESSAGE: string, USER_ID = '1') => command(SEND, { USER_ID, MESSAGE });

describe('a batch', () => {
  it('does its commands in order and tells the result, the failure and the time of each', async () => {
    const portal = await portalFor();
    const { status, body } = await ask(portal, 'batch', {
      halt: 0,
      cmd: { n1: note('one'), n2: note('two', 'x'), n3: note('three') },
    });
    expect(status).toBe(200);
    const [first, third] = portal.bell(1);
    expect(body.result).toMatchObject({
      result: { n1: first?.id, n3: third?.id },
      result_error: { n2: { error: 'USER_ID_EMPTY', error_description: "User ID can't be empty" } },
      result_total: [],
      result_next: [],
      result_time: { n1: { processing: expect.any(Number) }, n3: {} },
    });
    expect(Object.keys(body.result.result_time)).toEqual(['n1', 'n3']);
    expect(portal.requests).toMatchObject([
      { method: 'batch', batched: true, commands: [{ method: SEND, parameters: { MESSAGE: 'one' } }, {}, {}] },
    ]);
  });

  it('answers empty containers as arrays, and makes arrays of numeric names', async () => {
    const portal = await portalFor();
    const named = await ask(portal, 'batch', { cmd: { n1: 'server.time' } });
    expect(named.body.result.result_error).toEqual([]);
    const numbered = await ask(portal, 'batch', { cmd: ['profile', note('', '1'), 'profile'] });
    expect(numbered.body.result.result).toMatchObject({ 0: { ID: '1' }, 2: { ID: '1' } });
    expect(Array.isArray(numbered.body.result.result)).toBe(false);
    const all = await ask(portal, 'batch', { cmd: { 0: 'profile', 1: 'profile' } });
    expect(Array.isArray(all.body.result.result)).toBe(true);
    expect((await ask(portal, 'batch', {})).body.result.result).toEqual([]);
  });

  it('stops at the first failure only with halt, which the word "false" switches on', async () => {
    const portal = await portalFor();
    const cmd = { n1: note('one'), n2: note(''), n3: note('three') };
    const halted = await ask(portal, 'batch', { halt: 'false', cmd });
    expect(Object.keys(halted.body.result.result)).toEqual(['n1']);
    expect(Object.keys(halted.body.result.result_error)).toEqual(['n2']);
    expect(Object.keys((await ask(portal, 'batch', { halt: '0', cmd })).body.result.result)).toEqual(['n1', 'n3']);
  });

  it('refuses what is above fifty', async () => {
    const portal = await portalFor();
    const cmd = Object.fromEntries(Array.from({ length: 52 }, (_, index) => [`n${index}`, note(`text ${index}`)]));
    const { body } = await ask(portal, 'batch', { cmd });
    expect(Object.keys(body.result.result)).toHaveLength(50);
    expect(body.result.result_error).toMatchObject({
      n50: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' },
      n51: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' },
    });
    expect(portal.everCreated).toBe(50);
  });

  it('refuses a batch, an upload and a download inside it, and an unknown method', async () => {
    const portal = await portalFor();
    const { body } = await ask(portal, 'batch', { cmd: { a: 'batch', b: 'upload?x=1', c: 'download', d: 'no.such' } });
    expect(body.result.result_error).toMatchObject({
      a: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' },
      b: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' },
      c: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' },
      d: { error: 'ERROR_METHOD_NOT_FOUND' },
    });
  });

  it('skips a command that is not a string without a word', async () => {
    const portal = await portalFor();
    const { body } = await ask(portal, 'batch', {
      cmd: { n1: { method: SEND, params: { USER_ID: 1 } }, n2: note('two') },
    });
    expect(Object.keys(body.result.result)).toEqual(['n2']);
    expect(body.result.result_error).toEqual([]);
  });

  it('reads each command as PHP reads a query: all is text, nesting needs brackets, a # ends it, control characters change', async () => {
    const portal = await portalFor();
    const attach = JSON.stringify({ BLOCKS: [{ MESSAGE: 'as one string' }] });
    await ask(portal, 'batch', {
      cmd: {
        n1: `${SEND}?USER_ID=1&MESSAGE=null`,
        n2: `${SEND}?USER_ID=1&MESSAGE=cut#off`,
        n3: `${SEND}?USER_ID=1&MESSAGE=raw\nbreak`,
        n4: `${SEND}?USER_ID=1&MESSAGE=nested&ATTACH[0][MESSAGE]=in+brackets`,
        n5: command(SEND, { USER_ID: '1', MESSAGE: 'json', ATTACH: attach }),
      },
    });
    expect(portal.bell(1).map(({ message }) => message)).toEqual(['null', 'cut', 'raw_break', 'nested', 'json']);
    expect(portal.bell(1)[3]?.attach?.BLOCKS).toEqual([{ MESSAGE: 'in brackets' }]);
    expect(portal.bell(1)[4]?.attach?.BLOCKS).toEqual([{ MESSAGE: 'as one string' }]);
  });

  it('may itself be a form, its commands then encoded twice', async () => {
    const portal = await portalFor();
    const form = `cmd[n1]=${encodeURIComponent(note('50% & more'))}`;
    await post(`${portal.webhookUrl}batch`, form, 'application/x-www-form-urlencoded');
    expect(portal.bell(1)).toMatchObject([{ text: '50% & more' }]);
  });

  it('puts results of earlier commands into later ones, also where a person merely typed the pattern', async () => {
    const portal = await portalFor();
    await ask(portal, 'batch', {
      cmd: {
        who: 'profile',
        n1: command(SEND, { USER_ID: '$result[who][ID]', MESSAGE: 'hi $result[who][NAME]' }),
        n2: note('$result‍[who][NAME] and $\u200bresult[who][NAME]'),
      },
    });
    expect(portal.bell(1).map(({ message }) => message)).toEqual(['hi Olga', 'Olga and $\u200bresult[who][NAME]']);
  });

  it('works at the given speed, one command after another', async () => {
    let time = 0;
    const portal = await portalFor({ commandMs: 3, now: () => time++ });
    const { body } = await ask(portal, 'batch', { cmd: { a: 'profile', b: 'profile' } });
    expect(body.result.result_time.b.start).toBeGreaterThan(body.result.result_time.a.finish);
  });
});
