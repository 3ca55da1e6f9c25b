import { describe, expect, it } from 'vitest';
import { type Colleague, type KnownNames, readLiteralName } from '../../src/people/literal-names.ts';

const person = (slackId: string, handle: string, realName: string, displayName = '', email?: string): Colleague => ({
  slackId,
  handle,
  realName,
  displayName,
  ...(email !== undefined && { email }),
});
const names: KnownNames = {
  groups: new Set(['sales', 'night shift']),
  addresses: ['zoe@example.com', 'anna@example.com'],
  colleagues: [
    person('U1', 'anna', 'Anna Lee', '', 'anna@example.com'),
    person('U2', 'annab', 'Anna Berg', 'Annie'),
    person('U3', 'boris.o', 'Борис Орлов', 'Боря'),
    person('U4', 'jose', 'José Álvarez'),
    person('U5', 'fedor', 'Фёдор Лев'),
    person('U6', 'ivan1', 'Ivan Petrov'),
    person('U7', 'ivan2', 'Ivan Petrov'),
  ],
};
const taken = (text: string) => {
  const name = readLiteralName(text, names);
  return name.kind === 'one' ? [name.recipient, text.slice(name.length)] : name.kind;
};

describe('a name that Slack made no mention of', () => {
  it('is a handle, a display name or a real name, the longest that fits', () => {
    expect(taken('@anna lunch?')).toEqual([{ kind: 'slack', id: 'U1' }, ' lunch?']);
    expect(taken('@Anna Berg lunch?')).toEqual([{ kind: 'slack', id: 'U2' }, ' lunch?']);
    expect(taken('@ANNIE, lunch?')).toEqual([{ kind: 'slack', id: 'U2' }, ', lunch?']);
    expect(taken('@boris.o. Lunch?')).toEqual([{ kind: 'slack', id: 'U3' }, '. Lunch?']);
  });

  it('is a last name that only one has, in any alphabet, without regard to accents and ё', () => {
    expect(taken('@berg lunch')).toEqual([{ kind: 'slack', id: 'U2' }, ' lunch']);
    expect(taken('@орлов обед')).toEqual([{ kind: 'slack', id: 'U3' }, ' обед']);
    expect(taken('@alvarez hola')).toEqual([{ kind: 'slack', id: 'U4' }, ' hola']);
    expect(taken('@федор обед')).toEqual([{ kind: 'slack', id: 'U5' }, ' обед']);
    expect(taken('@Фёдор Лев обед')).toEqual([{ kind: 'slack', id: 'U5' }, ' обед']);
  });

  it('is a group of people.yml, or the first part of an address there', () => {
    expect(taken('@Sales: hello')).toEqual([{ kind: 'group', id: 'sales' }, ': hello']);
    expect(taken('@night shift hello')).toEqual([{ kind: 'group', id: 'night shift' }, ' hello']);
    expect(taken('@zoe hello')).toEqual([{ kind: 'email', email: 'zoe@example.com' }, ' hello']);
  });

  it('is several people: none of them is taken', () => {
    const name = readLiteralName('@Ivan Petrov hello', names);
    expect(name).toEqual({
      kind: 'several',
      length: 12,
      candidates: [
        { recipient: { kind: 'slack', id: 'U6' }, name: 'Ivan Petrov (@ivan1)' },
        { recipient: { kind: 'slack', id: 'U7' }, name: 'Ivan Petrov (@ivan2)' },
      ],
    });
    expect(taken('@ivan hello')).toBe('several');
  });

  it('is nobody', () => {
    expect([taken('@nobody hello'), taken('@ann hello'), taken('@'), taken('@ anna'), taken('@!?')]).toEqual(
      Array(5).fill('nobody'),
    );
  });
});
