/** Something in a message that acts, or that is loaded from an address of the author's choice. */
export type Active =
  | { kind: 'link'; href: string }
  | { kind: 'user'; id: number | 'all' }
  | { kind: 'chat'; id: string }
  | { kind: 'context'; to: string }
  | { kind: 'send' | 'put'; command: string }
  | { kind: 'call'; number: string }
  | { kind: 'date'; date: string }
  | { kind: 'disk'; id: number }
  | { kind: 'image' | 'icon'; src: string };

/** A line break, as it stands between the steps of reading. */
export const BREAK = '<br />';

const ESCAPES: { [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const SIGNS: { [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

export function asMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

export function asTyped(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (whole, entity: string) => SIGNS[entity] ?? whole);
}

/**
 * The half-read message is text with elements in it, like the client's: typed signs are escaped, so an element can't be
 * forged, and an element that ends up inside a name is shown as the letters of its tag.
 */
export class Markup {
  readonly #actives: Active[] = [];

  /** An element that acts; whether it really does shows only when all is read, for it may be swallowed by another. */
  element(active: Active, inner: string): string {
    this.#actives.push(active);
    return `<span data-act="${this.#actives.length - 1}">${inner}</span>`;
  }

  /** The characters of the finished message and what in it acts. */
  read(html: string): { text: string; active: Active[] } {
    const active: Active[] = [];
    let text = '';
    let lineOwed = false;
    const write = (characters: string) => {
      text += (lineOwed ? '\n' : '') + characters;
      lineOwed = false;
    };
    for (const [token, closing, name, attributes] of html.matchAll(/<(\/?)(\w+)([^>]*)>|[^<]+|</g)) {
      if (name === undefined) write(asTyped(token));
      else if (name === 'br') lineOwed ? write('') : write('\n');
      else if (name === 'div' && closing === '/') lineOwed = true;
      else if (name === 'div' && !lineOwed && text !== '' && !text.endsWith('\n')) lineOwed = true;
      const index = /data-act="(\d+)"/.exec(attributes ?? '')?.[1];
      const acting = index === undefined ? undefined : this.#actives[Number(index)];
      if (acting !== undefined) active.push(acting);
    }
    return { text, active };
  }
}
