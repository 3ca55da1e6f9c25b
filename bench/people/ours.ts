/** Our list of people, at the pace of the command line, in a process of its own. */
import { listPeople } from '../../src/bitrix24/all-people.ts';
import { createPortal } from '../../src/bitrix24/portal.ts';
import { answer } from '../process/answering.ts';
import type { Listed, Listing } from './contender.ts';

const answers = {
  async list({ webhookUrl, pace }: Listing & { pace: 'little' | 'quick' }): Promise<Listed> {
    const portal = createPortal({ mode: 'webhook', url: webhookUrl }, {});
    const startedAt = performance.now();
    // Fewer requests than the burst: nothing has to wait for its turn.
    const people = await listPeople(portal, { turn: (request) => request(), pace });
    const ms = performance.now() - startedAt;
    await portal.close();
    return { ms, people: people.length };
  },
};
export type Ours = typeof answers;

answer(answers);
