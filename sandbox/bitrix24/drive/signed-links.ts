import { createHmac, randomBytes } from 'node:crypto';
import { parseStr } from '../parse-str.ts';
import { isTruthy, wholeNumber } from '../php-value.ts';

/** What a token of an upload or download address stands for. */
export interface Ticket {
  id: number;
  userId: number;
  generateUniqueName: boolean;
}

/** Signs the tokens of upload and download addresses. */
export class SignedLinks {
  readonly #key = randomBytes(32);
  readonly #used = new Set<string>();

  sign(kind: 'upload' | 'download', ticket: Ticket): string {
    const query = `id=${ticket.id}&user=${ticket.userId}&generateUniqueName=${ticket.generateUniqueName ? 1 : 0}&_=${randomBytes(12).toString('hex')}`;
    const body = Buffer.from(query).toString('base64');
    return `disk|${body}|${this.#signature(kind, body)}`;
  }

  /** Undefined for a forged token, and for that of an upload that was done. */
  read(kind: 'upload' | 'download', token: unknown): Ticket | undefined {
    if (typeof token !== 'string' || this.#used.has(token)) return undefined;
    const [, body = '', signature] = token.split('|');
    if (signature !== this.#signature(kind, body)) return undefined;
    const fields = parseStr(Buffer.from(body, 'base64').toString());
    return {
      id: wholeNumber(fields.id),
      userId: wholeNumber(fields.user),
      generateUniqueName: isTruthy(fields.generateUniqueName),
    };
  }

  use(token: string): void {
    this.#used.add(token);
  }

  #signature(kind: string, body: string): string {
    return createHmac('sha256', this.#key).update(`${kind}|${body}`).digest('base64url');
  }
}
