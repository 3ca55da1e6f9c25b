import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Person, type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { createDirectory } from '../../src/slack/directory.ts';

describe('who is who in Slack', () => {
  let workspace: SandboxWorkspace;
  beforeEach(async () => {
    workspace = await startWorkspace();
  });
  afterEach(() => workspace.stop());

  const crowd = (size: number): Person[] =>
    Array.from({ length: size }, (_, index) =>
      workspace.people.add({
        name: `p${index}`,
        realName: `Person ${index}`,
        email: `P${index}@example.com`,
        locale: 'ru-RU',
      }),
    );
  const directory = () =>
    createDirectory(
      new webApi.WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl, rejectRateLimitedCalls: true }),
      () => ({ team: workspace.team.id }),
    );
  const refused = () => workspace.calls.filter(({ status }) => status === 429).map(({ method }) => method);

  it('is told for a group larger than Slack lets accounts be looked up in a minute, each as by itself', async () => {
    const people = crowd(250);
    const { person } = directory();
    const found = await Promise.all(people.map(({ id }) => person(id)));
    expect(refused()).toEqual([]);
    expect(found).toEqual(
      people.map(({ id, realName, email }) => ({
        id,
        name: realName,
        email: email?.toLowerCase(),
        locale: 'ru-RU',
        standing: 'member',
      })),
    );
    expect(workspace.callsOf('users.list')).toHaveLength(1);
  });

  it('is told for as many addresses', async () => {
    const people = crowd(120);
    people.push(workspace.people.add({ name: 'gone', realName: 'Gone', email: 'gone@example.com', deleted: true }));
    const { personByEmail } = directory();
    const found = await Promise.all(people.map(({ email = '' }) => personByEmail(email)));
    expect(refused()).toEqual([]);
    expect(found.map((each) => each?.id)).toEqual(people.map(({ id, deleted }) => (deleted ? undefined : id)));
  });

  it('is told of a workspace whose list Slack gives in parts, with a pause between them', async () => {
    crowd(1500);
    workspace.misbehave({
      on: 'users.list',
      do: 'rate-limit',
      retryAfter: 1,
      times: 1,
      when: ({ cursor }) => !!cursor,
    });
    const { colleagues } = directory();
    await expect(colleagues()).rejects.toThrow('in time');
    await workspace.waitFor(() => workspace.callsOf('users.list').at(-1)?.status === 200 && refused().length === 1);
    expect(await colleagues()).toHaveLength(1500);
  });

  it('is asked by itself for somebody whom the list does not have yet, or has as they were', async () => {
    const people = crowd(100);
    const { person, forgetPerson } = directory();
    await Promise.all(people.map(({ id }) => person(id)));
    const late = workspace.people.add({ name: 'late', realName: 'Lea Late' });
    expect((await person(late.id))?.name).toBe('Lea Late');
    const [first] = people;
    if (first === undefined) throw new Error('nobody');
    await workspace.people.change(first, { realName: 'Nora New' });
    forgetPerson({ id: first.id });
    expect((await person(first.id))?.name).toBe('Nora New');
    expect(refused()).toEqual([]);
  });
});
