import { type DatePart, dateInWords, portalDate } from '../dates.ts';
import type { Inline, Styles } from '../document.ts';
import { legible } from '../harmless.ts';
import { linkTarget, saysItsAddress, shownLink } from '../links.ts';
import type { Names } from '../names.ts';

/** A run of one look inside a line; it holds no line feed. */
export type Piece =
  | { readonly kind: 'text'; readonly words: string; readonly styles: Styles }
  | {
      readonly kind: 'link';
      readonly words: string;
      readonly target: string;
      /** The words are the address as it was written. */
      readonly isAddress: boolean;
      readonly styles: Styles;
    }
  | { readonly kind: 'person'; readonly words: string; readonly bitrix24Id: number; readonly styles: Styles }
  | { readonly kind: 'colour'; readonly words: string; readonly styles: Styles }
  | {
      readonly kind: 'date';
      readonly words: string;
      readonly seconds: number;
      readonly parts: readonly DatePart[];
      readonly target: string | undefined;
      readonly styles: Styles;
    };

export const unstyled: Styles = {};

export const textPiece = (words: string): Piece => ({ kind: 'text', words, styles: unstyled });

/** The pieces of one inline, one for each line it takes; `over` is added to its styles. */
export function piecesOf(inline: Exclude<Inline, { kind: 'break' }>, names: Names, over: Styles): Piece[] {
  const styles = over === unstyled ? inline.styles : { ...inline.styles, ...over };
  const onOneLine = (words: string): string => legible(words).replaceAll('\n', ' ');
  const said = (words: string): Piece[] => [{ kind: 'text', words: onOneLine(words), styles }];
  switch (inline.kind) {
    case 'text':
      return legible(inline.text)
        .split('\n')
        .map((words) => ({ kind: 'text', words, styles }));
    case 'link':
      return [linkPiece(inline.url, onOneLine(inline.label), styles)];
    case 'person': {
      const known = names.people.get(inline.slackId);
      const name = onOneLine(known?.name ?? '') || bare(inline.label, '@');
      if (known?.bitrix24Id === undefined) return said(signed('@', name, names.nameless?.person, inline.slackId));
      const words = name || names.nameless?.person || inline.slackId;
      return [{ kind: 'person', words, bitrix24Id: known.bitrix24Id, styles }];
    }
    case 'portal-person':
      return [
        {
          kind: 'person',
          words: onOneLine(inline.name) || `@${inline.bitrix24Id}`,
          bitrix24Id: inline.bitrix24Id,
          styles,
        },
      ];
    case 'group':
      return said(
        signed('@', names.groups.get(inline.slackId) || bare(inline.label, '@'), names.nameless?.group, inline.slackId),
      );
    case 'channel':
      return said(
        signed(
          '#',
          names.channels.get(inline.slackId) || bare(inline.label, '#'),
          names.nameless?.channel,
          inline.slackId,
        ),
      );
    case 'broadcast':
      return said(`@${inline.range}`);
    case 'emoji':
      return said(inline.unicode || `:${inline.name}:`);
    case 'file':
      return [linkPiece(inline.url, `📎 ${onOneLine(inline.name) || (names.nameless?.file ?? '')}`.trim(), styles)];
    case 'unshown':
      return said(names.nameless?.unshown ?? '(…)');
    case 'colour':
      return /^#[0-9a-f]{6}$/i.test(inline.value)
        ? [{ kind: 'colour', words: inline.value, styles }]
        : said(inline.value);
    case 'date': {
      const parts = portalDate(inline.date)?.map((part) => ('words' in part ? { words: onOneLine(part.words) } : part));
      const words = onOneLine(dateInWords(inline.date));
      const target = linkTarget(inline.date.url);
      if (parts !== undefined) return [{ kind: 'date', words, seconds: inline.date.seconds, parts, target, styles }];
      return target === undefined ? said(words) : [{ kind: 'link', words, target, isAddress: false, styles }];
    }
  }
}

/** A name with its sign; where there is none, words that need no sign, else the ID. */
function signed(sign: '@' | '#', name: string, nameless: string | undefined, slackId: string): string {
  return name === '' && nameless !== undefined ? nameless : `${sign}${name || slackId}`;
}

const bare = (label: string, sign: string): string => (label.startsWith(sign) ? label.slice(1) : label);

function linkPiece(url: string, label: string, styles: Styles): Piece {
  const { words, target } = shownLink(url, label);
  const shown = legible(words).replaceAll('\n', ' ');
  if (target === undefined) return { kind: 'text', words: shown, styles };
  return { kind: 'link', words: shown, target, isAddress: saysItsAddress(shown, url), styles };
}

/** A picture in words: its text, or without one the name of its file, leading to it. */
export function imagePieces(url: string, alt: string): Piece[] {
  const name = alt.trim() || fileNameOf(url);
  return [linkPiece(url, `🖼️ ${name.replace(/\s+/g, ' ')}`.trim(), unstyled)];
}

/** The last part of an address's path, for pictures without a text of their own. */
function fileNameOf(url: string): string {
  const target = linkTarget(url);
  if (target === undefined) return '';
  const { pathname, hostname } = new URL(target);
  return pathname.split('/').findLast((part) => part !== '') ?? hostname;
}
