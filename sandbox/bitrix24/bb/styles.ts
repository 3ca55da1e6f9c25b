import { replacePairs } from './tag-pairs.ts';

/** How often the client looks for the same tag inside itself. */
const DEPTH = 11;

export function readStyles(html: string): string {
  let styled = html;
  for (const tag of ['b', 'u', 'i', 's']) {
    const innermost = new RegExp(`\\[${tag}\\]((?:(?!\\[/?${tag}\\]).)*)\\[/${tag}\\]`, 'gis');
    styled = repeatedly(styled, (text) => text.replace(innermost, `<${tag}>$1</${tag}>`));
  }
  styled = repeatedly(styled, (text) =>
    replacePairs(text, /\[size=\d+(?:pt|px)?\]/, '[/size]', ({ inner }) => `<span style="size">${inner}</span>`),
  );
  return repeatedly(styled, (text) =>
    replacePairs(text, /\[color=#(?:[0-9a-f]{6}|[0-9a-f]{3})\]/, '[/color]', ({ inner }) => {
      return `<span style="color">${inner}</span>`;
    }),
  );
}

/** Marks of the open lines: drawn as pictures, so their letters are gone. */
export function readVotes(html: string): string {
  return html.replace(/\[(?:like|dislike|rating=[1-5])\]/gi, '');
}

function repeatedly(html: string, step: (html: string) => string): string {
  let before = html;
  for (let round = 0; round < DEPTH; round++) {
    const after = step(before);
    if (after === before) break;
    before = after;
  }
  return before;
}
