/** Ours: the outbox on SQLite, the dispatcher and the portal's client as the bot joins them, without Slack. */
import { join } from 'node:path';
import { createPortal } from '../../src/bitrix24/portal.ts';
import { createSender } from '../../src/bitrix24/sender.ts';
import { Dispatcher } from '../../src/delivery/dispatcher.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { openStore } from '../../src/store/store.ts';
import { answer } from '../process/answering.ts';
import { PLAIN_TEXT, type Result, type Task, TEXT } from './contender.ts';

const answers = {
  /**
   * One request to all: the time counts from accepting it. Several: they wait in the store, and it counts from the start.
   * @param requestSize recipients of one request; those of more than ten leave some of the burst to others
   */
  async deliver({ requestSize, ...task }: Task & { requestSize: number }): Promise<Result> {
    const opened = await openStore({ kind: 'sqlite', path: join(task.folder, `ours-${requestSize}.sqlite`) });
    const outbox = createOutbox(opened.store);
    const portal = createPortal(
      { mode: 'webhook', url: task.webhookUrl },
      { onBegun: (afterMs) => dispatcher.rate.late(afterMs) },
    );
    let believed = 0;
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const dispatcher = new Dispatcher({
      outbox,
      portal: createSender(portal, 'personal'),
      lease: opened.lease('delivery'),
      rate: { perSecond: 2, burst: 50, concurrency: task.concurrency },
      deliveryTtl: 3_600_000,
      onChanged(changed) {
        believed += changed.filter(({ state }) => state === 'delivered').length;
        if (believed >= task.recipients.length) resolve();
      },
      onTrouble: (trouble) => process.stderr.write(`ours: ${JSON.stringify(trouble)}\n`),
    });
    const patience = setTimeout(resolve, task.patienceMs);
    let startedAt = performance.now();
    for (let start = 0; start < task.recipients.length; start += requestSize) {
      await accept(outbox, task.recipients.slice(start, start + requestSize), start);
    }
    if (requestSize < task.recipients.length) startedAt = performance.now();
    await dispatcher.start();
    await done;
    const ms = performance.now() - startedAt;
    clearTimeout(patience);
    await dispatcher.stop();
    await portal.close();
    await opened.close();
    return { ms, believed };
  },
};
export type Ours = typeof answers;

function accept(outbox: Outbox, recipients: readonly number[], number: number) {
  return outbox.accept({
    key: `T012ABCDEF:${number}`,
    team: 'T012ABCDEF',
    sender: 'U012ABCDEF',
    surface: 'command',
    summary: 'The release of api-gateway 4.2.1 is out',
    content: { message: TEXT, messageOut: PLAIN_TEXT, attachedFiles: '', plain: PLAIN_TEXT },
    leftOut: [],
    reply: { user: 'U012ABCDEF' },
    recipients: recipients.map((recipient) => ({ recipient, namedAs: `b24:${recipient}` })),
  });
}

answer(answers);
