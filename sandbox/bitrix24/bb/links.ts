import { asTyped, type Markup } from './markup.ts';
import { replacePairs } from './tag-pairs.ts';

/** The only addresses that become a link. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

/** A link whose address the client does not like keeps its words and loses its tag. */
export function readLinks(html: string, markup: Markup): string {
  const plain = replacePairs(html, /\[url(?:=([^[\]]+))?\]/, '[/url]', ({ groups, inner }) => {
    const href = asTyped(groups[0] ?? inner);
    return isWebAddress(href) ? markup.element({ kind: 'link', href }, inner) : inner;
  });
  return replacePairs(plain, /\[url=(.+?[^[\]])\]/, '[/url]', ({ groups, inner }) => {
    const link = withBrackets(asTyped(groups[0] ?? ''), inner);
    return isWebAddress(link.href) ? markup.element({ kind: 'link', href: link.href }, link.label) : inner;
  });
}

/** An address may itself have brackets (`?params[1]=x`); then its rest stands at the beginning of what looks like the label. */
function withBrackets(href: string, label: string): { href: string; label: string } {
  if (href.slice(href.lastIndexOf('[')).includes(']')) return { href, label };
  if (label.startsWith(']')) return { href: `${href}]`, label: label.slice(1) };
  if (!label.startsWith('=')) return { href, label };
  const end = label.lastIndexOf(']');
  return { href: `${href}]=${asTyped(label.slice(1, Math.max(end, 1)))}`, label: label.slice(end + 1) };
}
