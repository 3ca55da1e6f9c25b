import { expect, it, onTestFinished } from 'vitest';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { waitingRequests } from '../../src/outbox/waiting.ts';
import { linkPerson } from '../../src/requests/linking.ts';
import { links } from '../../src/store/links.ts';
import { connectStore } from '../../src/store/store.ts';
import { requestTo } from '../outbox/fixture.ts';
import { onEachDatabase } from './each-database.ts';

onEachDatabase((newStore) => {
  async function open() {
    const store = await connectStore(await newStore());
    onTestFinished(() => store.destroy());
    return { outbox: createOutbox(store), waiting: waitingRequests(store, () => 1000), links: links(store) };
  }

  it('keeps links: a newer one takes the place of the older, and one can be removed', async () => {
    const { links: known } = await open();
    await known.make({ slackId: 'U2', bitrix24Id: 12, madeBy: 'U9' });
    await known.make({ slackId: 'U2', bitrix24Id: 13, madeBy: 'U8' });
    expect(await known.of('U2')).toBe(13);
    expect(await known.newest(10)).toMatchObject([{ slackId: 'U2', bitrix24Id: 13, madeBy: 'U8' }]);
    await known.remove('U2');
    expect(await known.of('U2')).toBeUndefined();
  });

  it('sends what waited for a link once, and forgets what waited too long', async () => {
    const parts = await open();
    const request = { ...requestTo([]), leftOut: [{ what: '<@U2>', why: 'not linked', unlinked: 'U2' }] };
    await parts.waiting.keep('U2', request);
    await parts.waiting.keep('U2', request);
    await parts.waiting.keep('U3', request);
    const sent = await linkPerson({ slackId: 'U2', bitrix24Id: 12, madeBy: 'U9' }, parts);
    expect(sent).toHaveLength(1);
    expect((await parts.outbox.status(sent[0] ?? ''))?.notifications).toMatchObject([
      { recipient: 12, namedAs: '<@U2>', state: 'queued' },
    ]);
    expect(await linkPerson({ slackId: 'U2', bitrix24Id: 12, madeBy: 'U9' }, parts)).toEqual([]);
    await parts.waiting.forget(1001);
    expect(await parts.waiting.of('U3')).toEqual([]);
  });

  it('counts what a sender asked for lately, and knows a request that is delivered again', async () => {
    const { outbox } = await open();
    const last = requestTo([12]);
    await outbox.accept(requestTo([12]));
    await outbox.accept(last);
    await outbox.accept(requestTo([12], { sender: 'U5' }));
    const recently = Date.now() - 60_000;
    expect(await outbox.acceptedSince('T1', 'U1', recently)).toBe(2);
    expect(await outbox.acceptedSince('T1', 'U1', Date.now() + 60_000)).toBe(0);
    expect(await outbox.knows(last.key)).toBe(true);
    expect(await outbox.knows('another key')).toBe(false);
  });
});
