import type { FilePlan } from './file-plan.ts';
import type { LeftOut } from './request.ts';

/**
 * Where one file of one notification stands. pending: on its way into the Drive · ready: its reader can open it ·
 * failed: it cannot be had, `why` says the reason · late: the text did not wait for it any longer
 */
export type CopyState =
  | { kind: 'pending' }
  | { kind: 'ready'; page: string; show: string }
  | { kind: 'failed'; why: string }
  | { kind: 'late' };

/** The files of one request that are still on their way. */
export interface CopyJob {
  plans: readonly FilePlan[];
  /** When the last of its notifications goes without waiting any longer, in milliseconds of the epoch. */
  dueAt: number;
  /** One for each notification that still waits. `folder`: undefined before anything was tried. */
  readers: {
    notificationId: string;
    recipient: number;
    folder?: { id: number | undefined };
    /** Positions of the files that are still on their way. */
    pending: number[];
  }[];
}

export type CopyResult = { notificationId: string; position: number } & (
  | { kind: 'ready'; objectId: number; page: string; show: string }
  | { kind: 'failed'; why: string }
);

/** A folder in the Drive that nobody uses any more. */
export interface IdleFolder {
  notificationId: string;
  id: number | undefined;
}

/** What the store knows of the files on their way into the Drive. */
export interface FileCopies {
  /** Requests with files on their way, the oldest first. */
  pending(): Promise<string[]>;
  job(requestId: string): Promise<CopyJob | undefined>;
  /** Gives everything that still waits for files the whole time again, after the bot was away. */
  waitAnew(): Promise<void>;
  /** Notes, before it is made, that there may be a folder. */
  beginFolders(notificationIds: readonly string[]): Promise<void>;
  noteFolder(notificationId: string, folder: number): Promise<void>;
  /** Notes how copies ended; one that is late already stays so. Lets notifications go that wait for nothing any more. */
  note(results: readonly CopyResult[]): Promise<void>;
  /** A copy of the same bytes under the same name that can be copied inside the portal. */
  source(requestId: string, plan: FilePlan): Promise<number | undefined>;
  /** How the files of notifications stand, by notification and position. What is still on its way is late from now on. */
  settle(notificationIds: readonly string[]): Promise<Map<string, Map<number, CopyState>>>;
  /** Adds to what the sender of a notification is told was left out; what is there already is not added again. */
  leaveOut(notificationId: string, items: LeftOut): Promise<void>;
  /** A file of a notification that was not taken back, for `FILES=proxy`. */
  served(notificationId: string, position: number): Promise<FilePlan | undefined>;
  /**
   * Folders of notifications that were taken back, whose place a newer one has taken by its tag, or that use none of their
   * files, or that never arrived and are forgotten; and those made before `before`.
   */
  idle(before: number | undefined, most: number): Promise<IdleFolder[]>;
  forgetFolder(notificationId: string): Promise<void>;
}
