import { describe, expect, it } from 'vitest';
import { createAddressBook } from '../../src/people/address-book.ts';
import type { AddressMatch } from '../../src/people/portal-people.ts';

const found = (bitrix24Id: number): AddressMatch => ({ kind: 'found', bitrix24Id });
const MINUTE = 60_000;

/** A portal that can be silent, and a clock that is moved by hand. */
function setUp(accounts: Record<string, AddressMatch>) {
  const asked: string[][] = [];
  const state = { now: 0, silent: false };
  const book = createAddressBook({
    async lookUp(addresses) {
      asked.push([...addresses]);
      if (state.silent) throw new Error('the portal is silent');
      return new Map(addresses.map((address) => [address, accounts[address] ?? { kind: 'nobody' }]));
    },
    now: () => state.now,
  });
  return { book, asked, state, accounts };
}

describe('the address book', () => {
  it('asks for the people of one request together, and for each address once', async () => {
    const { book, asked } = setUp({ 'a@x.com': found(1), 'b@x.com': found(2) });
    const answers = await Promise.all(['a@x.com', 'b@x.com', ' A@X.com', 'c@x.com'].map((each) => book.byEmail(each)));
    expect(answers).toEqual([found(1), found(2), found(1), { kind: 'nobody' }]);
    expect(asked).toEqual([['a@x.com', 'b@x.com', 'c@x.com']]);
  });

  it('never asks for more than the portal takes in one batch', async () => {
    const { book, asked } = setUp({});
    await Promise.all(Array.from({ length: 120 }, (_, index) => book.byEmail(`p${index}@x.com`)));
    expect(asked.map(({ length }) => length).sort()).toEqual([20, 50, 50]);
  });

  it('remembers, and notices within minutes that somebody was hired', async () => {
    const { book, asked, state, accounts } = setUp({ 'a@x.com': found(1) });
    await Promise.all([book.byEmail('a@x.com'), book.byEmail('new@x.com')]);
    state.now = 2 * MINUTE;
    accounts['new@x.com'] = found(9);
    expect(await book.byEmail('a@x.com')).toEqual(found(1));
    expect(await book.byEmail('new@x.com')).toEqual(found(9));
    expect(asked).toEqual([['a@x.com', 'new@x.com'], ['new@x.com']]);
  });

  it('asks anew after a while, and at once for somebody the portal does not have any more', async () => {
    const { book, state, accounts } = setUp({ 'a@x.com': found(1), 'b@x.com': found(2) });
    await Promise.all([book.byEmail('a@x.com'), book.byEmail('b@x.com')]);
    accounts['a@x.com'] = found(11);
    accounts['b@x.com'] = found(12);
    book.forget(2);
    expect(await book.byEmail('a@x.com')).toEqual(found(1));
    expect(await book.byEmail('b@x.com')).toEqual(found(12));
    state.now = 11 * MINUTE;
    expect(await book.byEmail('a@x.com')).toEqual(found(11));
  });

  it('goes on with what it knew while the portal is silent, and says so where it knew nothing', async () => {
    const { book, state } = setUp({ 'a@x.com': found(1) });
    await book.byEmail('a@x.com');
    state.now = 30 * MINUTE;
    state.silent = true;
    expect(await book.byEmail('a@x.com')).toEqual(found(1));
    await expect(book.byEmail('b@x.com')).rejects.toThrow('silent');
    state.now = 25 * 60 * MINUTE;
    await expect(book.byEmail('a@x.com')).rejects.toThrow('silent');
    state.silent = false;
    expect(await book.byEmail('b@x.com')).toEqual({ kind: 'nobody' });
  });
});
