import { describe, expect, it } from 'vitest';
import { scrub, scrubCause, scrubMap } from '../../src/bitrix24/scrub.ts';
import { everythingIn } from './failing.ts';

const secret = 'MARKER+SECRET/1';

describe('scrubbing', () => {
  it('masks a given secret, also percent-encoded', () => {
    expect(scrub(`a ${secret} b ${encodeURIComponent(secret)}`, [secret])).toBe('a *** b ***');
  });

  it.each([
    'https://portal.example/rest/1/MARKER/profile',
    '/rest/12/MARKER',
    '/rest/api/12/MARKER/tasks.task.list',
    'https://portal.example/x?auth=MARKER&b=1',
    '{"auth":"MARKER","b":1}',
    '{\\"access_token\\": \\"MARKER\\"}',
    'refresh_token=MARKER',
    'client_secret=MARKER;',
    'see https://portal.example/rest/1/s/download/?token=disk%7CMARKER for it',
    'https://portal.example/rest/upload.json?auth=x&token=MARKER',
  ])('masks what opens a portal without being told: %s', (text) => {
    expect(scrub(text)).not.toContain('MARKER');
  });

  it('leaves ordinary text as it is', () => {
    const text =
      'The author wrote: tokens are fine, /rest/ of the day, https://portal.example/company/personal/user/1/';
    expect(scrub(text, ['', 'ab'])).toBe(text);
  });

  it('masks inside an answer, and whole links that hold a credential', () => {
    const answer = {
      result: { ID: 5, DOWNLOAD_URL: 'https://portal.example/x?MARKER', DETAIL_URL: 'https://portal.example/disk/5' },
      list: ['MARKER', { auth: 'other' }],
    };
    expect(scrubMap(answer, ['MARKER'])).toEqual({
      result: { ID: 5, DOWNLOAD_URL: '***', DETAIL_URL: 'https://portal.example/disk/5' },
      list: ['***', { auth: '***' }],
    });
  });

  it('copies an error with its causes and nothing else', () => {
    const inner = Object.assign(new TypeError('at MARKER'), { data: Buffer.from('MARKER'), code: 'HPE_INVALID' });
    const outer = new Error('outer MARKER', { cause: new AggregateError([inner], 'all failed') });
    const copy = scrubCause(outer, ['MARKER']);
    expect(everythingIn(copy)).not.toContain('MARKER');
    expect(copy.cause).toMatchObject({ name: 'AggregateError', cause: { name: 'TypeError', code: 'HPE_INVALID' } });
  });
});
