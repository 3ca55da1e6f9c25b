import type { FilePlan } from '../outbox/file-plan.ts';
import { type CopiedFile, type DriveFailed, type DrivePort, isFailed } from './drive-port.ts';
import type { FileLinked, WhyUnreadable } from './handing.ts';
import type { Download, SlackBytes, SlackDownload } from './slack-bytes.ts';

export interface Carrying {
  drive: DrivePort;
  download: Download;
  whyUnreadable: WhyUnreadable;
  /** Neither end may keep the other waiting longer than this, in milliseconds. */
  stall: number;
}

export type Carried = { kind: 'there'; file: CopiedFile } | { kind: 'failed'; why: FileLinked };

/** The portal stores a file after its last byte came; it ends a request after 60 s. */
const STORING = 65_000;
const TRIES = 2;

/**
 * Streams one file from Slack into a folder of the Drive. Tried twice, each time from the start; what an earlier try has
 * brought there, although nobody heard of it, is taken instead of doubled.
 * @param mayBeThere whether an earlier try may have been done
 */
export async function carry(
  plan: FilePlan & { source: NonNullable<FilePlan['source']> },
  folder: number,
  { drive, download, whyUnreadable, stall }: Carrying,
  signal: AbortSignal,
  mayBeThere: boolean,
): Promise<Carried> {
  let failure: FileLinked = 'broken';
  const arrived = async (): Promise<Carried | undefined> => {
    const contents = await drive.contents(folder);
    const known = isFailed(contents) ? undefined : contents.get(plan.source.name);
    return known && (plan.size === 0 || known.bytes === plan.size) ? { kind: 'there', file: known } : undefined;
  };
  for (let attempt = 1; attempt <= TRIES && !signal.aborted; attempt++) {
    const known = mayBeThere || attempt > 1 ? await arrived() : undefined;
    if (known) return known;
    const { url, mimetype, id } = plan.source;
    const given = await download({ url, mimetype, size: plan.size }, { signal });
    if (given.kind === 'login page') return { kind: 'failed', why: (await whyUnreadable(id)) ?? 'unreadable' };
    if (given.kind !== 'bytes') {
      if (isGone(given)) return { kind: 'failed', why: 'gone' };
      failure = 'broken';
      continue;
    }
    const size = given.length ?? plan.size;
    if (plan.size > 0 && size !== plan.size) {
      given.close();
      failure = 'broken';
      continue;
    }
    const watched = watch(given, stall, signal);
    const result = await drive.upload(folder, { name: plan.source.name, size, bytes: watched.chunks }, watched);
    watched.end();
    if (!isFailed(result)) return { kind: 'there', file: result };
    failure = watched.brokeInSlack() ? 'broken' : whyNotCopied(result);
    // Refused also for its name: another copy of the bot, that has not noticed yet that it does not deliver any more.
    if (!mayPass(result)) return (await arrived()) ?? { kind: 'failed', why: failure };
  }
  return { kind: 'failed', why: failure };
}

/** What a refusal of the portal's means for one file. Codes: docs, api-reference/disk. */
export function whyNotCopied({ code, failure }: DriveFailed): FileLinked {
  if (/^(?:insufficient_scope|invalid_scope)$/i.test(code)) return 'no drive right';
  if (code === 'ERROR_COULD_NOT_SAVE_FILE') return 'drive full';
  if (code === 'DISK_FILE_22006' || failure === 'content') return 'too large for portal';
  return 'portal';
}

/** Whether the same may go well a moment later. */
export function mayPass({ failure }: DriveFailed): boolean {
  return failure === 'not sent' || failure === 'unknown' || failure === 'limited';
}

function isGone(given: SlackDownload): boolean {
  return given.kind === 'refused' && (given.status === 404 || given.status === 410);
}

/** Ends the transfer when for a while no bytes move, whichever end is to blame. */
function watch(given: SlackBytes, stall: number, signal: AbortSignal) {
  const stalled = new AbortController();
  const stop = () => stalled.abort(new Error('Nothing moved any more.'));
  let timer = setTimeout(stop, stall);
  let broken = false;
  const rewind = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(stop, ms);
  };
  async function* chunks() {
    try {
      for await (const chunk of given.chunks) {
        rewind(stall);
        yield chunk;
        rewind(stall);
      }
      rewind(STORING);
    } catch (error) {
      broken = true;
      throw error;
    }
  }
  return {
    chunks: chunks(),
    signal: AbortSignal.any([signal, stalled.signal]),
    brokeInSlack: () => broken,
    end() {
      clearTimeout(timer);
      given.close();
    },
  };
}
