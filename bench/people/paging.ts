/** Others that list all people: the way of fast_bitrix24 (Python), played here with the same requests, and one page at a time. */
import { answer } from '../process/answering.ts';
import { BATCH, type Listed, type Listing, PAGE, QUERY } from './contender.ts';

interface Answer {
  result: unknown;
  total?: number;
}
type Found = Set<unknown>;

const answers = {
  /** The first page tells how many there are; the rest go as batches, all at once as long as the burst lasts. */
  async fastBitrix24({ webhookUrl }: Listing): Promise<Listed> {
    const startedAt = performance.now();
    const found: Found = new Set();
    const first = await call(webhookUrl, 'user.get', { ...QUERY, start: 0 });
    take(found, first.result);
    const starts = Array.from({ length: Math.ceil((first.total ?? 0) / PAGE) - 1 }, (_, page) => (page + 1) * PAGE);
    const batches = Array.from({ length: Math.ceil(starts.length / BATCH) }, (_, batch) =>
      starts.slice(batch * BATCH, (batch + 1) * BATCH),
    );
    await Promise.all(
      batches.map(async (batch) => {
        const cmd = Object.fromEntries(batch.map((start, index) => [`cmd${index}`, `user.get?${queryOf(start)}`]));
        const { result } = await call(webhookUrl, 'batch', { halt: 0, cmd });
        for (const page of Object.values(recordOf(recordOf(result).result))) take(found, page);
      }),
    );
    return { ms: performance.now() - startedAt, people: found.size };
  },

  /** What a script would do; again after a while when the portal refuses for its rate. */
  async pageByPage({ webhookUrl, patienceMs }: Listing): Promise<Listed> {
    const startedAt = performance.now();
    const passed = () => performance.now() - startedAt;
    const found: Found = new Set();
    for (let start = 0, total = 1; start < total && passed() < patienceMs; ) {
      const page = await call(webhookUrl, 'user.get', { ...QUERY, start }).catch(() => undefined);
      if (page === undefined) await new Promise((resolve) => setTimeout(resolve, 500));
      else {
        take(found, page.result);
        total = page.total ?? 0;
        start += PAGE;
      }
    }
    return { ms: passed(), people: found.size };
  },
};
export type Paging = typeof answers;

async function call(webhookUrl: string, method: string, parameters: unknown): Promise<Answer> {
  const response = await fetch(webhookUrl + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'paging' },
    body: JSON.stringify(parameters),
  });
  const { result, total } = recordOf(await response.json());
  if (!response.ok) throw new Error(`${method}: ${response.status}`);
  return { result, ...(typeof total === 'number' && { total }) };
}

function queryOf(start: number): string {
  const parameters = new URLSearchParams({ sort: QUERY.sort, order: QUERY.order, 'FILTER[ACTIVE]': '1' });
  for (const field of QUERY.select) parameters.append('select[]', field);
  parameters.append('start', String(start));
  return parameters.toString();
}

function take(found: Found, page: unknown): void {
  for (const person of Array.isArray(page) ? page : []) found.add(recordOf(person).ID);
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

answer(answers);
