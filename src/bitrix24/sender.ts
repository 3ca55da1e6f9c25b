import type { Attach } from './attach.ts';
import { BATCH_LIMIT, callBatch } from './batch.ts';
import { PortalError } from './errors/portal-error.ts';
import type { Failure } from './failure.ts';
import {
  deletionParameters,
  type NotificationKind,
  type NotificationRef,
  notificationId,
  notificationMethod,
  notificationParameters,
  sendingFailure,
} from './notifications.ts';
import { profile } from './people.ts';
import type { Answer, Portal } from './portal.ts';

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
 * Sends and takes back many notifications at a time: one goes alone, several go as one batch. Whatever the portal does
 * becomes an outcome under the notification's key; nothing is thrown for it.
 */
export function createSender(portal: Portal, kind: NotificationKind) {
  const method = notificationMethod[kind];

  async function run<T>(commands: readonly Command[], read: (answer: Answer) => T | Failed) {
    const [first, ...others] = commands;
    if (first === undefined) return new Map<string, T | Failed>();
    if (commands.length > BATCH_LIMIT) throw new RangeError(`A batch takes at most ${BATCH_LIMIT} commands.`);
    try {
      if (others.length > 0) return await runBatch(commands, read);
      return new Map([[first.key, read(await portal.call(first.method, first.parameters))]]);
    } catch (error) {
      if (!(error instanceof PortalError)) throw error;
      return new Map(commands.map(({ key }) => [key, failed(error)]));
    }
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
    /** Asks the portal for nothing but whether it takes our credentials. */
    async probe(): Promise<{ kind: 'works' } | Failed> {
      try {
        await profile(portal);
        return { kind: 'works' };
      } catch (error) {
        if (!(error instanceof PortalError)) throw error;
        return failed(error);
      }
    },

    send(notifications: readonly ToSend[]): Promise<ReadonlyMap<string, Sent>> {
      const commands = notifications.map((notification) => ({
        key: notification.key,
        method,
        parameters: notificationParameters(portal.mode, asNotification(notification)),
      }));
      return run<Sent>(commands, (answer) => {
        const failure = sendingFailure(portal, method, answer);
        if (failure) return failed(failure);
        const id = notificationId(answer.result);
        return id.kind === 'created' ? { kind: 'created', portalId: id.id } : { kind: 'switched off' };
      });
    },

    /** By tag first: by number some portals look only in the caller's own list and answer `false`. */
    async takeBack(notifications: readonly ToTakeBack[]): Promise<ReadonlyMap<string, TakenBack>> {
      const remove = (references: readonly { key: string; reference: NotificationRef }[]) =>
        run<TakenBack>(
          references.map(({ key, reference }) => ({
            key,
            method: 'im.notify.delete',
            parameters: deletionParameters(portal.mode, reference),
          })),
          ({ result }) => ({ kind: result === true ? 'taken back' : 'gone' }),
        );
      const byTag = await remove(notifications.map(({ id, tag }) => ({ key: id, reference: { tag } })));
      const left = notifications.flatMap(({ id, portalId }) =>
        byTag.get(id)?.kind === 'gone' && portalId !== undefined ? [{ key: id, reference: { id: portalId } }] : [],
      );
      return new Map([...byTag, ...(await remove(left))]);
    },
  };
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

/** Marks every notification of the bot's. */
const SUB_TAG = 'b24notify';
