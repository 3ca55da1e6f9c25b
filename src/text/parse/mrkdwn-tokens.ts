import { broadcast, channel, date, group, type Inline, link, person, type Styles, text } from '../document.ts';

/** What Slack escapes, and only that; the ampersand comes last, so `&amp;lt;` stays `&lt;`. */
export function unescaped(words: string): string {
  if (!words.includes('&')) return words;
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * The inline that stands for `<…>`, given what is between the brackets; undefined when Slack gives it no meaning, so
 * that it is text. (docs.slack.dev/messaging/formatting-message-text)
 */
export function inlineOfToken(token: string, styles: Styles): Inline | undefined {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? '' : unescaped(token.slice(bar + 1));
  switch (target[0]) {
    case '@':
      return /^@[UWB][A-Z0-9]+$/.test(target) ? person(target.slice(1), label, styles) : undefined;
    case '#':
      return /^#[CGD][A-Z0-9]+$/.test(target) ? channel(target.slice(1), label, styles) : undefined;
    case '!':
      return inlineOfCommand(target.slice(1), label, styles);
  }
  const url = unescaped(target);
  return /^[a-z][a-z0-9+.-]*:\S/i.test(url) ? link(url, label, styles) : undefined;
}

function inlineOfCommand(command: string, label: string, styles: Styles): Inline | undefined {
  if (command === 'here' || command === 'channel' || command === 'everyone') return broadcast(command, styles);
  const groupId = /^subteam\^(S[A-Z0-9]+)$/.exec(command)?.[1];
  if (groupId !== undefined) return group(groupId, label, styles);
  const [, seconds, format, url = ''] = /^date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(command) ?? [];
  if (seconds !== undefined && format !== undefined) {
    return date({ seconds: Number(seconds), format: unescaped(format), fallback: label, url: unescaped(url) }, styles);
  }
  return label === '' ? undefined : text(label, styles);
}

/** Where the token that opens at `start` closes, or -1: brackets do not nest and stay on their line. */
export function tokenEnd(words: string, start: number): number {
  for (let at = start + 1; at < words.length; at += 1) {
    const sign = words.charCodeAt(at);
    if (sign === 0x3e) return at === start + 1 ? -1 : at;
    if (sign === 0x3c || sign === 0x0a) return -1;
  }
  return -1;
}

/** The characters of code: no formatting counts there, but Slack still wraps addresses and mentions in brackets. */
export function visibleMrkdwn(words: string): string {
  if (!words.includes('<')) return unescaped(words);
  let result = '';
  let from = 0;
  for (let at = words.indexOf('<'); at >= 0; at = words.indexOf('<', at + 1)) {
    const end = tokenEnd(words, at);
    if (end < 0) continue;
    const token = words.slice(at + 1, end);
    if (inlineOfToken(token, {}) === undefined) continue;
    result += unescaped(words.slice(from, at) + typedAs(token));
    from = end + 1;
    at = end;
  }
  return result + unescaped(words.slice(from));
}

/** A token as it was typed: its label, which for people and channels comes without the sign, else what stands in it. */
function typedAs(token: string): string {
  const bar = token.indexOf('|');
  const label = bar < 0 ? '' : token.slice(bar + 1);
  if (label === '') return bar < 0 ? token : token.slice(0, bar);
  const sign = /^[@#]/.exec(token)?.[0] ?? '';
  return label.startsWith(sign) ? label : sign + label;
}
