import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The bytes of one file. They never change, so copies share them. */
export interface Content {
  id: number;
  path: string;
  bytes: number;
}

/** The bytes of all files, kept on disk so that a large one costs no memory. */
export class Contents {
  #folder: Promise<string> | undefined;
  #lastId = 32_000;

  async keep(source: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Content> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'sandbox-drive-'));
    this.#lastId += 1;
    const id = this.#lastId;
    const path = join(await this.#folder, String(id));
    try {
      await pipeline(source, createWriteStream(path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { id, path, bytes: (await stat(path)).size };
  }

  read(content: Content): Promise<Buffer> {
    return readFile(content.path);
  }

  async forget(content: Content): Promise<void> {
    await rm(content.path, { force: true });
  }

  async close(): Promise<void> {
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }
}
