/** What a script would do: one call at a time, and again at once when the portal refuses. */
import { answer } from '../process/answering.ts';
import { parametersOf, type Result, type Task } from './contender.ts';

const answers = {
  async deliver({ webhookUrl, recipients, patienceMs }: Task): Promise<Result> {
    const startedAt = performance.now();
    const passed = () => performance.now() - startedAt;
    let believed = 0;
    while (believed < recipients.length && passed() < patienceMs) {
      const response = await fetch(`${webhookUrl}im.notify.personal.add`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'script' },
        body: JSON.stringify(parametersOf(recipients[believed] ?? 0)),
      });
      await response.text();
      if (response.ok) believed += 1;
    }
    return { ms: passed(), believed };
  },
};
export type Script = typeof answers;

answer(answers);
