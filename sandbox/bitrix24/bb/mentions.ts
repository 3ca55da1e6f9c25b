import { asMarkup, asTyped, type Markup } from './markup.ts';
import { replacePairs } from './tag-pairs.ts';

/** The name is shown as it is: a tag inside it was read before, and now stands there in letters. */
export function readUsers(html: string, markup: Markup, nameOf: (userId: number) => string | undefined): string {
  return replacePairs(html, /\[user=(\d+|all)( replace)?\]/, '[/user]', ({ groups, inner }) => {
    const [target = '', replace] = groups;
    if (target.toLowerCase() === 'all') return markup.element({ kind: 'user', id: 'all' }, asMarkup(asTyped(inner)));
    const id = Number(target);
    if (id === 0) return inner;
    const own = replace === undefined ? asTyped(inner) : '';
    const name = own || nameOf(id) || asTyped(inner) || `User ${id}`;
    return markup.element({ kind: 'user', id }, asMarkup(name));
  });
}

export function readChats(html: string, markup: Markup): string {
  return replacePairs(html, /\[chat=(imol\|)?(\d+)\]/, '[/chat]', ({ groups, inner }) => {
    const id = `${groups[0] ?? 'chat'}${groups[1]}`;
    return markup.element({ kind: 'chat', id }, asMarkup(asTyped(inner) || `Chat ${groups[1]}`));
  });
}

export function readContexts(html: string, markup: Markup): string {
  return replacePairs(html, /\[context=((?:chat\d+|\d+:\d+)\/\d+)\]/, '[/context]', ({ groups, inner }) => {
    if (inner === '') return '';
    return markup.element({ kind: 'context', to: groups[0] ?? '' }, asMarkup(asTyped(inner)));
  });
}

/** A call needs a number: in the tag, or else as its words. The history mark `[pch]` vanishes with its words. */
export function readCalls(html: string, markup: Markup): string {
  const called = replacePairs(html, /\[call(?:=([\d #()+./-]+))?\]/, '[/call]', ({ groups, inner }) => {
    const number = groups[0] ?? (/^[\d\s()+.-]+$/.test(inner) ? inner : undefined);
    if (number === undefined || inner === '') return undefined;
    return markup.element({ kind: 'call', number }, asMarkup(asTyped(inner)));
  });
  return replacePairs(called, /\[pch=\d+\]/, '[/pch]', () => '');
}
