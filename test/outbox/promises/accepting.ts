import { expect, it } from 'vitest';
import { createOutbox } from '../../../src/outbox/sql-outbox.ts';
import type { StoreAddress } from '../../../src/store/store.ts';
import { emptyOutbox, requestTo, secondCopy } from '../fixture.ts';

export function acceptingPromises(newStore: () => Promise<StoreAddress>): void {
  it('stores a request and a notification for each recipient, each with a tag of its own', async () => {
    const { outbox, ask, of } = await emptyOutbox(await newStore());
    const id = await ask([12, 15]);
    const notifications = await of(id);
    expect(notifications.map(({ recipient, state }) => [recipient, state])).toEqual([
      [12, 'queued'],
      [15, 'queued'],
    ]);
    expect(new Set(notifications.map(({ tag }) => tag)).size).toBe(2);
    expect((await outbox.status(id))?.request).toMatchObject({ sender: 'U1', summary: 'hello', report: 'silent' });
  });

  it("makes the sender's tag unique for the recipient", async () => {
    const { ask, of } = await emptyOutbox(await newStore());
    const content = { message: 'x', messageOut: 'x', attachedFiles: '', plain: 'x', tag: 'deploy' };
    const id = await ask([12, 15], { content });
    expect((await of(id)).map(({ tag }) => tag)).toEqual(['deploy:12', 'deploy:15']);
  });

  it('takes a redelivered envelope for the same request', async () => {
    const { outbox, of } = await emptyOutbox(await newStore());
    const request = requestTo([12]);
    const first = await outbox.accept(request);
    const second = await outbox.accept({ ...request, summary: 'changed on the way' });
    expect(first.kind).toBe('accepted');
    expect(second).toEqual({ id: first.id, kind: 'known', taken: [] });
    expect(await of(first.id)).toHaveLength(1);
  });

  it('accepts once when two copies of the bot get the same envelope at the same moment', async () => {
    const address = await newStore();
    const { outbox, store } = await emptyOutbox(address);
    const outboxes = [outbox, createOutbox(await secondCopy(address, store))];
    for (let round = 0; round < 10; round++) {
      const request = requestTo([12, 15]);
      const answers = await Promise.all([...outboxes, ...outboxes].map((outbox) => outbox.accept(request)));
      expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    }
    const rows = await store.selectFrom('notification').select('id').execute();
    expect(rows).toHaveLength(20);
  });

  it('stores nothing of a request that the database refuses in the middle', async () => {
    const { outbox, store } = await emptyOutbox(await newStore());
    // No whole number: the database takes the request and then refuses a notification.
    const request = requestTo([12, Number.NaN]);
    await expect(outbox.accept(request)).rejects.toThrow();
    expect(await store.selectFrom('request').select('id').execute()).toEqual([]);
    expect(await store.selectFrom('notification').select('id').execute()).toEqual([]);
  });

  it('takes a request to 1,000 people', async () => {
    const { ask, of } = await emptyOutbox(await newStore());
    const recipients = Array.from({ length: 1000 }, (_, index) => 1000 + index);
    const id = await ask(recipients);
    expect((await of(id)).map(({ recipient }) => recipient)).toEqual(recipients);
  });

  it('takes zero bytes and halves of surrogate pairs, which databases and addresses refuse', async () => {
    const { outbox, ask } = await emptyOutbox(await newStore());
    const text = 'a\0b \ud83d c \udc4d 👍';
    const content = { message: text, messageOut: text, attachedFiles: text, plain: text, tag: text };
    const id = await ask([12], { text, content });
    const status = await outbox.status(id);
    const clean = 'ab \ufffd c \ufffd 👍';
    expect(status?.request).toMatchObject({ summary: clean, content: { message: clean, plain: clean, tag: clean } });
    expect(status?.notifications[0]?.tag).toBe(`${clean}:12`);
  });

  it('is closed at once where there is nobody to send to', async () => {
    const { outbox, ask } = await emptyOutbox(await newStore());
    const id = await ask([]);
    expect(await outbox.untold(10)).toEqual([id]);
  });

  it('into the hand of whoever delivers: is stored as on its way, and given out as it is stored', async () => {
    const { outbox, of, take } = await emptyOutbox(await newStore());
    const request = requestTo([12, 15], { text: 'a\0b' });
    const { id, taken } = await outbox.accept(request, 'hand');
    expect((await of(id)).map(({ state }) => state)).toEqual(['sending', 'sending']);
    expect(taken.map(({ notification }) => notification)).toEqual(await of(id));
    expect(taken.map(({ content }) => content?.message)).toEqual(['ab', 'ab']);
    expect(await take()).toEqual([]);
    expect(await outbox.accept(request, 'hand')).toEqual({ id, kind: 'known', taken: [] });
    // Whoever had them in hand ended without a word.
    expect(await outbox.recover()).toBe(2);
    expect(await take()).toEqual([12, 15]);
  });

  it('gives no large request into the hand, and none that waits for its files', async () => {
    const { outbox, of } = await emptyOutbox(await newStore());
    const crowd = Array.from({ length: 11 }, (_, index) => 100 + index);
    const files = { way: 'drive', plans: [], bare: { message: 'x', messageOut: 'x' } } as const;
    const content = { message: 'x', messageOut: 'x', attachedFiles: '', plain: 'x', files };
    for (const request of [requestTo(crowd), requestTo([12], { content })]) {
      const { id, taken } = await outbox.accept(request, 'hand');
      expect(taken).toEqual([]);
      expect(new Set((await of(id)).map(({ state }) => state))).toEqual(new Set(['queued']));
    }
  });
}
