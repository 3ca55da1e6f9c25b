import { describe, expect, it } from 'vitest';
import { breakReferences, encodeCommand } from '../../src/bitrix24/batch-command.ts';

const method = 'im.notify.personal.add';
const fieldsOf = (command: string) => Object.fromEntries(new URLSearchParams(command.slice(command.indexOf('?') + 1)));

describe('a command of a batch', () => {
  it('keeps every character of a text', () => {
    const MESSAGE = 'a&b=c?d#e %20 +plus\n[B]я[/B] 😀 ;';
    expect(fieldsOf(encodeCommand({ method, parameters: { USER_ID: 5, MESSAGE } }))).toEqual({ USER_ID: '5', MESSAGE });
  });

  it('is encoded also where a text holds half a character, which would end the whole batch', () => {
    expect(fieldsOf(encodeCommand({ method, parameters: { MESSAGE: 'a\ud83db' } }))).toEqual({ MESSAGE: 'a\ufffdb' });
  });

  it('writes nested values as PHP reads them', () => {
    const parameters = { FILTER: { '=EMAIL': 'a@b.example', ID: [5, 7] }, select: ['ID'] };
    expect(fieldsOf(encodeCommand({ method: 'user.get', parameters }))).toEqual({
      'FILTER[=EMAIL]': 'a@b.example',
      'FILTER[ID][0]': '5',
      'FILTER[ID][1]': '7',
      'select[0]': 'ID',
    });
  });

  it('sends an attachment as one JSON string with its types', () => {
    const ATTACH = { BLOCKS: [{ FILE: [{ NAME: 'a', SIZE: 5 }] }] };
    expect(fieldsOf(encodeCommand({ method, parameters: { ATTACH } }))).toEqual({ ATTACH: JSON.stringify(ATTACH) });
  });

  it('says false so that PHP understands it, and leaves nothing out as an empty word', () => {
    const parameters = { ACTIVE: true, ADMIN: false, NONE: null, ABSENT: undefined, EMPTY: '' };
    expect(fieldsOf(encodeCommand({ method, parameters }))).toEqual({ ACTIVE: '1', ADMIN: '0', EMPTY: '' });
  });

  it('needs no question mark without parameters', () => {
    expect(encodeCommand({ method: 'profile', parameters: {} })).toBe('profile');
  });

  it.each(['$result[n1]', '$RESULT[n1][x]', 'pay $total[n2] or $next[n1]', '$error[n1] $time[n1]', '$$result[n1]'])(
    'does not let a text refer to another command: %s',
    (text) => {
      const sent = fieldsOf(encodeCommand({ method, parameters: { MESSAGE: text, ATTACH: { A: text } } }));
      for (const value of Object.values(sent)) expect(value).not.toMatch(/\$(result|total|next|error|time)/i);
      expect(sent.MESSAGE?.replaceAll('\u200B', '')).toBe(text);
    },
  );

  it('refers to another command where that is wanted', () => {
    const parameters = { MESSAGE: '$result[n1]' };
    expect(fieldsOf(encodeCommand({ method, parameters }, true))).toEqual(parameters);
  });

  it('breaks a text once, however often it passes', () => {
    const once = breakReferences('$result[n1] costs $5');
    expect(breakReferences(once)).toBe(once);
    expect(once).toBe('$\u200Bresult[n1] costs $5');
  });
});
