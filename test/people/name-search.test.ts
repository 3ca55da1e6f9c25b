import { describe, expect, it } from 'vitest';
import { createNameSearch } from '../../src/people/name-search.ts';

const people = [
  { bitrix24Id: 1, name: 'Anna Lee', email: 'anna.lee@example.com' },
  { bitrix24Id: 2, name: 'Анна Ковалёва' },
  { bitrix24Id: 3, name: 'Юлия Щербакова' },
  { bitrix24Id: 4, name: 'Jürgen Müller-Lüdenscheidt' },
  { bitrix24Id: 5, name: 'Борис Орлов', email: 'orlov@example.com' },
  { bitrix24Id: 6, name: 'Alexander Xavier' },
  { bitrix24Id: 7, name: 'Фёдор Хохлов' },
  { bitrix24Id: 8, name: '' },
];
const search = await createNameSearch(people);
const found = (typed: string) => search.find(typed, 20).map(({ bitrix24Id }) => bitrix24Id);

describe('the search for people by name', () => {
  it('finds by the beginnings of words, in any order, and by the address', () => {
    expect(found('lee')).toEqual([1]);
    expect(found('le an')).toEqual([1]);
    expect(found('anna.l')).toEqual([1]);
    expect(found('muller')).toEqual([4]);
    expect(found('ovalev')).toEqual([]);
  });

  it('finds Cyrillic names by Latin letters and the other way round, in their common spellings', () => {
    expect(found('анна').sort()).toEqual([1, 2]);
    expect(found('anna kov')).toEqual([2]);
    expect([found('yulia'), found('iulia'), found('Julia Scherb')]).toEqual([[3], [3], [3]]);
    expect([found('щерб'), found('scherb'), found('sc'), found('fedor khokhl')]).toEqual([[3], [3], [3], [7]]);
    expect([found('алекс'), found('fedor'), found('федор khokh')]).toEqual([[6], [7], [7]]);
  });

  it('forgives the wrong keyboard layout, in both directions', () => {
    expect(found('fyyf rjd')).toEqual([2]);
    expect(found('дуу')).toEqual([1]);
    expect(found(',jhbc')).toEqual([5]);
  });

  it('gives no more than was asked for, and nobody for nothing', () => {
    expect(search.find('a', 1)).toHaveLength(1);
    expect([found(''), found('  '), found('zzz')]).toEqual([[], [], []]);
  });
});
