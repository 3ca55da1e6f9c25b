import type { Attach } from './attach.ts';
import { BATCH_LIMIT, callBatch } from './batch.ts';
import { PortalError } from './errors/portal-error.ts';
import type { Failure } from './failure.ts';
import {
  deletionParameters,
  type NotificationKind,
  notificationId,
  notificationMethod,
  notificationParameters,
  SUB_TAG,
  sendingFailure,
} from './notifications.ts';
import { scopes } from './people.ts';
import type { Answer, Portal } from './portal.ts';
import { missingRightError } from './portal-failure.ts';

/** A notification to be sent, under a key of the caller's. */
export interface ToSend {
  key: string;
  recipient: number;
  tag: string;
  form: 'whole' | 'without attachments' | 'plain';
  content: { message: string; messageOut: string; attach?: Attach | undefined; attachedFiles: string; plain: string };
}

export interface Failed {
  kind: 'failed';
  failure: Failure;
  code: string;
  sentence: string;
  advice: string;
  /** When a limit ends, in milliseconds of the epoch, where the portal said so. */
  retryAt?: number;
}
export type Sent = { kind: 'created'; portalId: number } | { kind: 'switched off' } | Failed;
export type TakenBack = { kind: 'taken back' } | { kind: 'gone' } | Failed;

export interface ToTakeBack {
  id: string;
  tag: string;
  portalId?: number;
}

interface Command {
  key: string;
  method: string;
  parameters: Record<string, unknown>;
}

/** The portal runs a batch one command after the other and ends a request after 60 s: so long an answer is worth waiting for. */
const BATCH_TIMEOUT = 65_000;

/**
 * Sends and takes back many notifications at a time: one goes alone, several go as one batch. What the portal does
 * becomes an outcome under the notification's key. Thrown is only that it refuses a batch as a whole for what it holds.
 */
export function createSender(portal: Portal, kind: NotificationKind) {
  const method = notificationMethod[kind];

  /** @throws PortalError when the request as a whole failed */
  async function run<T>(commands: readonly Command[], read: (answer: Answer) => T | Failed) {
    const [first, ...others] = commands;
    if (first === undefined) return new Map<string, T | Failed>();
    if (commands.length > BATCH_LIMIT) throw new RangeError(`A batch takes at most ${BATCH_LIMIT} commands.`);
    if (others.length > 0) return runBatch(commands, read);
    return new Map([[first.key, read(await portal.call(first.method, first.parameters))]]);
  }

  async function runBatch<T>(commands: readonly Command[], read: (answer: Answer) => T | Failed) {
    // Names of our own: numbers would come back as a JSON array instead of an object.
    const named = new Map(commands.map((command, index) => [`n${index}`, command]));
    const results = await callBatch(portal, named, { timeoutMs: BATCH_TIMEOUT });
    return new Map(
      [...named].map(([name, { key }]): [string, T | Failed] => {
        const result = results.get(name);
        if (result?.kind === 'answer') return [key, read(result.answer)];
        return [key, result?.kind === 'refused' ? failed(result.error) : MISSING];
      }),
    );
  }

  return {
    /** Asks the portal whether it takes our credentials, and whether these still have the right to notify. */
    async probe(): Promise<{ kind: 'works' } | Failed> {
      try {
        // `scope` is of the basic scope as `profile` is, so the right may be gone although it is answered.
        if ((await scopes(portal)).includes('im')) return { kind: 'works' };
        return failed(missingRightError({ method: 'scope', host: portal.host, mode: portal.mode }, 'im'));
      } catch (error) {
        if (!(error instanceof PortalError)) throw error;
        return failed(error);
      }
    },

    async send(notifications: readonly ToSend[]): Promise<ReadonlyMap<string, Sent>> {
      const commands = notifications.map((notification) => ({
        key: notification.key,
        method,
        parameters: notificationParameters(portal.mode, asNotification(notification)),
      }));
      const read = (answer: Answer): Sent => {
        const failure = sendingFailure(portal, method, answer);
        if (failure) return failed(failure);
        const id = notificationId(answer.result);
        return id.kind === 'created' ? { kind: 'created', portalId: id.id } : { kind: 'switched off' };
      };
      return run(commands, read).catch((error: unknown) => {
        // It may be one of them that is to blame: the caller sends them in smaller parts.
        if (commands.length > 1 && error instanceof PortalError && isAboutContent(error)) throw error;
        return failedAll(commands, error);
      });
    },

    /** By tag first: by number some portals look only in the caller's own list and answer `false`. */
    async takeBack(
      notifications: readonly ToTakeBack[],
      by: 'tag' | 'number',
    ): Promise<ReadonlyMap<string, TakenBack>> {
      const commands = notifications.flatMap(({ id, tag, portalId }) => {
        const reference = by === 'tag' ? { tag } : portalId !== undefined ? { id: portalId } : undefined;
        if (reference === undefined) return [];
        return [{ key: id, method: 'im.notify.delete', parameters: deletionParameters(portal.mode, reference) }];
      });
      const read = ({ result }: Answer): TakenBack => ({ kind: result === true ? 'taken back' : 'gone' });
      return run(commands, read).catch((error: unknown) => failedAll(commands, error));
    },
  };
}

function failedAll(commands: readonly Command[], error: unknown): Map<string, Failed> {
  if (!(error instanceof PortalError)) throw error;
  return new Map(commands.map(({ key }) => [key, failed(error)]));
}

/** Refused for what was in it, before any of it was looked at. */
function isAboutContent({ failure }: PortalError): boolean {
  return failure === 'content' || failure === 'defect';
}

const MISSING: Failed = {
  kind: 'failed',
  failure: 'unknown',
  code: 'MISSING_IN_BATCH',
  sentence: 'The portal answered the batch without a word on this notification.',
  advice: 'Nothing to do: it is sent once more with the same tag.',
};

function failed({ failure, code, message, advice, retryAt }: PortalError): Failed {
  return { kind: 'failed', failure, code, sentence: message, advice, ...(retryAt !== undefined && { retryAt }) };
}

function asNotification({ recipient, tag, form, content }: ToSend) {
  const whole = form === 'whole';
  const text = whole || content.attachedFiles === '' ? content.message : `${content.message}\n${content.attachedFiles}`;
  return {
    user: recipient,
    text: form === 'plain' ? content.plain : text,
    textOut: content.messageOut,
    tag,
    subTag: SUB_TAG,
    ...(whole && content.attach && { attach: content.attach }),
  };
}
