import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandText, LONGEST_TAG, readCommandText, type Typed } from '../../src/slack/command-text.ts';

const anna = { kind: 'slack', id: 'U0ANNA001' };
const boris = { kind: 'slack', id: 'W0BORIS01' };
const send = (recipients: unknown[], text: string, tag?: string) => ({
  kind: 'send',
  typed: { recipients, text, ...(tag !== undefined && { tag }) },
});
const unclear = (kind: string, more: Record<string, unknown> = {}) =>
  expect.objectContaining({ kind: 'unclear', unclear: { kind, ...more } });

describe('the text of a command', () => {
  it.each<[string, unknown]>([
    ['', { kind: 'form' }],
    [' \n ', { kind: 'form' }],
    ['help', { kind: 'help' }],
    [' Help ', { kind: 'help' }],
    ['HISTORY', { kind: 'history' }],
    ['undo', { kind: 'undo' }],
    ['<@U0ANNA001> hi', send([anna], 'hi')],
    ['<@U0ANNA001|anna> hi', send([{ ...anna, label: 'anna' }], 'hi')],
    ['<@U0ANNA001|a&amp;b> hi', send([{ ...anna, label: 'a&b' }], 'hi')],
    ['<@U0ANNA001><@W0BORIS01>hi', send([anna, boris], 'hi')],
    ['<@U0ANNA001> , <@W0BORIS01>;hi', send([anna, boris], 'hi')],
    ['<@U0ANNA001>: hi', send([anna], 'hi')],
    ['<@U0ANNA001>, <@W0BORIS01>: hi', send([anna, boris], 'hi')],
    ['<@U0ANNA001> :wave: hi', send([anna], ':wave: hi')],
    ['<@U0ANNA001>\nline one\n  line two', send([anna], 'line one\n  line two')],
    ['<@U0ANNA001> help', send([anna], 'help')],
    ['<@U0ANNA001> <#C0GENERAL|general> is on fire', send([anna], '<#C0GENERAL|general> is on fire')],
    ['<@U0ANNA001> - hi', send([anna], '- hi')],
    ['<@U0ANNA001> -- hi', send([anna], '-- hi')],
    ['<@U0ANNA001> — hi', send([anna], '— hi')],
    ['<!subteam^S0SALES01|@sales> hi', send([{ kind: 'group', id: 'S0SALES01', label: '@sales' }], 'hi')],
    ['<!subteam^S0SALES01> hi', send([{ kind: 'group', id: 'S0SALES01' }], 'hi')],
    ['b24:15 hi', send([{ kind: 'bitrix24', id: 15 }], 'hi')],
    [
      'B24:15,b24:16: hi',
      send(
        [15, 16].map((id) => ({ kind: 'bitrix24', id })),
        'hi',
      ),
    ],
    ['<mailto:A@B.example|A@B.example> hi', send([{ kind: 'email', email: 'a@b.example' }], 'hi')],
    ['<mailto:a@b.example> hi', send([{ kind: 'email', email: 'a@b.example' }], 'hi')],
    [
      'a@b.example, c@d.example: hi',
      send(
        ['a@b.example', 'c@d.example'].map((email) => ({ kind: 'email', email })),
        'hi',
      ),
    ],
    ['<@U0ANNA001> --tag deploy hi', send([anna], 'hi', 'deploy')],
    ['<@U0ANNA001> --tag=deploy hi', send([anna], 'hi', 'deploy')],
    ['<@U0ANNA001>: --tag deploy hi', send([anna], 'hi', 'deploy')],
    ['--TAG deploy <@U0ANNA001> hi', send([anna], 'hi', 'deploy')],
    ['<@U0ANNA001> —tag deploy hi', send([anna], 'hi', 'deploy')],
    ['<@U0ANNA001> –tag deploy hi', send([anna], 'hi', 'deploy')],
    ['<@U0ANNA001> --tag "release 5" hi', send([anna], 'hi', 'release 5')],
    ['<@U0ANNA001> —tag “release 5” hi', send([anna], 'hi', 'release 5')],
    ['<@U0ANNA001> --tag „release 5“ hi', send([anna], 'hi', 'release 5')],
    ['<@U0ANNA001> --tag «release 5» hi', send([anna], 'hi', 'release 5')],
    ['<@U0ANNA001> --tag"release 5" hi', send([anna], 'hi', 'release 5')],
    ['<@U0ANNA001> --tag a&lt;b hi', send([anna], 'hi', 'a<b')],
    ['<@U0ANNA001> --tag <http://release.io|release.io> hi', send([anna], 'hi', 'release.io')],
    ['<@U0ANNA001> --tag x\nhi', send([anna], 'hi', 'x')],
    [`<@U0ANNA001> --tag ${'x'.repeat(LONGEST_TAG)} hi`, send([anna], 'hi', 'x'.repeat(LONGEST_TAG))],
  ])('%j is understood', (typed, expected) => {
    expect(readCommandText(typed)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['approve invoice 12', unclear('no recipient', { found: 'approve' })],
    ['help me', unclear('no recipient', { found: 'help' })],
    ['--tag x', unclear('no recipient', { found: '' })],
    ['<http://example.com/a|a b> hi', unclear('no recipient', { found: '<http://example.com/a|a b>' })],
    ['@anna hi', unclear('no mention', { name: '@anna' })],
    ['<@U0ANNA001> @boris hi', unclear('no mention', { name: '@boris' })],
    ['<!here> hi', unclear('everybody', { name: '@here' })],
    ['<!channel|channel> hi', unclear('everybody', { name: '@channel' })],
    ['<@U0ANNA001> <!everyone> hi', unclear('everybody', { name: '@everyone' })],
    ['<#C0GENERAL|general> hi', unclear('channel')],
    ['b24:0 hi', unclear('bad number', { written: 'b24:0' })],
    ['b24:15x hi', unclear('bad number', { written: 'b24:15x' })],
    ['b24: 15 hi', unclear('bad number', { written: 'b24:' })],
    [`b24:${'9'.repeat(16)} hi`, unclear('bad number', { written: `b24:${'9'.repeat(16)}` })],
    ['<@U0ANNA001> --urgent hi', unclear('unknown option', { option: '--urgent' })],
    ['<@U0ANNA001> —срочно hi', unclear('unknown option', { option: '--срочно' })],
    ['<@U0ANNA001> --tag', unclear('no tag name')],
    ['<@U0ANNA001> --tag "" hi', unclear('no tag name')],
    ['<@U0ANNA001> --tag <@W0BORIS01> hi', unclear('no tag name')],
    ['<@U0ANNA001> --tag "release 5 hi', unclear('open quote')],
    ['<@U0ANNA001> --tag a --tag b hi', unclear('second tag')],
    [`<@U0ANNA001> --tag ${'x'.repeat(LONGEST_TAG + 1)} hi`, unclear('tag too long')],
    ['<@U0ANNA001>', unclear('no text')],
    ['<@U0ANNA001>, ;', unclear('no text')],
  ])('%j is not, and says why', (typed, expected) => {
    expect(readCommandText(typed)).toEqual(expected);
  });

  it('keeps what it could read, and the rest as text', () => {
    expect(readCommandText('<@U0ANNA001>, b24:15 --tag x @boris please')).toMatchObject({
      typed: { recipients: [anna, { kind: 'bitrix24', id: 15 }], tag: 'x', text: '@boris please' },
    });
  });

  it('never throws, and every character typed is a recipient, a tag, a separator or text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...[
          '<@U0ANNA001>',
          '<@U0ANNA001|anna>',
          '<!subteam^S0SALES01|@s>',
          '<mailto:a@b.example|a@b.example>',
          'a@b.example',
        ],
        ...[
          'b24:15',
          'b24:x',
          '--tag',
          '—tag',
          '--tag=',
          '"',
          '“',
          '”',
          '<!here>',
          '<#C0GENERAL|x>',
          '@anna',
          '<http://x.io|x.io>',
        ],
        ...[' ', ', ', ':', '\n', '&lt;', '&amp;', '```', '*b*', 'help', '<', '>', '|'],
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const whole = pieces.join('').trim();
        const typed = typedIn(readCommandText(whole));
        if (typed === undefined) return;
        expect(whole.endsWith(typed.text)).toBe(true);
        const before = whole.slice(0, whole.length - typed.text.length);
        // What was taken off the text is all there is before it: with other words behind it, it is read the same.
        const again = typedIn(readCommandText(`${before} x`));
        expect(again).toEqual({ ...typed, text: 'x' });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a@', 20_000],
    ['.', 60_000],
    ['a.', 60_000],
    ['<@U0ANNA001>', 5000],
    ['--tag ', 20_000],
    ['<', 60_000],
  ])('reads %j, however often it is repeated', (piece, times) => {
    expect(readCommandText(`x@y${piece.repeat(times)} z`).kind).toMatch(/send|unclear/);
    expect(readCommandText(`${piece.repeat(times)} z`).kind).toMatch(/send|unclear/);
  });
});

function typedIn(read: CommandText): Typed | undefined {
  return read.kind === 'send' || read.kind === 'unclear' ? read.typed : undefined;
}
