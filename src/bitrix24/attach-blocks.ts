import { ContentError } from './errors/content-error.ts';

export interface PictureBlock {
  readonly IMAGE: readonly { NAME: string; LINK: string; PREVIEW?: string; WIDTH?: number; HEIGHT?: number }[];
}
export interface FileBlock {
  readonly FILE: readonly { NAME: string; LINK: string; SIZE?: number }[];
}
export interface LinkBlock {
  readonly LINK: { LINK: string; NAME?: string; DESC?: string; PREVIEW?: string; WIDTH?: number; HEIGHT?: number };
}
export interface UserBlock {
  readonly USER: { NAME: string; AVATAR?: string; LINK?: string; USER_ID?: number };
}
export interface MessageBlock {
  readonly MESSAGE: string;
}
export interface DelimiterBlock {
  readonly DELIMITER: { SIZE: number; COLOR?: string };
}
/** How the cells of a grid stand: below each other, side by side, name beside value, or as a table. */
export type GridDisplay = 'BLOCK' | 'LINE' | 'ROW' | 'TABLE';
export interface GridBlock {
  readonly GRID: readonly { NAME: string; VALUE: string; DISPLAY: GridDisplay; WIDTH?: number; LINK?: string }[];
}
/** Any block of an attachment; each has one key, its kind. */
export type Block = PictureBlock | FileBlock | LinkBlock | UserBlock | MessageBlock | DelimiterBlock | GridBlock;

export interface Picture {
  /** Address of a small version. */
  readonly preview?: string;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * Can a block link there? The portal takes http(s) addresses and ones beginning with `/`, and drops a block with any other
 * (`mailto:`, `slack:`) without a word (module source: `im/classes/general/im_message_param.php`).
 */
export function isAttachable(url: string): boolean {
  return /^(?:\/|https?:\/\/)/.test(url);
}

/** A picture, drawn in the notification. Throws ContentError `ATTACH_LINK` for an address no block can hold, as all of these do. */
export function pictureBlock(name: string, url: string, picture: Picture = {}): PictureBlock {
  const { preview, width, height } = picture;
  const small = preview === undefined ? {} : { PREVIEW: link(preview) };
  return { IMAGE: [{ NAME: oneLine(name), LINK: link(url), ...small, ...size(width, height) }] };
}

/** A file to open. `bytes` is shown as its size. */
export function fileBlock(name: string, url: string, bytes?: number): FileBlock {
  return { FILE: [{ NAME: oneLine(name), LINK: link(url), ...(bytes === undefined ? {} : { SIZE: bytes }) }] };
}

/** A link with a name and a line below it. */
export function linkBlock(
  name: string,
  url: string,
  more: Picture & { readonly description?: string } = {},
): LinkBlock {
  return {
    LINK: {
      NAME: oneLine(name),
      LINK: link(url),
      ...(more.description === undefined ? {} : { DESC: more.description }),
      ...(more.preview === undefined ? {} : { PREVIEW: link(more.preview) }),
      ...size(more.width, more.height),
    },
  };
}

/** A person, with picture and link. The portal drops one without a name. */
export function userBlock(name: string, more: { avatar?: string; url?: string; user?: number } = {}): UserBlock {
  return {
    USER: {
      NAME: oneLine(name),
      ...(more.avatar === undefined ? {} : { AVATAR: link(more.avatar) }),
      ...(more.url === undefined ? {} : { LINK: link(more.url) }),
      ...(more.user === undefined ? {} : { USER_ID: more.user }),
    },
  };
}

/** Text in BB code. */
export function messageBlock(text: string): MessageBlock {
  return { MESSAGE: text };
}

/** A line across; `pixels` long. */
export function delimiterBlock(pixels = 200, color?: string): DelimiterBlock {
  return { DELIMITER: { SIZE: pixels, ...(color === undefined ? {} : { COLOR: color }) } };
}

/** Names and values (BB code). One `display` for the whole grid: mixed ones are drawn wrong. */
export function gridBlock(
  cells: readonly { readonly name: string; readonly value: string; readonly width?: number; readonly url?: string }[],
  display: GridDisplay = 'ROW',
): GridBlock {
  return {
    GRID: cells.map(({ name, value, width, url }) => ({
      NAME: oneLine(name),
      VALUE: value,
      DISPLAY: display,
      ...(width === undefined ? {} : { WIDTH: width }),
      ...(url === undefined ? {} : { LINK: link(url) }),
    })),
  };
}

function size(width: number | undefined, height: number | undefined): { WIDTH?: number; HEIGHT?: number } {
  return { ...(width === undefined ? {} : { WIDTH: width }), ...(height === undefined ? {} : { HEIGHT: height }) };
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

function link(url: string): string {
  if (isAttachable(url)) return url;
  throw new ContentError({
    message: 'An attachment block was given an address that does not begin with http://, https:// or /.',
    code: 'ATTACH_LINK',
    method: '',
    host: '',
    advice: 'Link to an http(s) address, or leave the block out and keep its words in the text.',
  });
}
