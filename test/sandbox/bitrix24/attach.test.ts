import { describe, expect, it } from 'vitest';
import { encodedLength, storeAttach } from '../../../sandbox/bitrix24/attach-intake.ts';
import type { Value } from '../../../sandbox/bitrix24/php-value.ts';
import { ask, portalFor } from './asking.ts';

const blocks = (raw: Value) => storeAttach(raw)?.BLOCKS;
const LINK = 'https://a.example/x';

describe('an attachment', () => {
  it('may be an object, the bare blocks, or the JSON text of either', () => {
    const block = { MESSAGE: 'text' };
    for (const raw of [{ BLOCKS: [block] }, [block], JSON.stringify({ BLOCKS: [block] }), JSON.stringify([block])]) {
      expect(blocks(raw)).toEqual([block]);
    }
    for (const nothing of [undefined, null, '', [], {}]) expect(storeAttach(nothing)).toBeNull();
  });

  it('keeps colours it knows, gives its own for others, and its own ID', () => {
    const kept = storeAttach({ ID: 7, COLOR: '#29619b', COLOR_TOKEN: 'alert', BLOCKS: [{ MESSAGE: 'x' }] });
    expect(kept).toMatchObject({ COLOR: '#29619b', COLOR_TOKEN: 'alert' });
    expect(kept?.ID).not.toBe(7);
    expect(storeAttach({ COLOR: 'red', COLOR_TOKEN: 'pink', BLOCKS: [{ MESSAGE: 'x' }] })).toMatchObject({
      COLOR: expect.stringMatching(/^#[0-9a-f]{6}$/),
      COLOR_TOKEN: 'base',
    });
  });

  it('is refused over HTTP when nothing of it is left, and when it is too long', async () => {
    const portal = await portalFor();
    const send = (ATTACH: Value) => ask(portal, 'im.notify.personal.add', { USER_ID: 1, MESSAGE: 'Hi', ATTACH });
    for (const wrong of [
      '{broken',
      '"text"',
      'text',
      [{ LINK: { LINK: 'mailto:a@b.example' } }],
      [{ MESSAGE: ' ' }],
      { MESSAGE: 'x' },
    ]) {
      expect(await send(wrong)).toMatchObject({ status: 400, body: { error: 'ATTACH_ERROR' } });
    }
    expect(await send([{ MESSAGE: 'x'.repeat(60_000) }])).toMatchObject({
      status: 400,
      body: { error: 'ATTACH_OVERSIZE' },
    });
    expect(portal.everCreated).toBe(0);
    expect((await send([{ MESSAGE: 'x'.repeat(50_000) }])).status).toBe(200);
  });

  it('is measured as the portal writes it at its longest: two characters for a slash, six for signs of HTML and letters beyond ASCII', () => {
    const attach = storeAttach([{ MESSAGE: 'x' }]);
    const slashes = storeAttach([{ MESSAGE: '////' }]);
    const letters = storeAttach([{ MESSAGE: 'жжж😀' }]);
    const length = attach === null ? 0 : encodedLength(attach);
    expect(slashes && encodedLength(slashes)).toBe(length + 7);
    expect(letters && encodedLength(letters)).toBe(length - 1 + 5 * 6);
    const signs = storeAttach([{ MESSAGE: '<&>\'"' }]);
    expect(signs && encodedLength(signs)).toBe(length - 1 + 5 * 6);
    expect(() => storeAttach([{ MESSAGE: 'x' }], length)).toThrow('maximum');
    expect(storeAttach([{ MESSAGE: 'x' }], length + 1)).not.toBeNull();
  });

  it('turns backslash pairs into what they stand for in every text, one kind after another', () => {
    const [message] = blocks([{ MESSAGE: 'C:\\new\\table \\"q\\" \\\\n \\x' }]) ?? [];
    expect(message).toEqual({ MESSAGE: 'C:\new\table "q" \\\n \\x' });
    expect(blocks([{ FILE: [{ NAME: 'C:\\temp', LINK }] }])).toEqual(
      [{ FILE: [{ LINK, NAME: 'C: emp' }] }].map((block) => ({
        FILE: [{ ...block.FILE[0], NAME: 'C:\temp' }],
      })),
    );
  });

  it('sets its summary from a message, from its first message, or from its own words', () => {
    expect(storeAttach([{ MESSAGE: { TEXT: 'sum', AS_DESCRIPTION: 'Y' } }])).toMatchObject({
      DESCRIPTION: 'sum',
      BLOCKS: [{ MESSAGE: 'sum' }],
    });
    expect(storeAttach({ DESCRIPTION: 'FIRST_MESSAGE', BLOCKS: [{ MESSAGE: 'first' }] })?.DESCRIPTION).toBe('first');
    expect(storeAttach({ DESCRIPTION: 'own\nwords', BLOCKS: [{ MESSAGE: 'x' }] })?.DESCRIPTION).toBe('own words');
  });
});

describe('a block', () => {
  it('with several keys keeps the first of the portal’s order', () => {
    expect(blocks([{ DELIMITER: { SIZE: 5 }, FILE: [{ LINK }], MESSAGE: 'text', GRID: [{ VALUE: 'x' }] }])).toEqual([
      { MESSAGE: 'text' },
    ]);
    expect(blocks([{ MESSAGE: null, FILE: { LINK } }])).toEqual([{ FILE: [{ LINK }] }]);
    expect(blocks([{ UNKNOWN: 'x' }, 'text', { MESSAGE: 'y' }])).toEqual([{ MESSAGE: 'y' }]);
  });

  it('or an item of it is dropped silently when its address is neither http, https nor root-relative', () => {
    const kept = blocks([
      { IMAGE: [{ LINK: 'ftp://a' }, { LINK, PREVIEW: 'data:x', NAME: 'a' }, { NAME: 'no link' }] },
      { FILE: [{ LINK: 'slack://x' }] },
      { LINK: { NAME: 'tel', LINK: 'tel:112' } },
      { LINK: { NAME: 'local', LINK: '/company/' } },
    ]);
    expect(kept).toEqual([{ IMAGE: [{ NAME: 'a', LINK }] }, { LINK: [{ NAME: 'local', LINK: '/company/' }] }]);
  });

  it('of files takes one or several, with name on one line and size in bytes', () => {
    expect(blocks([{ FILE: { NAME: ' a\nb ', LINK, SIZE: '1679' } }, { FILE: [{ LINK, SIZE: 'big' }] }])).toEqual([
      { FILE: [{ LINK, NAME: 'a b', SIZE: 1679 }] },
      { FILE: [{ LINK }] },
    ]);
  });

  it('of a user needs a name', () => {
    expect(blocks([{ USER: { NAME: 'Build bot', AVATAR: LINK, LINK } }, { USER: { AVATAR: LINK } }])).toEqual([
      { USER: [{ NAME: 'Build bot', AVATAR_TYPE: 'USER', LINK, AVATAR: LINK }] },
    ]);
  });

  it('of a grid drops empty items unless they are lines, and knows old and new displays', () => {
    const grid = (item: { [name: string]: Value }) => blocks([{ GRID: [item] }, { MESSAGE: 'x' }])?.[0]?.GRID;
    expect(grid({ NAME: 'Branch', VALUE: 'main#BR#x', DISPLAY: 'COLUMN', WIDTH: '100' })).toEqual([
      { DISPLAY: 'ROW', NAME: 'Branch', VALUE: 'main[BR]x', WIDTH: 100 },
    ]);
    expect(grid({ VALUE: 'x', DISPLAY: 'NEW' })).toMatchObject([{ DISPLAY: 'BLOCK' }]);
    expect(grid({ NAME: ' ', VALUE: '' })).toBeUndefined();
    expect(grid({ DISPLAY: 'LINE' })).toMatchObject([{ DISPLAY: 'LINE', NAME: '', VALUE: '' }]);
  });

  it('of a delimiter has a size', () => {
    expect(blocks([{ DELIMITER: { COLOR: '#c6c6c6' } }, { DELIMITER: { SIZE: 50, COLOR: 'x' } }])).toEqual([
      { DELIMITER: { SIZE: 200, COLOR: '#c6c6c6' } },
      { DELIMITER: { SIZE: 50 } },
    ]);
  });

  it('shows in the bell, with what in its texts would act', async () => {
    const portal = await portalFor();
    const ATTACH = [
      { MESSAGE: '[send=x]y[/send]' },
      { GRID: [{ VALUE: '[user=1]Me[/user]', DISPLAY: 'ROW' }] },
      { FILE: { LINK } },
    ];
    await ask(portal, 'im.notify.personal.add', { USER_ID: 1, MESSAGE: 'Hi', ATTACH });
    expect(portal.bell(1)).toMatchObject([
      {
        active: [],
        attachActive: [
          { kind: 'send', command: 'x' },
          { kind: 'user', id: 1 },
        ],
      },
    ]);
  });
});
