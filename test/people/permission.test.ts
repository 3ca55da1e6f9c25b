import { describe, expect, it } from 'vitest';
import { permissionOf } from '../../src/people/permission.ts';
import type { SlackPeople, SlackPerson } from '../../src/people/slack-people.ts';
import { account, peopleYml, silentSlack, slackWith } from './company.ts';

const members: Record<string, string[]> = { S0SALES: ['U0MEMBER', 'U0GUEST', 'U0STRANGER'] };
const inGroup = async (slackId: string, groups: ReadonlySet<string>) =>
  [...groups].some((group) => members[group]?.includes(slackId));

const slack = slackWith(
  account('U0MEMBER'),
  account('U0OTHER'),
  account('U0GUEST', { standing: 'guest' }),
  account('U0STRANGER', { standing: 'stranger' }),
  account('U0BOT', { standing: 'bot' }),
);

/** Why somebody may not send, or `allowed`. */
async function permission(slackId: string, yml: string, ask: SlackPeople = slack, groups = inGroup) {
  const answer = await permissionOf(slackId, peopleYml(yml), ask, groups);
  return answer.kind === 'allowed' ? 'allowed' : answer.why;
}

describe('who may send', () => {
  it('is every member where people.yml does not say, and nobody else', async () => {
    expect(await permission('U0MEMBER', '')).toBe('allowed');
    const refused: SlackPerson['standing'][] = ['guest', 'stranger', 'bot'];
    for (const standing of refused) expect(await permission(`U0${standing.toUpperCase()}`, '')).toBe(standing);
  });

  it('is somebody whom Slack does not know yet, where everybody may', async () => {
    expect(await permission('U0NEWCOMER', '')).toBe('allowed');
    expect(await permission('U0NEWCOMER', 'allow: { users: [U0ANOTHER00] }')).toBe('not allowed');
  });

  it('is a guest too where guests are let in, and still no stranger and no bot', async () => {
    const yml = 'allow: { guests: true }';
    expect(await permission('U0GUEST', yml)).toBe('allowed');
    expect(await permission('U0MEMBER', yml)).toBe('allowed');
    expect(await permission('U0STRANGER', yml)).toBe('stranger');
    expect(await permission('U0BOT', yml)).toBe('bot');
  });

  it('is whoever is listed, and nobody else', async () => {
    const yml = 'allow: { users: [U0MEMBER] }';
    expect(await permission('U0MEMBER', yml)).toBe('allowed');
    expect(await permission('U0OTHER', yml)).toBe('not allowed');
  });

  it('is whoever is in a listed group, guests only where they are let in', async () => {
    const yml = 'allow: { usergroups: [S0OTHER, S0SALES] }';
    expect(await permission('U0MEMBER', yml)).toBe('allowed');
    expect(await permission('U0OTHER', yml)).toBe('not allowed');
    expect(await permission('U0GUEST', yml)).toBe('guest');
    expect(await permission('U0STRANGER', yml)).toBe('stranger');
    expect(await permission('U0GUEST', 'allow: { usergroups: [S0SALES], guests: true }')).toBe('allowed');
  });

  it('is always an admin', async () => {
    expect(await permission('U0OTHER', 'admins: [U0OTHER]\nallow: { users: [] }')).toBe('allowed');
  });

  it('is known of admins and listed people without Slack', async () => {
    const yml = 'admins: [U0OTHER]\nallow: { users: [U0MEMBER] }';
    expect(await permission('U0OTHER', yml, silentSlack)).toBe('allowed');
    expect(await permission('U0MEMBER', yml, silentSlack)).toBe('allowed');
  });

  it('is everybody while Slack is silent and no list rules; where a list rules, nobody it does not name', async () => {
    expect(await permission('U0MEMBER', '', silentSlack)).toBe('allowed');
    expect(await permission('U0OTHER', 'allow: { users: [U0MEMBER] }', silentSlack)).toBe('slack silent');
    const noGroups = () => Promise.reject(new Error('Slack did not answer in time.'));
    expect(await permission('U0MEMBER', 'allow: { usergroups: [S0SALES] }', slack, noGroups)).toBe('slack silent');
  });
});
