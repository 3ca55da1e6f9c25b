/** Bytes of a file in Slack, as they come in. Whoever has them reads them to the end or closes them. */
export interface SlackBytes {
  kind: 'bytes';
  status: 200 | 206;
  /** Bytes to come; undefined where Slack does not say. */
  length: number | undefined;
  /** `Content-Range`, where a part was asked for. */
  range: string | undefined;
  /** @throws when the line breaks, stalls, or ends early */
  chunks: AsyncIterable<Uint8Array>;
  close(): void;
}

/** What came of asking Slack for a file. */
export type SlackDownload =
  | SlackBytes
  /** Slack shows its login page: the token may not have this file, or not read files at all. */
  | { kind: 'login page' }
  | { kind: 'refused'; status: number; range?: string }
  /** No answer: the line, or an address that must not be asked. */
  | { kind: 'not reached'; cause: Error };

/** What has to be known of a file to fetch it. */
export interface SlackSource {
  url: string;
  mimetype: string;
  /** Bytes, as Slack said; 0: it did not. */
  size: number;
}

/** Fetches a file, or the part of it that `range` names. */
export type Download = (
  source: SlackSource,
  options: { signal?: AbortSignal; range?: string },
) => Promise<SlackDownload>;
