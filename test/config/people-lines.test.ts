import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../src/config/people-file.ts';
import { newPeopleFile, personLine, withAdmins, withPeople } from '../../src/config/people-lines.ts';

const ann = { slackId: 'U0ANN00001', name: 'Ann Lee', bitrix24: 12 };
const bob = { slackId: 'U0BOB00001', name: 'Bob', bitrix24: 15 };

describe('a new people.yml', () => {
  it('lists whom it is given, and can be read', () => {
    const file = parsePeopleFile(newPeopleFile([ann, bob]), 'people.yml');
    expect([...file.bySlackId]).toEqual([
      ['U0ANN00001', 12],
      ['U0BOB00001', 15],
    ]);
    expect(file.matchByEmail).toBe(true);
  });

  it('can be read with nobody in it', () => {
    expect(parsePeopleFile(newPeopleFile([]), 'people.yml').bySlackId.size).toBe(0);
  });

  it('names the admins it is given, and else shows where they go', () => {
    expect([...parsePeopleFile(newPeopleFile([ann], [bob, ann]), 'people.yml').admins]).toEqual([
      'U0BOB00001',
      'U0ANN00001',
    ]);
    const without = newPeopleFile([ann]);
    expect(parsePeopleFile(without, 'people.yml').admins.size).toBe(0);
    const filledIn = without.replace('#admins:', 'admins:');
    expect([...parsePeopleFile(filledIn, 'people.yml').admins]).toEqual(['U012ABCDEF']);
  });

  it('is not broken by a name', () => {
    const odd = { ...ann, name: 'Ann\n  - { slack: U0EVIL0001, bitrix24: 1 }\u2028# "Lee"' };
    expect(personLine(odd)).not.toContain('\n');
    expect([...parsePeopleFile(newPeopleFile([odd]), 'people.yml').bySlackId.keys()]).toEqual(['U0ANN00001']);
  });
});

describe('adding to people.yml', () => {
  it.each<[string, string, string]>([
    [
      'below the last entry, however the others are written',
      'people:\n  - slack: U0OLD00001 # chief\n    bitrix24: 1 # the first\n  # end of the list\n\nadmins: [U0OLD00001]\n',
      'people:\n  - slack: U0OLD00001 # chief\n    bitrix24: 1 # the first\n  - { slack: U0ANN00001, bitrix24: 12 } # Ann Lee\n  # end of the list\n\nadmins: [U0OLD00001]\n',
    ],
    [
      'with the indentation of the others',
      'people:\n- {slack: U0OLD00001, bitrix24: 1}',
      'people:\n- {slack: U0OLD00001, bitrix24: 1}\n- { slack: U0ANN00001, bitrix24: 12 } # Ann Lee\n',
    ],
    [
      'below people: with nobody in it',
      'people: # who is who\n#  - nobody yet\nmatch_by_email: false\n',
      'people: # who is who\n  - { slack: U0ANN00001, bitrix24: 12 } # Ann Lee\n#  - nobody yet\nmatch_by_email: false\n',
    ],
    [
      'at the end where there is no people:',
      'match_by_email: false',
      'match_by_email: false\npeople:\n  - { slack: U0ANN00001, bitrix24: 12 } # Ann Lee\n',
    ],
    [
      'to a file of comments',
      '# nothing yet\n',
      '# nothing yet\npeople:\n  - { slack: U0ANN00001, bitrix24: 12 } # Ann Lee\n',
    ],
  ])('puts them %s', (_, source, result) => {
    expect(withPeople(source, [ann])).toBe(result);
  });

  it('keeps every character of the example', async () => {
    const example = await readFile('people.example.yml', 'utf8');
    const result = withPeople(example, [ann, bob]) ?? '';
    expect(result.replace(/^.*U0(?:ANN|BOB)00001.*\n/gm, '')).toBe(example);
    expect(parsePeopleFile(result, 'people.yml').bySlackId.get('U0BOB00001')).toBe(15);
  });

  it.each([
    ['JSON', '{"people": [{"slack": "U0OLD00001", "bitrix24": 1}]}'],
    ['a list in brackets', 'people: [{slack: U0OLD00001, bitrix24: 1}]\n'],
    ['a list that is named', 'groups: {all: [1]}\npeople: &all\n  - {slack: U0OLD00001, bitrix24: 1}\nx: *all\n'],
    ['a file that is broken', 'people:\n  - slack: [\n'],
    ['somebody who is there already', 'people:\n  - { slack: U0ANN00001, bitrix24: 3 }\n'],
  ])('gives up on %s', (_, source) => {
    expect(withPeople(source, [ann])).toBeUndefined();
  });
});

describe('naming admins in people.yml', () => {
  it.each([
    ['below all that is there', 'people:\n- {slack: U0OLD00001, bitrix24: 1} # chief\n'],
    ['below a last line without an end', 'match_by_email: false'],
    ['below comments, one of which shows how', '# ours\n#admins: [U012ABCDEF]\n'],
    ['in an empty file', ''],
  ])('puts them %s', (_, source) => {
    const result = withAdmins(source, [ann, bob]) ?? '';
    const gap = source === '' || source.endsWith('\n') ? '' : '\n';
    expect(result).toBe(`${source}${gap}admins:\n  - U0ANN00001 # Ann Lee\n  - U0BOB00001 # Bob\n`);
    expect([...parsePeopleFile(result, 'people.yml').admins]).toEqual(['U0ANN00001', 'U0BOB00001']);
  });

  it('keeps every character of the example', async () => {
    const example = await readFile('people.example.yml', 'utf8');
    expect(withAdmins(example, [ann])?.startsWith(example)).toBe(true);
  });

  it.each([
    ['JSON', '{"people": []}'],
    ['a file that names some', 'admins: [U0OLD00001]\n'],
    ['a file that is broken', 'people:\n  - slack: [\n'],
  ])('gives up on %s', (_, source) => {
    expect(withAdmins(source, [ann])).toBeUndefined();
  });
});
