const BREAK = Buffer.from('\r\n\r\n');

/** The file of a form, with its bytes as they come in. */
export interface FormFile {
  field: string;
  /** As PHP sees it: `filename*` is not understood, and what stands before a slash is dropped. */
  name: string;
  bytes: AsyncIterable<Buffer>;
}

export function boundaryOf(contentType: string | undefined): string | undefined {
  const match = /^multipart\/form-data;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2];
}

/**
 * Finds the first file in a form without holding it in memory. Its bytes have to be read before anything else happens;
 * they end with an error when the form breaks off.
 */
export async function readFormFile(source: AsyncIterable<Buffer>, boundary: string): Promise<FormFile | undefined> {
  const reader = new Reader(source);
  const delimiter = Buffer.from(`--${boundary}`);
  if ((await collected(reader.until(delimiter))) === undefined) return undefined;
  for (;;) {
    const head = await collected(reader.until(BREAK));
    if (head === undefined || head.startsWith('--')) return undefined;
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
    const filename = /(?<![\w*])filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
    const field = /(?<![\w*])name="([^"]*)"/i.exec(disposition)?.[1] ?? '';
    const content = reader.until(Buffer.from(`\r\n--${boundary}`));
    if (filename !== undefined) return { field, name: filename.replace(/^.*[\\/]/s, ''), bytes: content };
    await collected(content);
  }
}

async function collected(bytes: AsyncIterable<Buffer>): Promise<string | undefined> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return undefined;
  }
}

class Reader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Everything before the mark; the mark is gone afterwards. */
  async *until(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        if (before.length > 0) yield before;
        return;
      }
      const sure = Math.max(0, this.#held.length - mark.length);
      if (sure > 0) yield this.#held.subarray(0, sure);
      const next = await this.#source.next();
      if (next.done === true) throw new Error('The form breaks off');
      this.#held = Buffer.concat([this.#held.subarray(sure), next.value]);
    }
  }
}
