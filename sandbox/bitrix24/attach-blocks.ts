import { isRecord, scalarText, trim, type Value, wholeNumber } from './php-value.ts';

type Fields = { [name: string]: Value };

/** A block that was kept, and the summary it set for the whole attachment, if it did. */
export interface KeptBlock {
  block: { [type: string]: Value };
  description?: string;
}

type Store = (value: Value) => KeptBlock[];

/** In the portal's order: of several keys in one block the first of these wins, the others are lost. */
const BLOCK_TYPES: readonly (readonly [string, Store])[] = [
  ['USER', (value) => items(value).flatMap(storeUser)],
  ['LINK', (value) => items(value).flatMap((link) => storeLink('LINK', link))],
  ['RICH_LINK', (value) => items(value).flatMap((link) => storeLink('RICH_LINK', link))],
  ['MESSAGE', storeText],
  ['GRID', (value) => storeList('GRID', list(value).flatMap(storeGridItem))],
  ['IMAGE', (value) => storeList('IMAGE', items(value).flatMap(storeImage))],
  ['FILE', (value) => storeList('FILE', items(value).flatMap(storeFile))],
  ['DELIMITER', storeDelimiter],
];

/** Keeps what the portal can show and drops the rest without a word. */
export function storeBlocks(blocks: Value[]): KeptBlock[] {
  return blocks.flatMap((block) => {
    if (!isRecord(block)) return [];
    const type = BLOCK_TYPES.find(([name]) => isSet(block[name]));
    return type === undefined ? [] : type[1](block[type[0]] ?? null);
  });
}

function storeUser(user: Fields): KeptBlock[] {
  const name = text(user, 'NAME');
  if (name === undefined || trim(name) === '') return [];
  const kept: Fields = { NAME: oneLine(name), AVATAR_TYPE: 'USER' };
  if (wholeNumber(user.USER_ID) > 0) kept.USER_ID = wholeNumber(user.USER_ID);
  else if (wholeNumber(user.CHAT_ID) > 0)
    Object.assign(kept, { CHAT_ID: wholeNumber(user.CHAT_ID), AVATAR_TYPE: 'CHAT' });
  else if (wholeNumber(user.BOT_ID) > 0) Object.assign(kept, { BOT_ID: wholeNumber(user.BOT_ID), AVATAR_TYPE: 'BOT' });
  else Object.assign(kept, address(user, 'LINK'));
  Object.assign(kept, address(user, 'AVATAR'));
  if (user.AVATAR_TYPE === 'CHAT' || user.AVATAR_TYPE === 'USER' || user.AVATAR_TYPE === 'BOT') {
    kept.AVATAR_TYPE = user.AVATAR_TYPE;
  }
  return [{ block: { USER: [kept] } }];
}

function storeLink(type: 'LINK' | 'RICH_LINK', link: Fields): KeptBlock[] {
  const named = isSet(link.NAME);
  const kept: Fields = {};
  if (named && wholeNumber(link.USER_ID) > 0) kept.USER_ID = wholeNumber(link.USER_ID);
  else if (named && wholeNumber(link.CHAT_ID) > 0) kept.CHAT_ID = wholeNumber(link.CHAT_ID);
  else if (address(link, 'LINK').LINK === undefined) return [];
  const name = text(link, 'NAME');
  if (name !== undefined) kept.NAME = oneLine(trim(name));
  for (const field of ['LINK', 'DESC', 'HTML']) {
    const value = text(link, field);
    if (value !== undefined) kept[field] = value;
  }
  if (kept.HTML === undefined || type === 'RICH_LINK') Object.assign(kept, address(link, 'PREVIEW'));
  if (kept.PREVIEW !== undefined) Object.assign(kept, size(link));
  return [{ block: { [type]: [kept] } }];
}

function storeText(value: Value): KeptBlock[] {
  const summary = isRecord(value) && isSet(value.TEXT);
  const message = trim(scalarText(isRecord(value) && summary ? value.TEXT : value) ?? '').replaceAll('#BR#', '[BR]');
  if (message === '') return [];
  const describes = isRecord(value) && value.AS_DESCRIPTION === 'Y';
  return [{ block: { MESSAGE: message }, ...(describes ? { description: message } : {}) }];
}

const DISPLAYS: { [name: string]: string } = {
  BLOCK: 'BLOCK',
  LINE: 'LINE',
  CARD: 'LINE',
  ROW: 'ROW',
  COLUMN: 'ROW',
  TABLE: 'TABLE',
};

function storeGridItem(item: Fields): Fields[] {
  const name = trim(text(item, 'NAME') ?? '');
  const value = trim(text(item, 'VALUE') ?? '').replaceAll('#BR#', '[BR]');
  if (item.DISPLAY !== 'LINE' && name === '' && value === '') return [];
  const display = typeof item.DISPLAY === 'string' ? DISPLAYS[item.DISPLAY] : undefined;
  const kept: Fields = {
    DISPLAY: display ?? 'BLOCK',
    NAME: oneLine(name),
    VALUE: value,
    ...color(item),
    ...size(item),
  };
  for (const field of ['USER_ID', 'CHAT_ID']) {
    if (wholeNumber(item[field]) > 0) kept[field] = wholeNumber(item[field]);
  }
  return [{ ...kept, ...address(item, 'LINK') }];
}

function storeImage(image: Fields): Fields[] {
  const link = address(image, 'LINK');
  if (link.LINK === undefined) return [];
  const name = trim(text(image, 'NAME') ?? '');
  return [{ ...(name === '' ? {} : { NAME: name }), ...link, ...size(image), ...address(image, 'PREVIEW') }];
}

function storeFile(file: Fields): Fields[] {
  const link = address(file, 'LINK');
  if (link.LINK === undefined) return [];
  const name = oneLine(trim(text(file, 'NAME') ?? ''));
  const bytes = wholeNumber(file.SIZE);
  return [{ ...link, ...(name === '' ? {} : { NAME: name }), ...(bytes > 0 ? { SIZE: bytes } : {}) }];
}

function storeDelimiter(value: Value): KeptBlock[] {
  const fields = isRecord(value) ? value : {};
  const width = wholeNumber(fields.SIZE);
  return [{ block: { DELIMITER: { SIZE: width > 0 ? width : 200, ...color(fields) } } }];
}

function storeList(type: string, kept: Fields[]): KeptBlock[] {
  return kept.length === 0 ? [] : [{ block: { [type]: kept } }];
}

/** One thing or several: most block types take an object as well as an array of them. */
function items(value: Value): Fields[] {
  return isRecord(value) && !Object.keys(value).every((key) => /^\d+$/.test(key)) ? [value] : list(value);
}

function list(value: Value): Fields[] {
  const found = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  return found.filter(isRecord);
}

/** Absolute http and https or root-relative; `mailto:`, `tel:` and the like are dropped. */
function address(fields: Fields, name: string): Fields {
  const value = fields[name];
  return typeof value === 'string' && /^(?:\/|https?:\/\/)/.test(value) ? { [name]: value } : {};
}

function size(fields: Fields): Fields {
  const kept: Fields = {};
  for (const name of ['WIDTH', 'HEIGHT']) {
    if (wholeNumber(fields[name]) > 0) kept[name] = wholeNumber(fields[name]);
  }
  return kept;
}

function color(fields: Fields): Fields {
  const value = fields.COLOR;
  return typeof value === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value) ? { COLOR: value } : {};
}

function text(fields: Fields, name: string): string | undefined {
  return isSet(fields[name]) ? scalarText(fields[name]) : undefined;
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

function oneLine(value: string): string {
  return value.replace(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, ' ');
}
