import type { Outgoing, PortalPort } from '../delivery/portal-port.ts';
import { asHanded, type FileLinked } from '../files/handing.ts';
import type { Words } from '../language/words.ts';
import type { CopyState, FileCopies } from '../outbox/file-copies.ts';
import type { FilePlan } from '../outbox/file-plan.ts';
import type { LeftOut, Reason } from '../outbox/request.ts';
import { withFiles } from './content.ts';
import { linkReason } from './link-reason.ts';

export interface Arriving {
  copies: FileCopies;
  /** What the bot says inside a notification. */
  words(): Words;
  /** Of a file only the link went. */
  onLeftOut(reason: Reason): void;
  /** The bot's own address of a file, for `FILES=proxy`. */
  signedLink?(notificationId: string, position: number): string;
}

/**
 * A portal that gives each reader their own links to the files, as far as the files are there at that moment; the others
 * go with Slack's link, and the sender's report says why. What went once goes the same way when it is repeated.
 */
export function withArrivedFiles(portal: PortalPort, arriving: Arriving): PortalPort {
  return {
    ...portal,
    async send(notifications) {
      return portal.send(await arrived(notifications, arriving));
    },
  };
}

async function arrived(
  notifications: readonly Outgoing[],
  { copies, words, onLeftOut, signedLink }: Arriving,
): Promise<readonly Outgoing[]> {
  if (notifications.every(({ content }) => content.files === undefined)) return notifications;
  const waiting = notifications.filter(({ content }) => content.files?.way === 'drive');
  const settled = waiting.length > 0 ? await copies.settle(waiting.map(({ key }) => key)) : new Map();
  const leftOut = new Map<string, LeftOut>();
  const dressed = notifications.map((notification): Outgoing => {
    const { files } = notification.content;
    if (files === undefined) return notification;
    const own: ReadonlyMap<number, CopyState> = settled.get(notification.key) ?? new Map();
    const handed = files.plans.map((plan, position) => {
      if (plan.source === undefined) return asHanded(plan);
      if (files.way === 'proxy') return asHanded(plan, proxied(plan, signedLink?.(notification.key, position)));
      const state = own.get(position) ?? { kind: 'late' };
      if (state.kind === 'ready') return asHanded(plan, { link: state.page, preview: state.show });
      const why = linkReason(state.kind === 'failed' ? linkedWhy(state.why) : 'late');
      onLeftOut(why);
      leftOut.set(notification.key, [...(leftOut.get(notification.key) ?? []), { what: plan.name, why }]);
      return asHanded(plan);
    });
    return { ...notification, content: { ...notification.content, ...withFiles(files.bare, handed, words()) } };
  });
  for (const [notificationId, items] of leftOut) await copies.leaveOut(notificationId, items);
  return dressed;
}

/** A picture that is drawn in the notification costs the bot a download for each look: only small ones are. */
const SMALL = 1024 * 1024;

function proxied({ size, picture }: FilePlan, link: string | undefined) {
  if (link === undefined) return undefined;
  return { link, ...(picture && size > 0 && size <= SMALL && { preview: link }) };
}

const REASONS: Record<FileLinked, true> = {
  'too large': true,
  unreadable: true,
  'no scope': true,
  gone: true,
  broken: true,
  late: true,
  'no drive right': true,
  'drive full': true,
  'too large for portal': true,
  portal: true,
};

function linkedWhy(why: string): FileLinked {
  return isReason(why) ? why : 'portal';
}

function isReason(why: string): why is FileLinked {
  return Object.hasOwn(REASONS, why);
}
