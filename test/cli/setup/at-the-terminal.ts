import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { createOutput } from '../../../src/cli/output.ts';
import { type SetUp, setUp } from '../../../src/cli/setup/set-up.ts';

/** Somebody at a terminal, who types only what was asked for. */
export interface AtTheTerminal {
  /** Waits for a question, then types and presses Enter. */
  answer(question: string, typed: string): Promise<void>;
  press(question: string, keys: string): Promise<void>;
  /** All that could be read until now, on the terminal. */
  seen(): string;
  /** What the doctor printed. */
  printed(): string;
  /** How it ended: the error, if it threw one. */
  ended: Promise<unknown>;
}

export const ENTER = '\r';
export const DOWN = '\u001b[B';
export const CTRL_C = '\u0003';

/** `setup` with a terminal, in a folder, in an environment that holds nothing but `env`. */
export function setUpAtTerminal(folder: string, env: NodeJS.ProcessEnv, options: Partial<SetUp> = {}): AtTheTerminal {
  const input = new PassThrough();
  const screen = Object.assign(new PassThrough(), { columns: 200, rows: 60, isTTY: true });
  const stdout = new PassThrough();
  let seen = '';
  let printed = '';
  let read = 0;
  let over = false;
  let wake = () => {};
  screen.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    wake();
  });
  stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const shell = { env, folder, home: folder, stdin: input, output: createOutput(stdout, screen) };
  const ended = setUp({ given: {}, people: true, json: false, terminal: { input, output: screen }, ...options }, shell)
    .then(() => undefined)
    .catch((error: unknown) => error);
  void ended.then(() => {
    over = true;
    wake();
  });
  onTestFinished(() => {
    input.destroy();
    screen.destroy();
  });
  const text = () => stripVTControlCharacters(seen);

  async function press(question: string, keys: string): Promise<void> {
    for (;;) {
      const at = text().indexOf(question, read);
      if (at >= 0) {
        read = text().length;
        input.write(keys);
        return;
      }
      if (over) throw new Error(`"${question}" was not asked:\n${text().slice(read)}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    answer: (question, typed) => press(question, `${typed}${ENTER}`),
    press,
    seen: text,
    printed: () => printed,
    ended,
  };
}
