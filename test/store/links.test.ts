import { expect, it, onTestFinished } from 'vitest';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { waitingRequests } from '../../src/outbox/waiting.ts';
import {
  declineLink,
  endOldWaiting,
  linkPerson,
  sendToNewlyKnown,
  type WaitEnded,
} from '../../src/requests/linking.ts';
import { claims } from '../../src/store/claims.ts';
import { links } from '../../src/store/links.ts';
import { connectStore } from '../../src/store/store.ts';
import { requestTo, secondCopy } from '../outbox/fixture.ts';
import { peopleYml, slackWith, who } from '../people/company.ts';
import { onEachDatabase } from './each-database.ts';

onEachDatabase((newStore) => {
  async function open() {
    const address = await newStore();
    const store = await connectStore(address);
    onTestFinished(() => store.destroy());
    const known = links(store, { shared: address.kind === 'postgres' });
    const told: string[] = [];
    const parts = {
      store,
      /** What another copy of the bot sees. */
      other: createOutbox(await secondCopy(address, store)),
      outbox: createOutbox(store),
      waiting: waitingRequests(store, () => 1000),
      links: known,
      yml: '',
      who: () => ({ ...who(peopleYml(parts.yml), slackWith()), links: known }),
      told,
      audit: () => {},
      asks: claims(store),
      /** Senders whom Slack does not let be told. */
      outOfReach: new Set<string>(),
      async tell({ sender, slackId, why }: WaitEnded) {
        if (parts.outOfReach.has(sender)) return false;
        told.push(`${sender}: ${slackId} ${why}`);
        return true;
      },
    };
    return parts;
  }

  it('keeps links: a newer one takes the place of the older, and one can be removed', async () => {
    const { links: known } = await open();
    await known.make({ slackId: 'U2', bitrix24Id: 12, madeBy: 'U9' });
    await known.make({ slackId: 'U2', bitrix24Id: 13, madeBy: 'U8' });
    expect(await known.of('U2')).toBe(13);
    await known.make({ slackId: 'U3', bitrix24Id: 14, madeBy: 'U8' });
    expect(await known.count()).toBe(2);
    expect([...(await known.newest(1)), ...(await known.newest(1, 1))].map(({ slackId }) => slackId).sort()).toEqual([
      'U2',
      'U3',
    ]);
    await known.remove('U3');
    expect(await known.newest(10)).toMatchObject([{ slackId: 'U2', bitrix24Id: 13, madeBy: 'U8' }]);
    await known.remove('U2');
    expect(await known.of('U2')).toBeUndefined();
  });

  it('sends what waited for a link once, and tells the sender of what waited too long', async () => {
    const parts = await open();
    const request = { ...requestTo([]), leftOut: [{ what: '<@U2>', why: 'not linked', unlinked: 'U2' }] };
    await parts.waiting.keep('U2', request);
    await parts.waiting.keep('U2', request);
    await parts.waiting.keep('U3', request);
    const { sent } = await linkPerson({ slackId: 'U2', bitrix24Id: 12, madeBy: 'U9' }, parts);
    expect(sent).toHaveLength(1);
    expect((await parts.outbox.status(sent[0] ?? ''))?.notifications).toMatchObject([
      { recipient: 12, namedAs: '<@U2>', state: 'queued' },
    ]);
    expect((await linkPerson({ slackId: 'U2', bitrix24Id: 12, madeBy: 'U9' }, parts)).sent).toEqual([]);
    await endOldWaiting(1000, parts);
    expect([await parts.waiting.people(), parts.told]).toEqual([['U3'], []]);
    await endOldWaiting(1001, parts);
    expect([await parts.waiting.people(), parts.told]).toEqual([[], ['U1: U3 too old']]);
  });

  it('sends a request to a Bitrix24 person once, however many Slack accounts are linked to them', async () => {
    const parts = await open();
    const { id } = await parts.outbox.accept(requestTo([20]));
    const unlinked = ['U2', 'U3', 'U4'].map((each) => ({ what: `<@${each}>`, why: 'not linked', unlinked: each }));
    const request = { ...requestTo([]), key: id, leftOut: unlinked };
    const link = (slackId: string, bitrix24Id: number) =>
      linkPerson({ slackId, bitrix24Id, madeBy: 'U9' }, parts).then(({ sent }) => sent);
    for (const slackId of ['U2', 'U3', 'U4']) await parts.waiting.keep(slackId, request);
    expect(await link('U2', 12)).toHaveLength(1);
    expect(await link('U3', 12)).toEqual([]);
    expect(await link('U4', 20)).toEqual([]);
    expect(parts.told).toEqual(['U1: U3 has it already', 'U1: U4 has it already']);
    expect(await parts.waiting.people()).toEqual([]);
  });

  it('sends to those who became known without a link, and goes on where a copy of the bot broke off', async () => {
    const parts = await open();
    const request = requestTo([]);
    for (const slackId of ['U2NEW', 'U3']) await parts.waiting.keep(slackId, request);
    expect(await sendToNewlyKnown(parts)).toEqual([]);
    parts.yml = 'people: [{ slack: U2NEW, bitrix24: 12 }]';
    const [waited] = await parts.waiting.of('U2NEW');
    const accepted = await parts.outbox.accept(requestTo([12], { key: waited?.key ?? '' }));
    expect(await sendToNewlyKnown(parts)).toEqual([accepted.id]);
    expect([await parts.waiting.people(), parts.told]).toEqual([['U3'], []]);
  });

  it('ends what waits for somebody whom nobody is going to link', async () => {
    const parts = await open();
    await parts.waiting.keep('U2', requestTo([]));
    await parts.waiting.keep('U2', requestTo([], { sender: 'U5' }));
    await declineLink('U2', parts);
    await declineLink('U2', parts);
    expect(parts.told.toSorted()).toEqual(['U1: U2 declined', 'U5: U2 declined']);
  });

  it('goes on waiting until its sender is told that it ended, however it ended', async () => {
    const parts = await open();
    await parts.waiting.keep('U2', requestTo([]));
    await parts.waiting.keep('U2', requestTo([], { sender: 'U5' }));
    parts.outOfReach.add('U5');
    expect(await declineLink('U2', parts)).toBe(1);
    await endOldWaiting(1001, parts);
    expect([await parts.waiting.people(), parts.told]).toEqual([['U2'], ['U1: U2 declined']]);
    parts.outOfReach.clear();
    expect(await declineLink('U2', parts)).toBe(0);
    expect([await parts.waiting.people(), parts.told]).toEqual([[], ['U1: U2 declined', 'U5: U2 declined']]);
  });

  it('is given up a day after it grew old, where its sender still cannot be told', async () => {
    const parts = await open();
    await parts.waiting.keep('U2', requestTo([]));
    parts.outOfReach.add('U1');
    const day = 24 * 60 * 60_000;
    await endOldWaiting(1000 + day, parts);
    expect(await parts.waiting.people()).toEqual(['U2']);
    await endOldWaiting(1001 + day, parts);
    expect(await parts.waiting.people()).toEqual([]);
  });

  it('is told once of what ended, though two copies of the bot end it', async () => {
    const parts = await open();
    await parts.waiting.keep('U2', requestTo([]));
    await Promise.all([endOldWaiting(1001, parts), endOldWaiting(1001, parts)]);
    expect(parts.told).toEqual(['U1: U2 too old']);
  });

  it('lets something be done once in a while, by whichever copy comes first', async () => {
    const { store } = await open();
    let now = 1000;
    const copies = [claims(store, () => now), claims(store, () => now)];
    const takeAll = (ms: number) => Promise.all(copies.map((each) => each.take('ask', ms)));
    expect((await takeAll(500)).filter(Boolean)).toHaveLength(1);
    expect(await copies[0]?.take('another', 500)).toBe(true);
    now = 1400;
    expect(await takeAll(500)).toEqual([false, false]);
    await copies[1]?.giveBack('ask');
    expect((await takeAll(500)).filter(Boolean)).toHaveLength(1);
    now = 2000;
    await copies[0]?.forget();
    expect(await store.selectFrom('lease').selectAll().execute()).toEqual([]);
    expect((await takeAll(500)).filter(Boolean)).toHaveLength(1);
  });

  it('says for whom requests wait, who waits longest first, and who wrote them', async () => {
    const store = await connectStore(await newStore());
    onTestFinished(() => store.destroy());
    let now = 1000;
    const waiting = waitingRequests(store, () => now);
    await waiting.keep('U3', requestTo([], { sender: 'U1' }));
    now = 2000;
    await waiting.keep('U2', requestTo([], { sender: 'U1' }));
    await waiting.keep('U3', requestTo([], { sender: 'U5' }));
    await waiting.keep('U3', requestTo([], { sender: 'U5' }));
    expect(await waiting.awaited(10)).toEqual([
      { slackId: 'U3', requests: 3, since: 1000, senders: ['U1', 'U5'], others: false },
      { slackId: 'U2', requests: 1, since: 2000, senders: ['U1'], others: false },
    ]);
    expect((await waiting.awaited(1, 1)).map(({ slackId }) => slackId)).toEqual(['U2']);
    expect(await waiting.awaitedCount()).toBe(2);
  });

  it('counts what a sender asked for lately, in whichever copy, and knows a request that is delivered again', async () => {
    const { outbox, other } = await open();
    const last = requestTo([12]);
    await outbox.accept(requestTo([12]));
    await outbox.accept(last);
    await outbox.accept(requestTo([12], { sender: 'U5' }));
    const recently = Date.now() - 60_000;
    await other.accept(requestTo([12]));
    for (const copy of [outbox, other]) {
      const times = await copy.acceptedSince('T1', 'U1', recently);
      expect(times).toHaveLength(3);
      expect(times.every((at) => at > recently && at <= Date.now())).toBe(true);
    }
    expect(await outbox.acceptedSince('T1', 'U1', Date.now() + 60_000)).toEqual([]);
    expect(await outbox.knows(last.key)).toBe(true);
    expect(await outbox.knows('another key')).toBe(false);
  });
});
