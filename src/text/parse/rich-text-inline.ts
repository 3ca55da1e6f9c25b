import {
  broadcast,
  channel,
  colour,
  date,
  emoji,
  file,
  group,
  type Inline,
  link,
  person,
  type Styles,
  text,
  unshown,
} from '../document.ts';
import { emojiCharacters, emojiFromHex, withSkinTones } from '../emoji.ts';
import { arrayAt, deepest, isPayload, numberAt, type Payload, payloadAt, stringAt } from './payload.ts';

/**
 * The inline elements of rich text, the ones of 2026 included; an unknown one becomes its text, address or children, and
 * one that has none of them is told as something that cannot be shown.
 */
export function inlinesOfElements(elements: readonly unknown[], depth = 0): Inline[] {
  if (depth > deepest) return [];
  const inlines: Inline[] = [];
  for (const element of elements) {
    if (typeof element === 'string') inlines.push(text(element));
    else if (isPayload(element)) for (const inline of inlinesOfElement(element, depth)) inlines.push(inline);
  }
  return inlines;
}

function inlinesOfElement(element: Payload, depth: number): Inline[] {
  const styles = stylesOf(element);
  const words = stringAt(element, 'text');
  const url = stringAt(element, 'url');
  const id = (key: string, build: (id: string, label?: string, styles?: Styles) => Inline): Inline[] => {
    const value = stringAt(element, key);
    return value === '' ? orElse(element, styles, depth) : [build(value, words, styles)];
  };
  switch (element.type) {
    case 'text':
      return words === '' ? [] : [text(words, styles)];
    case 'link':
      return url === '' ? orElse(element, styles, depth) : [link(url, words, styles)];
    case 'user':
    case 'canvas_user_mention':
      return id('user_id', person);
    case 'usergroup':
      return id('usergroup_id', group);
    case 'channel':
      return id('channel_id', channel);
    case 'team':
      return [text(words || stringAt(element, 'team_id'), styles)];
    case 'broadcast': {
      const range = element.range;
      if (range === 'here' || range === 'channel' || range === 'everyone') return [broadcast(range, styles)];
      return [text(`@${stringAt(element, 'range')}`, styles)];
    }
    case 'emoji':
      return [emojiOf(element, styles)];
    case 'date':
      return [
        date(
          {
            seconds: numberAt(element, 'timestamp') ?? Number.NaN,
            format: stringAt(element, 'format'),
            fallback: stringAt(element, 'fallback'),
            url,
          },
          styles,
        ),
      ];
    case 'color':
      return [colour(stringAt(element, 'value'), styles)];
    case 'file':
      return [file(words, url, styles)];
    case 'canvas': {
      const title = stringAt(element, 'label') || words;
      return title === '' ? orElse(element, styles, depth) : [file(title, url, styles)];
    }
    case 'message_mention':
    case 'canvas_message_unfurl':
      return messageMention(element, words, url, styles);
    default:
      return orElse(element, styles, depth);
  }
}

/** A mentioned message: what Slack says of it, else its author and channel, with the way to it. */
function messageMention(element: Payload, words: string, url: string, styles: Styles): Inline[] {
  if (url !== '') return [link(url, words, styles)];
  if (words !== '') return [text(words, styles)];
  const author = stringAt(element, 'author_id');
  const place = stringAt(element, 'channel_id') || stringAt(element, 'root_message_channel');
  const inlines: Inline[] = [text('💬 ', styles)];
  if (author !== '') inlines.push(person(author, '', styles), text(' ', styles));
  if (place !== '') inlines.push(channel(place, '', styles));
  return inlines;
}

function emojiOf(element: Payload, styles: Styles): Inline {
  const name = stringAt(element, 'name');
  const drawn = emojiFromHex(stringAt(element, 'unicode')) || emojiCharacters(name);
  const tone = numberAt(element, 'skin_tone');
  if (tone === undefined || name.includes('::')) return emoji(name, drawn, styles);
  return emoji(`${name}::skin-tone-${tone}`, withSkinTones(drawn, [tone]), styles);
}

/** What is unknown: its text as a link where it has an address, else the address, else what is inside it, else that it is there. */
function orElse(element: Payload, styles: Styles, depth: number): Inline[] {
  const url = stringAt(element, 'url');
  const words =
    ['text', 'label', 'title', 'name', 'value', 'fallback'].map((key) => wordsAt(element, key)).find(Boolean) ?? '';
  if (url !== '') return [link(url, words, styles)];
  if (words !== '') return [text(words, styles)];
  const user = stringAt(element, 'user_id');
  if (user !== '') return [person(user, '', styles)];
  const inside = inlinesOfElements(arrayAt(element, 'elements'), depth + 1);
  return inside.length > 0 || stringAt(element, 'type') === '' ? inside : [unshown(styles)];
}

/** A text that may be a string or a text object. */
const wordsAt = (element: Payload, key: string): string =>
  stringAt(element, key) || stringAt(payloadAt(element, key), 'text');

/** Only what is switched on; `highlight`, `client_highlight` and `unlink` change nothing the portal can show. */
function stylesOf(element: Payload): Styles {
  const style = payloadAt(element, 'style');
  const on = (key: keyof Styles): Styles => (style[key] === true ? { [key]: true } : {});
  return { ...on('bold'), ...on('italic'), ...on('strike'), ...on('underline'), ...on('code') };
}
