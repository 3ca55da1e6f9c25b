import { expect, it } from 'vitest';
import type { StoreAddress } from '../../../src/store/store.ts';
import { emptyOutbox } from '../fixture.ts';

const DAY = 24 * 3_600_000;

export function draftPromises(newStore: () => Promise<StoreAddress>): void {
  it('keeps what somebody typed, for them alone', async () => {
    const { outbox } = await emptyOutbox(await newStore());
    const id = await outbox.keepDraft({ sender: 'U1', text: '@anna *hi* 👍' });
    expect(await outbox.draft(id, 'U1')).toBe('@anna *hi* 👍');
    expect(await outbox.draft(id, 'U2')).toBeUndefined();
    expect(await outbox.draft('nobody', 'U1')).toBeUndefined();
  });

  it('keeps a text with characters that databases refuse', async () => {
    const { outbox } = await emptyOutbox(await newStore());
    const id = await outbox.keepDraft({ sender: 'U1', text: 'a\0b\ud83d' });
    expect(await outbox.draft(id, 'U1')).toBe('ab\ufffd');
  });

  it('forgets a draft after a day, however long the history is kept', async () => {
    const { outbox, clock } = await emptyOutbox(await newStore());
    const old = await outbox.keepDraft({ sender: 'U1', text: 'old' });
    clock.pass(DAY + 1);
    const young = await outbox.keepDraft({ sender: 'U1', text: 'young' });
    await outbox.forget(clock.now() - 30 * DAY);
    expect(await outbox.draft(old, 'U1')).toBeUndefined();
    expect(await outbox.draft(young, 'U1')).toBe('young');
  });
}
