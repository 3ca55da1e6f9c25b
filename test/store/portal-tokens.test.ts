import { expect, it, onTestFinished } from 'vitest';
import { portalTokens } from '../../src/store/portal-tokens.ts';
import { connectStore } from '../../src/store/store.ts';
import { onEachDatabase } from './each-database.ts';

onEachDatabase((newStore) => {
  it('finds the pair of a portal that has moved, until the application is removed', async () => {
    const store = await connectStore(await newStore());
    onTestFinished(() => store.destroy());
    const endpoint = (host: string) => ({ clientEndpoint: `https://${host}/rest/` });
    await portalTokens(store, 'other.example').install({ accessToken: 'other', ...endpoint('other.example') }, 'o');
    const before = { accessToken: 'before', ...endpoint('new.example') };
    await portalTokens(store, 'old.example').install(before, 'word');
    const moved = portalTokens(store, 'new.example');
    expect([await moved.load(), await moved.applicationToken()]).toEqual([before, 'word']);
    await moved.save({ accessToken: 'after', ...endpoint('new.example') });
    expect([(await moved.load())?.accessToken, await moved.applicationToken()]).toEqual(['after', 'word']);
    await moved.forget();
    expect([await moved.load(), await moved.applicationToken()]).toEqual([undefined, undefined]);
    expect(await portalTokens(store, 'other.example').load()).toMatchObject({ accessToken: 'other' });
  });

  it('keeps the newest pair of each portal, through a restart', async () => {
    const address = await newStore();
    const store = await connectStore(address);
    const acme = portalTokens(store, 'acme.example');
    expect(await acme.load()).toBeUndefined();
    await acme.save({ accessToken: 'first', refreshToken: 'r1' });
    const newest = {
      accessToken: 'second',
      refreshToken: 'r2',
      expiresAt: 1_760_003_600_000,
      memberId: 'm',
      scope: 'im',
    };
    await acme.save(newest);
    await portalTokens(store, 'other.example').save({ accessToken: 'other' });
    await store.destroy();
    const again = await connectStore(address);
    onTestFinished(() => again.destroy());
    expect(await portalTokens(again, 'acme.example').load()).toEqual(newest);
    expect(await portalTokens(again, 'other.example').load()).toEqual({ accessToken: 'other' });
  });
});
