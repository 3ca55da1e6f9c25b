import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Answers, Reply } from './answering.ts';

/** A process of its own that can be asked things, so that nothing here takes time from what it measures. */
export interface Helper<A extends Answers> {
  ask<K extends keyof A & string>(
    name: K,
    ...argument: Parameters<A[K]> extends [] ? [] : [Parameters<A[K]>[0]]
  ): Promise<Awaited<ReturnType<A[K]>>>;
  stop(): Promise<void>;
}

/**
 * Starts a module that calls `answer(answers)`.
 * @param environment is added to this process's own
 */
export function startHelper<A extends Answers>(module: URL, environment: Record<string, string> = {}): Helper<A> {
  const child = fork(module, {
    serialization: 'advanced',
    env: { ...process.env, ...environment },
    // Its words are not part of the figures, its complaints have to be seen.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  let asked = 0;
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  const ended = once(child, 'exit').then(([code]) => {
    for (const [id, settle] of waiting) settle({ id, failed: `${module.pathname} ended with ${code}` });
  });
  return {
    ask(name, ...[argument]) {
      asked += 1;
      const id = asked;
      return new Promise((resolve, reject) => {
        waiting.set(id, (reply) => {
          if ('failed' in reply) reject(new Error(reply.failed));
          // The module answers with the type that it shares with whoever starts it.
          else resolve(reply.value as Awaited<ReturnType<A[typeof name]>>);
        });
        child.send({ id, name, argument }, (error) => error && reject(error));
      });
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
