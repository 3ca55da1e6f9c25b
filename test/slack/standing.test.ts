import { webApi } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type NewPerson, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { listWorkspace } from '../../src/slack/by-token.ts';
import { createDirectory } from '../../src/slack/directory.ts';
import { homeOf } from '../../src/slack/standing.ts';

/** What the bot takes somebody for, by a look-up and in the list of everybody. */
async function standing(person: Partial<NewPerson>, enterpriseId?: string) {
  const workspace = await startWorkspace({ ...(enterpriseId !== undefined && { enterpriseId }) });
  onTestFinished(() => workspace.stop());
  const { botToken, apiUrl } = workspace;
  const client = new webApi.WebClient(botToken, { slackApiUrl: apiUrl });
  const home = homeOf(await client.auth.test());
  const teams = person.enterprise?.teams.map((team) => (team === 'ours' ? workspace.team.id : team)) ?? [];
  const { id } = workspace.people.add({
    name: 'sam',
    realName: 'Sam',
    ...person,
    ...(person.enterprise && { enterprise: { ...person.enterprise, teams } }),
  });
  const one = await createDirectory(client, () => home).person(id);
  const listed = (await listWorkspace({ botToken, apiUrl })).find(({ slackId }) => slackId === id);
  expect(listed?.standing).toBe(one?.standing);
  return one?.standing;
}

describe('somebody whose account is of another workspace', () => {
  it('is a stranger', async () => {
    expect(await standing({ teamId: 'T0OTHER' })).toBe('stranger');
    expect(await standing({ teamId: 'T0OTHER' }, 'E0OURS')).toBe('stranger');
  });

  it('is a stranger too where that workspace is a part of an Enterprise organization', async () => {
    const person = { teamId: 'T0OTHER', enterprise: { id: 'E0THEIRS', teams: ['T0OTHER'] } };
    expect(await standing(person)).toBe('stranger');
    expect(await standing(person, 'E0OURS')).toBe('stranger');
  });

  it('is a colleague where both workspaces are of one organization, whatever their ID begins with', async () => {
    const person = { id: 'W0SAM', teamId: 'T0OTHER', enterprise: { id: 'E0OURS', teams: ['T0OTHER'] } };
    expect(await standing(person, 'E0OURS')).toBe('member');
    expect(await standing({ teamId: 'T0OTHER', enterprise: { id: 'E0OURS', teams: ['T0OTHER', 'ours'] } })).toBe(
      'member',
    );
  });
});
