import type { FileLeftOut, FileLinked } from '../../files/handing.ts';
import type { Words } from '../../language/words.ts';
import type { LeftOut, Reason } from '../../outbox/request.ts';
import type { NotFound } from '../../people/left-out.ts';
import type { Refusal } from '../../requests/submit.ts';
import { escaped, listed, quoted } from '../mrkdwn.ts';
import type { Reader } from './reader.ts';

/** Why somebody gets nothing, after their name and a colon. */
function whyNotFound({ notFound }: Words, why: NotFound): string {
  return notFound[why];
}

/** Why a file was left out, after its name and a colon. */
function whyFileLeftOut({ fileLeftOut }: Words, why: FileLeftOut): string {
  return fileLeftOut[why];
}

/**
 * Why of a file only Slack's link went, after its name and a colon.
 * @param largest bytes that the bot copies
 */
function whyFileLinked({ fileLinked }: Words, why: FileLinked, largest = 0): string {
  const known = fileLinked[why];
  return typeof known === 'string' ? known : known(largest);
}

/** Who and what was left out, each with its reason as a sentence. */
export function whyLeftOut(words: Words, leftOut: LeftOut): { what: string; why: string }[] {
  return leftOut.map(({ what, why }) => ({
    what: what || words.namelessFile,
    why: typeof why === 'string' ? why : sentenceOf(words, why),
  }));
}

/** A word that a newer version of the bot left in the store has no sentence here. */
function sentenceOf(words: Words, { of, code, largest }: Reason): string {
  switch (of) {
    case 'person':
      return isIn(words.notFound, code) ? whyNotFound(words, code) : words.failed.unknown;
    case 'file':
      return isIn(words.fileLeftOut, code) ? whyFileLeftOut(words, code) : words.failed.unknown;
    case 'link':
      return isIn(words.fileLinked, code) ? whyFileLinked(words, code, largest) : words.failed.unknown;
  }
}

function isIn<T extends object>(sentences: T, code: string): code is Extract<keyof T, string> {
  return Object.hasOwn(sentences, code);
}

/** Why nothing was accepted, as sentences for the sender. */
export function whyRefused(words: Words, refusal: Refusal): string {
  const { refused } = words;
  switch (refusal.kind) {
    case 'not permitted':
      return [refused.notPermitted[refusal.why], ...askAdmins(words, refusal)].join(' ');
    case 'nobody found':
      return [refused.nobodyFound, ...whyNobody(words, refusal.leftOut)].join('\n');
    case 'too many':
      return refused.tooMany(refusal.named, refusal.most);
    case 'too fast':
      return refused.tooFast(refusal.perMinute);
  }
}

/** The same for a place where Slack draws no mentions: below a field of a form. */
export function whyRefusedPlain(words: Words, refusal: Refusal): string {
  const { refused } = words;
  switch (refusal.kind) {
    case 'not permitted':
      return [refused.notPermitted[refusal.why], ...(refusal.why === 'slack silent' ? [] : [refused.askAnAdmin])].join(
        ' ',
      );
    case 'nobody found': {
      const reasons = new Set(refusal.leftOut.map(({ why }) => whyNotFound(words, why)));
      return refused.nobodyFoundFor([...reasons].join(' '));
    }
    case 'too many':
    case 'too fast':
      return whyRefused(words, refusal);
  }
}

/** Those who share a reason share a line. */
function whyNobody(words: Words, leftOut: Extract<Refusal, { kind: 'nobody found' }>['leftOut']): string[] {
  return linesByReason(
    words,
    leftOut.map(({ namedAs, why }) => ({ what: namedAs, why: whyNotFound(words, why) })),
  );
}

/** "• A, B and C: why", everybody named, a line for each reason. */
export function linesByReason(words: Words, items: readonly { what: string; why: string }[]): string[] {
  const byReason = Map.groupBy(items, ({ why }) => why);
  return [...byReason].map(([why, some]) => {
    const names = some.map(({ what }) => nameShown(what));
    return `• ${listed(words, names, names.length)}: ${why}`;
  });
}

/** A name as `recipientName` writes it: a mention stays one, everything else is harmless. */
export function nameShown(name: string): string {
  return /^<[@!][^<>]*>$/.test(name) ? name : escaped(name);
}

/** More admins than this nobody asks. */
const MOST_ADMINS = 5;

function askAdmins({ refused }: Words, { why, admins }: Extract<Refusal, { kind: 'not permitted' }>): string[] {
  if (why === 'slack silent') return [];
  if (admins.length === 0) return [refused.askOperator];
  return [refused.askAdmins(admins.slice(0, MOST_ADMINS).map((id) => `<@${id}>`))];
}

/** Who the admins are that the reasons speak of; nothing where the reader is one, or there are none. */
export function whomToAsk(words: Words, { isAdmin, admins }: Reader): string[] {
  if (isAdmin || admins.length === 0) return [];
  const mentions = admins.slice(0, MOST_ADMINS).map((id) => `<@${id}>`);
  return [words.outcome.admins(listed(words, mentions))];
}

/** The store did not take a request; what was typed is given back whole, for it is kept nowhere else. */
export function storeRefused({ refused }: Words, typed: string): string {
  return `${refused.storeSilent}${quoted(typed)}`;
}
