import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { SlackPerson } from '../../src/people/slack-people.ts';
import { createWordsFor, type WordsForParts } from '../../src/slack/words-for.ts';

/** Slack and the store, each saying what a test tells it to. */
function house(parts: Partial<WordsForParts> = {}) {
  const speaks = { locale: 'ru-RU' };
  const slack = {
    person: async (id: string): Promise<SlackPerson> => ({ id, name: id, standing: 'member', ...speaks }),
  };
  const languages = { chosen: async (): Promise<string | undefined> => undefined };
  const wordsFor = createWordsFor({ slack, languages, log: pino({ level: 'silent' }), ...parts });
  return { speaks, reads: async (slackId = 'U1') => (await wordsFor(slackId)).locale };
}

const never = new Promise<never>(() => {});

describe('the language somebody reads', () => {
  it('is the one they use Slack in', async () => {
    const { reads, speaks } = house();
    expect(await reads()).toBe('ru');
    speaks.locale = 'en-GB';
    expect(await reads()).toBe('en');
  });

  it('is the one they chose, whatever Slack says', async () => {
    expect(await house({ languages: { chosen: async () => 'en' } }).reads()).toBe('en');
    expect(await house({ languages: { chosen: async () => 'ru' }, slack: { person: () => never } }).reads()).toBe('ru');
  });

  it('is English where the bot does not speak it, or nobody knows', async () => {
    const { reads, speaks } = house();
    speaks.locale = 'pt-BR';
    expect(await reads()).toBe('en');
    speaks.locale = 'constructor';
    expect(await reads()).toBe('en');
    expect(await house({ slack: { person: async () => undefined } }).reads()).toBe('en');
  });

  it('is what Slack says, where the store is in trouble or knows a language of a newer version', async () => {
    const chosen = () => Promise.reject(new Error('the disk is full'));
    expect(await house({ languages: { chosen } }).reads()).toBe('ru');
    expect(await house({ languages: { chosen: () => never } }).reads()).toBe('ru');
    expect(await house({ languages: { chosen: async () => 'tlh' } }).reads()).toBe('ru');
  });

  it('is English while Slack is silent, and the last one known for whoever was asked about before', async () => {
    const asked: string[] = [];
    let silent = false;
    const person = async (id: string): Promise<SlackPerson> => {
      asked.push(id);
      return silent ? never : { id, name: id, standing: 'member', locale: 'ru-RU' };
    };
    const { reads } = house({ slack: { person }, now: () => 0 });
    expect(await reads('U1')).toBe('ru');
    silent = true;
    expect(await reads('U1')).toBe('ru');
    expect(await reads('U2')).toBe('en');
    // Slack is known to be silent: nobody waits for it any more, and it is asked all the same.
    const others = await Promise.all(Array.from({ length: 100 }, (_, index) => reads(`U${index + 3}`)));
    expect(new Set(others)).toEqual(new Set(['en']));
    expect(asked).toHaveLength(103);
  });

  it('never throws, whatever Slack does', async () => {
    const person = () => Promise.reject(new Error('ratelimited'));
    expect(await house({ slack: { person } }).reads()).toBe('en');
  });
});
