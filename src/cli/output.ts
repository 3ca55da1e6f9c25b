import type { Writable } from 'node:stream';
import { scrub } from '../bitrix24/scrub.ts';
import { createRedaction } from '../log/redaction.ts';

/** Where a command's words go. No secret that was told to `hide` gets through. */
export interface Output {
  /** The result, as JSON: on stdout, alone there. `oneLine` for machines, else indented for people. */
  result(value: unknown, form: { oneLine: boolean }): void;
  /** The result as lines for people: on stdout. */
  print(text: string): void;
  /** Anything else a person may want to know: on stderr. */
  say(text: string): void;
  /** The text without secrets and without what would repaint the terminal, for what goes there by another way. */
  harmless(text: string): string;
  /** Learns a secret, as early as it is known. */
  hide(secret: string): void;
}

export function createOutput(stdout: Writable, stderr: Writable): Output {
  const redaction = createRedaction();
  const harmless = (text: string) => {
    // A page that answers in the portal's place may hold anything, also what would repaint the terminal.
    const printable = text.replace(/[^\P{Cc}\n\t]/gu, '');
    return scrub(redaction.redact(printable)).trimEnd();
  };
  return {
    result(value, { oneLine }) {
      stdout.write(`${redaction.redact(JSON.stringify(value, null, oneLine ? 0 : 2))}\n`);
    },
    print(text) {
      stdout.write(`${harmless(text)}\n`);
    },
    say(text) {
      stderr.write(`${harmless(text)}\n`);
    },
    harmless,
    hide: redaction.add,
  };
}
