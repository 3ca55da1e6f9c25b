import fc from 'fast-check';
import {
  type Block,
  broadcast,
  card,
  channel,
  code,
  colour,
  type Document,
  date,
  divider,
  documentOf,
  emoji,
  group,
  heading,
  type Inline,
  image,
  lineBreak,
  link,
  list,
  paragraph,
  person,
  portalPerson,
  quote,
  type Styles,
  table,
  text,
  unshown,
} from '../../src/text/document.ts';
import { BREAK } from '../../src/text/harmless.ts';

/** Pieces of text that act somewhere on the way to a reader, or nearly do. */
const dangerous = [
  '[b]',
  '[/b]',
  '[B',
  ']',
  '[',
  '/',
  '[url=https://evil.example]',
  '[/url]',
  '[user=1]',
  '[/user]',
  '[send=/x]',
  '[/send]',
  '[put]',
  '[/put]',
  '[code]',
  '[/code]',
  '[call=112]',
  '[/call]',
  '[br]',
  '[disk=1]',
  '[icon=https://e.example/i]',
  '[img size=small]https://e.example/a.png [/img]',
  '[timestamp=1 format=FORMAT_DATE]',
  '[like]',
  '[rating=5]',
  '[date=2026-01-01T00:00:00+00:00]',
  '[/date]',
  '[chat=1]',
  '[/chat]',
  '[context=chat1/2]',
  '[/context]',
  '[pch=1]',
  '[/pch]',
  '<b>',
  '</b>',
  '<i',
  '>',
  '<',
  '<br>',
  '<hr>',
  '<a href="https://e.example">',
  '</a>',
  '<span color=#fff>',
  '</span>',
  '<div>',
  '</div>',
  '<font size=7>',
  '</font>',
  '&',
  '&lt;',
  '&amp;',
  '&#91;',
  'lt;',
  '#91;',
  '&nbsp;',
  '$result[n1]',
  '$',
  'result',
  '[n1]',
  '$next[a]',
  '$total',
  '$error[x][y]',
  '#BR#',
  '#',
  'BR#',
  '>>',
  '\n',
  '\n>>',
  '-'.repeat(30),
  '-'.repeat(54),
  '####REPLACEMENT_CODE_0####',
  '####',
  'REPLACEMENT_PUT_0####',
  '/me ',
  '/loud ',
  ':f09f938e:',
  '\\n',
  '\\',
  '"',
  'n',
  ' ',
  '\t',
  BREAK,
  '\u200b',
  '\u0000',
  '\u202e',
  '\ud83d',
  '\udc00',
  '👩‍👩‍👧‍👦',
  'é',
  'ſ',
  'K',
  'слово',
  'word',
  '*',
  '_',
  '~',
  '`',
  '```',
  '\r\n',
  '\u2028',
  '\u00a0',
] as const;

/** Text as nobody means well by: dangerous pieces in any order, among anything else. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...dangerous) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    {
      maxLength: 14,
    },
  )
  .map((pieces) => pieces.join(''));

const styles: fc.Arbitrary<Styles> = fc.record(
  { bold: fc.boolean(), italic: fc.boolean(), strike: fc.boolean(), underline: fc.boolean(), code: fc.boolean() },
  { requiredKeys: [] },
);

const address = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  hostileText.map((words) => `https://example.com/${words}`),
  hostileText,
);

const plainInline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(hostileText, styles).map(([words, look]) => text(words, look)) },
  fc.tuple(hostileText, styles).map(([name, look]) => portalPerson(7, name, look)),
  fc.constantFrom(
    person('U1'),
    person('U2', 'two'),
    group('S1', '@s'),
    channel('C1', 'c'),
    broadcast('here'),
    lineBreak(),
  ),
  fc.constantFrom(emoji('tada', '🎉'), emoji('custom'), colour('#ff0000'), colour('[b]'), unshown()),
);

const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 4, arbitrary: plainInline },
  fc.tuple(address, hostileText, styles).map(([url, label, look]) => link(url, label, look)),
  fc
    .record({
      seconds: fc.integer(),
      format: fc.oneof(
        fc.constantFrom('{date}', '[b]{time}', '{ago}', ''),
        fc.tuple(hostileText, hostileText).map(([before, after]) => `${before}{date}${after}`),
      ),
      fallback: hostileText,
      url: address,
    })
    .map((moment) => date(moment)),
);

function blocks(inline: fc.Arbitrary<Inline>): fc.Arbitrary<Block> {
  const inlines = fc.array(inline, { maxLength: 5 });
  const { block } = fc.letrec<{ block: Block }>((tie) => ({
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      inlines.map((own) => paragraph(...own)),
      inlines.map((own) => heading(...own)),
      hostileText.map((words) => code(words)),
      fc.constant(divider()),
      fc.array(tie('block'), { maxLength: 3 }).map((own) => quote(...own)),
      fc
        .record({ author: inlines, title: inlines, footer: inlines, blocks: fc.array(tie('block'), { maxLength: 3 }) })
        .map(card),
      fc
        .array(
          fc.record({
            level: fc.nat(3),
            marker: fc.oneof(
              fc.constantFrom('bullet' as const, 'done' as const, 'open' as const),
              fc.record({ number: fc.integer({ min: 1, max: 60 }) }),
            ),
            blocks: fc.array(tie('block'), { maxLength: 2 }),
          }),
          { maxLength: 4 },
        )
        .map((items) => list(...items)),
      fc.array(fc.array(inlines, { maxLength: 3 }), { maxLength: 3 }).map((rows) => table(rows)),
    ),
  }));
  return block;
}

const documents = (inline: fc.Arbitrary<Inline>): fc.Arbitrary<Document> =>
  fc.array(blocks(inline), { maxLength: 5 }).map((own) => documentOf(...own));

/** Documents in which everything a reader sees is also in the plain text: no address behind a label, no date, no picture. */
export const plainDocument: fc.Arbitrary<Document> = documents(plainInline);

/** Any document at all. */
export const anyDocument: fc.Arbitrary<Document> = fc
  .tuple(
    documents(anyInline),
    fc.array(
      fc.tuple(address, hostileText).map(([url, alt]) => image(url, alt)),
      { maxLength: 2 },
    ),
  )
  .map(([document, pictures]) => documentOf(...document.blocks, ...pictures));
