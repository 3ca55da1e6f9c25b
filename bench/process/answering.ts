/** What a process of a benchmark can be asked, by name. Everything that goes in and out can be cloned. */
export type Answers = Record<string, (argument: never) => unknown>;

export interface Question {
  id: number;
  name: string;
  argument: unknown;
}
export type Reply = { id: number; value: unknown } | { id: number; failed: string };

/** Answers the questions of the process that started this one, until that ends. */
export function answer(answers: Answers): void {
  process.on('message', (question: Question) => {
    void reply(answers, question).then((said) => process.send?.(said));
  });
  process.on('disconnect', () => process.exit());
}

async function reply(answers: Answers, { id, name, argument }: Question): Promise<Reply> {
  try {
    // Both ends share the type of `answers`; the name and the argument were checked where the question was asked.
    return { id, value: await answers[name]?.(argument as never) };
  } catch (error) {
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
