import type { Readable, Writable } from 'node:stream';
import * as clack from '@clack/prompts';
import type { Finding } from '../../ops/doctor/finding.ts';
import { NotDoneError } from '../not-done-error.ts';

/** The terminal of a person. */
export interface Terminal {
  input: Readable;
  output: Writable;
}

/** A conversation with the person at the terminal. Each question throws when they leave it by Ctrl-C or Esc. */
export interface Dialogue {
  begin(title: string): void;
  end(text: string): void;
  tell(...lines: string[]): void;
  good(text: string): void;
  warn(text: string): void;
  wrong(text: string): void;
  findings(findings: readonly Finding[]): void;
  /** A text as it is, in lines of its own: an address stays one that can be clicked or copied. */
  raw(text: string): void;
  ask(question: AskedFor): Promise<string>;
  choose<T extends string>(message: string, ways: readonly { value: T; label: string; hint: string }[]): Promise<T>;
  agree(message: string): Promise<boolean>;
}

export interface AskedFor {
  message: string;
  /** Shown as stars. */
  secret: boolean;
  /** What is wrong with an answer, before it is accepted. */
  check(typed: string): string | undefined;
}

/**
 * @param harmless takes secrets and control characters out of what is told
 */
export function createDialogue(terminal: Terminal, harmless: (text: string) => string): Dialogue {
  const { output } = terminal;
  const to = { output };
  const answered = <T>(answer: T | typeof clack.CANCEL_SYMBOL): T => {
    if (answer === clack.CANCEL_SYMBOL) throw stopped();
    return answer as Exclude<T, typeof clack.CANCEL_SYMBOL>;
  };
  const dialogue: Dialogue = {
    begin: (title) => clack.intro(title, to),
    end: (text) => clack.outro(harmless(text), to),
    tell: (...lines) => clack.log.message(lines.map(harmless), to),
    good: (text) => clack.log.success(harmless(text), to),
    warn: (text) => clack.log.warn(harmless(text), to),
    wrong: (text) => clack.log.error(harmless(text), to),
    findings(findings) {
      const tell = { good: dialogue.good, doubtful: dialogue.warn, bad: dialogue.wrong };
      for (const { state, check, found, mend } of findings) {
        tell[state](`${check}: ${found}${mend === undefined ? '' : `\n${mend}`}`);
      }
    },
    raw(text) {
      output.write(`\n${harmless(text)}\n`);
    },
    async ask({ message, secret, check }) {
      const question = { ...terminal, message, validate: (typed: string | undefined) => check(typed ?? '') };
      return (
        answered(secret ? await clack.password({ ...question, clearOnError: true }) : await clack.text(question)) ?? ''
      );
    },
    async choose(message, ways) {
      const options = ways.map(({ value, label, hint }) => ({ value: value as string, label, hint }));
      const chosen = answered(await clack.select({ ...terminal, message, options }));
      const way = ways.find(({ value }) => value === chosen);
      if (way === undefined) throw stopped();
      return way.value;
    },
    agree: async (message) => answered(await clack.confirm({ ...terminal, message })),
  };
  return dialogue;
}

function stopped(): NotDoneError {
  return new NotDoneError({
    code: 'STOPPED',
    message: 'The set-up was stopped; nothing was written.',
    advice: 'Run setup again whenever you like.',
  });
}
