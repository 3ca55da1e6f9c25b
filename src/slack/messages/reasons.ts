import type { FileLeftOut, FileLinked } from '../../files/handing.ts';
import type { NotFound } from '../../people/resolve.ts';
import type { Refusal } from '../../requests/submit.ts';
import { counted, escaped, listed, quoted } from '../mrkdwn.ts';

/** Why somebody gets nothing, after their name and a colon. */
export function whyNotFound(why: NotFound): string {
  switch (why) {
    case 'not listed':
      return 'not linked to a Bitrix24 account yet. Ask an admin of this bot to link them.';
    case 'several accounts':
      return 'several Bitrix24 accounts have this e-mail address. Ask an admin of this bot to say which is meant.';
    case 'slack silent':
      return 'Slack did not say who this is. Try again in a moment.';
    case 'portal silent':
      return 'Bitrix24 did not say who this is. Try again in a moment.';
    case 'no such group':
      return 'there is no such group. Name the people themselves.';
    case 'empty group':
      return 'nobody is in this group.';
    case 'no groups in the plan':
      return 'Slack has user groups only in its paid plans. Name the people themselves, or ask an admin of this bot for a group of its own.';
    case 'group silent':
      return 'Slack did not say who is in this group. Try again in a moment.';
  }
}

/** Why a file was left out, after its name and a colon. */
export function whyFileLeftOut(why: FileLeftOut): string {
  switch (why) {
    case 'deleted':
      return 'it was deleted in Slack.';
    case 'hidden':
      return 'Slack hides it because of the limit of your plan.';
    case 'denied':
      return 'the bot may not see it. In a private channel, /invite the bot first.';
    case 'no link':
      return 'Slack gave no link to it.';
  }
}

/**
 * Why of a file only Slack's link went, after its name and a colon.
 * @param largest bytes that the bot copies
 */
export function whyFileLinked(why: FileLinked, largest: number): string {
  const then = 'Only its link in Slack was sent, which opens for people with a Slack account.';
  switch (why) {
    case 'too large':
      return `it is larger than ${Math.floor(largest / 1024 / 1024)} MB. ${then}`;
    case 'unreadable':
      return `the bot may not read it. In a private channel, /invite the bot first and send it again. ${then}`;
    case 'no scope':
      return `the bot may not read files in Slack: its permission files:read is missing. Ask an admin to reinstall the app. ${then}`;
    case 'gone':
      return 'it was deleted in Slack.';
    case 'broken':
      return `Slack did not give all of it, twice. ${then}`;
    case 'late':
      return `it took too long to copy. ${then}`;
    case 'no drive right':
      return `the bot may not use Bitrix24's Drive: its right “disk” is missing. Ask an admin of this bot. ${then}`;
    case 'drive full':
      return `Bitrix24 could not save it; its Drive may be full. ${then}`;
    case 'too large for portal':
      return `it is too large for Bitrix24. ${then}`;
    case 'portal':
      return `Bitrix24 did not take it. ${then}`;
  }
}

/** Why nothing was accepted, as sentences for the sender. */
export function whyRefused(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'not permitted':
      return `${whyNotPermitted(refusal.why)}${askAdmins(refusal)}`;
    case 'nobody found':
      return `Nobody you named can be reached, so nothing was sent.\n${whyNobody(refusal.leftOut)}`;
    case 'too many':
      return `You named ${refusal.named} people, and one request may reach ${refusal.most}. Send it in several, or ask an admin of this bot for a higher limit.`;
    case 'too fast':
      return `You have sent ${counted(refusal.perMinute, 'request', 'requests')} within a minute, and no more are taken. Wait a minute and send it then; an admin of this bot can raise the limit.`;
  }
}

/** The same for a place where Slack draws no mentions: below a field of a form. */
export function whyRefusedPlain(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'not permitted':
      return `${whyNotPermitted(refusal.why)}${refusal.why === 'slack silent' ? '' : ' Ask an admin of this bot.'}`;
    case 'nobody found': {
      const reasons = [...new Set(refusal.leftOut.map(({ why }) => whyNotFound(why)))];
      return `Nobody of those you named can be reached: ${reasons.join(' ')}`;
    }
    case 'too many':
    case 'too fast':
      return whyRefused(refusal);
  }
}

/** Those who share a reason share a line. */
export function whyNobody(leftOut: Extract<Refusal, { kind: 'nobody found' }>['leftOut']): string {
  return linesByReason(leftOut.map(({ namedAs, why }) => ({ what: namedAs, why: whyNotFound(why) }))).join('\n');
}

/** "• A, B and C: why", everybody named, a line for each reason. */
export function linesByReason(items: readonly { what: string; why: string }[]): string[] {
  const byReason = Map.groupBy(items, ({ why }) => why);
  return [...byReason].map(([why, some]) => {
    const names = some.map(({ what }) => nameShown(what));
    return `• ${listed(names, names.length)}: ${why}`;
  });
}

/** A name as `recipientName` writes it: a mention stays one, everything else is harmless. */
export function nameShown(name: string): string {
  return /^<[@!][^<>]*>$/.test(name) ? name : escaped(name);
}

function whyNotPermitted(why: Extract<Refusal, { kind: 'not permitted' }>['why']): string {
  switch (why) {
    case 'guest':
      return 'Guests may not send notifications to Bitrix24.';
    case 'stranger':
      return 'Only members of this workspace may send notifications to its Bitrix24.';
    case 'bot':
      return 'Bots may not send notifications to Bitrix24.';
    case 'not allowed':
      return 'You are not on the list of those who may send notifications to Bitrix24.';
    case 'slack silent':
      return 'Slack did not say who you are, so the bot cannot tell whether you may send. Try again in a moment.';
  }
}

function askAdmins({ why, admins }: Extract<Refusal, { kind: 'not permitted' }>): string {
  if (why === 'slack silent') return '';
  const mentions = admins.map((id) => `<@${id}>`);
  return mentions.length > 0
    ? ` Ask ${new Intl.ListFormat('en', { type: 'disjunction' }).format(mentions.slice(0, 5))}.`
    : ' Ask whoever runs this bot.';
}

/** The store did not take a request; what was typed is given back whole, for it is kept nowhere else. */
export function storeRefused(typed: string): string {
  return `Not accepted: the bot could not store it, so nothing was sent. Try again in a moment; whoever runs the bot finds the reason in its log. You typed:${quoted(typed)}`;
}
