/** A file in the portal's Drive. `page` and `show` open for its readers: the portal's page of it, and the bytes. */
export interface CopiedFile {
  id: number;
  name: string;
  bytes: number;
  page: string;
  show: string;
}

export interface DriveFailed {
  kind: 'failed';
  failure: string;
  code: string;
  sentence: string;
}

/** The bot's part of the portal's Drive. Nothing is thrown for what the portal does. */
export interface DrivePort {
  home(): Promise<number | DriveFailed>;
  /** A folder for each reader, which only that person can read. One that is there is taken. */
  folders(
    wanted: readonly { key: string; name: string; reader: number }[],
    parent: number,
  ): Promise<ReadonlyMap<string, number | DriveFailed>>;
  find(name: string, parent: number): Promise<number | undefined | DriveFailed>;
  contents(folder: number): Promise<ReadonlyMap<string, CopiedFile> | DriveFailed>;
  upload(
    folder: number,
    file: { name: string; size: number; bytes: AsyncIterable<Uint8Array> },
    options: { signal: AbortSignal },
  ): Promise<CopiedFile | DriveFailed>;
  copy(
    wanted: readonly { key: string; file: number; folder: number }[],
  ): Promise<ReadonlyMap<string, CopiedFile | DriveFailed>>;
  remove(folders: readonly number[]): Promise<ReadonlyMap<number, 'removed' | 'gone' | DriveFailed>>;
}

export function isFailed(result: unknown): result is DriveFailed {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'failed';
}
