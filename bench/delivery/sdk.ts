/** The official SDK with its own rate limiter as it comes, and its batch call, so many at a time as everybody has. */
import { B24Hook } from '@bitrix24/b24jssdk';
import { answer } from '../process/answering.ts';
import { parametersOf, type Result, type Task } from './contender.ts';

const BATCH = 50;

const answers = {
  async deliver({ secureUrl, recipients, concurrency }: Task): Promise<Result> {
    const b24 = B24Hook.fromWebhookUrl(secureUrl);
    b24.offClientSideWarning();
    let next = 0;
    let believed = 0;
    const startedAt = performance.now();
    const line = async () => {
      while (next < recipients.length) {
        const some = recipients.slice(next, next + BATCH);
        next += BATCH;
        const done = await batch(b24, some);
        believed += done;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, line));
    const ms = performance.now() - startedAt;
    b24.destroy();
    return { ms, believed };
  },
};
export type Sdk = typeof answers;

/** @returns how many of them the SDK says were done */
async function batch(b24: B24Hook, recipients: readonly number[]): Promise<number> {
  const calls = recipients.map((recipient) => ({
    method: 'im.notify.personal.add',
    params: parametersOf(recipient),
  }));
  try {
    const answered = await b24.actions.v2.batch.make({ calls, options: { isHaltOnError: false } });
    const results: unknown = answered.getData();
    return Array.isArray(results) ? results.filter((result) => Number(result) > 0).length : 0;
  } catch (error) {
    process.stderr.write(`b24jssdk: ${error instanceof Error ? error.message : error}\n`);
    return 0;
  }
}

answer(answers);
