import { expect, it, onTestFinished } from 'vitest';
import { languages } from '../../src/store/languages.ts';
import { connectStore } from '../../src/store/store.ts';
import { onEachDatabase } from './each-database.ts';

onEachDatabase((newStore) => {
  async function open() {
    const store = await connectStore(await newStore());
    onTestFinished(() => store.destroy());
    return store;
  }

  it('keeps what each person chose last, until they take it back', async () => {
    const known = languages(await open(), () => 'T1');
    expect(await known.chosen('U2')).toBeUndefined();
    await known.choose('U2', 'en');
    await known.choose('U2', 'ru');
    await known.choose('U3', 'en');
    expect(await known.chosen('U2')).toBe('ru');
    await known.choose('U2', undefined);
    expect(await known.chosen('U2')).toBeUndefined();
    expect(await known.chosen('U3')).toBe('en');
  });

  it('keeps the workspaces apart, and knows nobody before it knows which one it is in', async () => {
    const store = await open();
    await languages(store, () => 'T1').choose('U2', 'ru');
    expect(await languages(store, () => 'T2').chosen('U2')).toBeUndefined();
    const early = languages(store, () => undefined);
    expect(await early.chosen('U2')).toBeUndefined();
    await expect(early.choose('U2', 'en')).rejects.toThrow('workspace');
  });
});
