import { isWebAddress } from './links.ts';
import { asTyped, type Markup } from './markup.ts';
import { replacePairs } from './tag-pairs.ts';

/** A picture takes the place of the letters; one without an address leaves nothing, one with a strange address stays as typed. */
export function readIcons(html: string, markup: Markup): string {
  if (!html.includes(']')) return html;
  return html.replace(/\[icon=([^\]]*)\]/gi, (whole, attributes: string) => {
    const src = asTyped(/^\S+/.exec(attributes)?.[0] ?? '');
    if (src === '') return '';
    return isWebAddress(src) ? markup.element({ kind: 'icon', src }, '') : whole;
  });
}

/** The size has to be named; without one the tag stays as typed. */
export function readImages(html: string, markup: Markup): string {
  return replacePairs(html, /\[img size=(?:small|medium|large)\]/, '[/img]', ({ inner }) => {
    const src = asTyped(inner.trim());
    return isWebAddress(src) ? markup.element({ kind: 'image', src }, '') : undefined;
  });
}

export function readDisk(html: string, markup: Markup): string {
  return html.replace(/\[disk=(\d+)\]/gi, (_whole, id: string) =>
    markup.element({ kind: 'disk', id: Number(id) }, '[File]'),
  );
}
