import { describe, expect, it } from 'vitest';
import {
  ATTACH_LIMIT,
  attach,
  attachFits,
  attachLength,
  delimiterBlock,
  fileBlock,
  gridBlock,
  isAttachable,
  linkBlock,
  messageBlock,
  pictureBlock,
  userBlock,
} from '../../src/bitrix24/attach.ts';
import { ContentError } from '../../src/bitrix24/errors/content-error.ts';

const url = 'https://files.example/a.png';

describe('attachment blocks', () => {
  it('have the form the portal documents', () => {
    expect(attach([pictureBlock('chart', url, { preview: `${url}?s`, width: 10, height: 20 })]).BLOCKS).toEqual([
      { IMAGE: [{ NAME: 'chart', LINK: url, PREVIEW: `${url}?s`, WIDTH: 10, HEIGHT: 20 }] },
    ]);
    expect(attach([fileBlock('log.txt', url, 1679), fileBlock('other.txt', '/disk/5')]).BLOCKS).toEqual([
      { FILE: [{ NAME: 'log.txt', LINK: url, SIZE: 1679 }] },
      { FILE: [{ NAME: 'other.txt', LINK: '/disk/5' }] },
    ]);
    expect(linkBlock('Ticket 42', url, { description: 'Open it' })).toEqual({
      LINK: { NAME: 'Ticket 42', LINK: url, DESC: 'Open it' },
    });
    expect(userBlock('Ann', { avatar: url, url, user: 5 })).toEqual({
      USER: { NAME: 'Ann', AVATAR: url, LINK: url, USER_ID: 5 },
    });
    expect(messageBlock('[B]x[/B]')).toEqual({ MESSAGE: '[B]x[/B]' });
    expect(delimiterBlock(100, '#c6c6c6')).toEqual({ DELIMITER: { SIZE: 100, COLOR: '#c6c6c6' } });
    expect(gridBlock([{ name: 'Branch', value: 'main', width: 100, url }])).toEqual({
      GRID: [{ NAME: 'Branch', VALUE: 'main', DISPLAY: 'ROW', WIDTH: 100, LINK: url }],
    });
  });

  it.each(['mailto:a@b.example', 'slack://x', 'javascript:x', 'files.example/a', ''])(
    'refuse an address that the portal would drop in silence: %j',
    (bad) => {
      expect(isAttachable(bad)).toBe(false);
      for (const make of [pictureBlock, fileBlock, linkBlock]) expect(() => make('x', bad)).toThrow(ContentError);
    },
  );

  it('keep a name on one line', () => {
    expect(fileBlock('two\nlines\t.txt', url).FILE[0]?.NAME).toBe('two lines .txt');
  });
});

describe('an attachment', () => {
  it('names its colour for new and for old portals', () => {
    expect(attach([messageBlock('x')], 'alert')).toMatchObject({
      COLOR_TOKEN: 'alert',
      COLOR: expect.stringMatching(/^#[0-9a-f]{6}$/),
    });
  });

  it('arrives with the backslashes that were typed, though the portal unescapes pairs', () => {
    const typed = 'C:\\new\\table \\"quoted\\" \\\\server\\n';
    const sent = attach([messageBlock(typed), { GRID: [{ NAME: 'path', VALUE: typed, DISPLAY: 'ROW' }] }]);
    const text = JSON.stringify(sent.BLOCKS.map((block) => block.MESSAGE ?? block.GRID));
    const strings: string[] = [];
    JSON.parse(text, (_, value) => (typeof value === 'string' ? strings.push(value) : value));
    const unescaped = (value: string) =>
      value.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\"', '"').replaceAll('\\\\', '\\');
    for (const value of strings) expect(unescaped(value)).toBe(value);
    expect(strings[0]?.replaceAll('\u200B', '')).toBe(typed);
  });

  it('keeps an address an address', () => {
    expect(attach([linkBlock('x', 'https://files.example/a\\nb')]).BLOCKS).toEqual([
      { LINK: { NAME: 'x', LINK: 'https://files.example/a%5Cnb' } },
    ]);
  });

  it('is counted as PHP writes it', () => {
    const empty = attachLength(attach([messageBlock('')]));
    const grown = (text: string) => attachLength(attach([messageBlock(text)])) - empty;
    expect(grown('abc')).toBe(3);
    expect(grown('a/b')).toBe(4);
    expect(grown('é')).toBe(6);
    expect(grown('я\u2028')).toBe(12);
    expect(grown('😀')).toBe(12);
    expect(grown('"\n')).toBe(8);
    expect(grown("<&'>")).toBe(24);
    expect(grown('\\')).toBe(2);
  });

  it('fits only with something to spare below the limit', () => {
    expect(attachFits(attach([messageBlock('a'.repeat(ATTACH_LIMIT - 5_000))]))).toBe(true);
    expect(attachFits(attach([messageBlock('a'.repeat(ATTACH_LIMIT - 1_000))]))).toBe(false);
    expect(attachFits(attach([messageBlock('я'.repeat(ATTACH_LIMIT / 6))]))).toBe(false);
  });
});
