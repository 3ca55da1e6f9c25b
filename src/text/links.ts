import { legible } from './harmless.ts';

/**
 * An address as it may stand inside the portal's URL code, or undefined when it may not: only absolute http and https
 * addresses do (the portal drops others). What could end the code, start another or be replaced on the way is
 * percent-encoded, so the address stays the same for the server that gets it.
 */
export function linkTarget(url: string): string | undefined {
  const address = legible(url)
    .trim()
    .replace(/[\t\n]/g, '');
  if (!/^https?:\/\/[^/?#[\]]/i.test(address) || !URL.canParse(address)) return undefined;
  const anchor = address.indexOf('#');
  const secondAnchor = anchor < 0 ? -1 : address.indexOf('#', anchor + 1);
  // More than one # is no address of RFC 3986, and #BR# is the portal's line break.
  const single =
    secondAnchor < 0 ? address : address.slice(0, secondAnchor) + address.slice(secondAnchor).replaceAll('#', '%23');
  if (!needsEncoding.test(single)) return single;
  return single
    .replace(unsafe, (sign) => encodeURIComponent(sign).replace("'", '%27'))
    .replace(/(&(?:#\w+|\w+));/g, '$1%3B')
    .replace(/\$(?=result|next|total|time|error)/gi, '%24')
    .replace(/(:f[0-4][0-9a-f]{6}):/gi, '$1%3A')
    .replace(/(-{53})-/g, '$1%2D');
}

const unsafe = /[\s"'<>[\\\]^`{|}\u00ad\u061c\u180e\u200b-\u200f\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const needsEncoding =
  /[\s"'<>[\\\]^`{|}\u00ad\u061c\u180e\u200b-\u200f\u2060-\u206f\ufeff\ufff9-\ufffb;$]|:f[0-4]|-{54}/i;

/** What a reader sees of a link: the words, and the address to follow, absent where the portal could not follow it. */
export type ShownLink = { readonly words: string; readonly target: string | undefined };

/**
 * A link in words. Addresses that the portal cannot follow stay readable: `mailto:` and `tel:` show what they lead to
 * beside a label of its own, others show their label.
 */
export function shownLink(url: string, label: string): ShownLink {
  const words = label.trim() === '' ? '' : label;
  const target = linkTarget(url);
  if (target !== undefined) return { words: words || url, target };
  const address = /^(?:mailto|tel|sms|callto):(.+)$/is.exec(url)?.[1];
  if (address === undefined) return { words: words || url, target: undefined };
  const reached = decoded(address.split('?')[0] ?? address);
  if (words === '' || words === reached) return { words: reached, target: undefined };
  return { words: `${words} (${reached})`, target: undefined };
}

/** True when a label says no more than the address itself, perhaps without its scheme or last slash. */
export function saysItsAddress(label: string, url: string): boolean {
  return label === url || bare(label) === bare(url);
}

const bare = (address: string): string => address.replace(/^https?:\/\//i, '').replace(/\/$/, '');

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
