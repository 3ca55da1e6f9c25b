import { describe, expect, it } from 'vitest';
import { type Person, PersonCannot, type SandboxWorkspace } from '../../../sandbox/slack/workspace.ts';
import { connect, newWorkspace, plain } from './fixture.ts';

/** The response_url of a command, as the app got it. */
async function responseUrlOf(workspace: SandboxWorkspace, person: Person): Promise<string> {
  const urls: string[] = [];
  await connect(workspace, 'http', (app) => {
    app.command('/b24notify', async ({ command, ack }) => {
      urls.push(command.response_url);
      await ack();
    });
  });
  await workspace.as(person).command('/b24notify', 'x');
  return urls[0] ?? '';
}

async function respond(url: string, body: object) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: await response.text() };
}

describe('a response_url', () => {
  it('can be used five times', async () => {
    const { workspace, anna } = await newWorkspace();
    const url = await responseUrlOf(workspace, anna);

    for (const text of ['1', '2', '3', '4', '5'])
      expect(await respond(url, { text })).toEqual({ status: 200, body: 'ok' });
    const sixth = await respond(url, { text: '6' });

    expect(sixth).toMatchObject({ status: 404, body: '{"ok":false,"error":"used_url"}' });
    expect(
      workspace
        .as(anna)
        .sees()
        .map((seen) => seen.text),
    ).toEqual(['1', '2', '3', '4', '5']);
  });

  it('lives for thirty minutes', async () => {
    let now = Date.now();
    const { workspace, anna } = await newWorkspace({ now: () => now });
    const url = await responseUrlOf(workspace, anna);

    now += 30 * 60_000;
    expect((await respond(url, { text: 'late' })).status).toBe(200);
    now += 1;
    expect((await respond(url, { text: 'too late' })).status).toBe(404);
  });

  it('answers 200 with ok:false for a message that is wrong, and shows nothing', async () => {
    const { workspace, anna } = await newWorkspace();
    const url = await responseUrlOf(workspace, anna);

    expect(await respond(url, { text: 'x', blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] })).toMatchObject(
      {
        status: 200,
        body: expect.stringContaining('"error":"invalid_blocks"'),
      },
    );
    expect((await respond(url, { text: 'x', replace_original: 'true' })).body).toContain('invalid_payload');
    expect((await respond(url, { text: 'x', colour: 'red' })).body).toContain('invalid_payload');
    expect((await respond(url, {})).body).toContain('no_text');
    expect(workspace.as(anna).sees()).toEqual([]);
  });

  it('works in conversations the bot is not in, for the person alone or for all', async () => {
    const { workspace, anna } = await newWorkspace();
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris' });
    const direct = workspace.channels.direct(anna, boris);
    await connect(workspace, 'http', (app) => {
      app.command('/b24notify', async ({ ack, respond: answer }) => {
        await ack();
        await answer('only you');
        await answer({ text: 'all', response_type: 'in_channel' });
      });
    });

    await workspace.as(anna).command('/b24notify', 'x', direct);
    await workspace.as(anna).answers('all');

    expect(workspace.as(anna).sees()).toMatchObject([{ where: 'ephemeral' }, { where: 'channel' }]);
    expect(workspace.as(boris).sees()).toMatchObject([{ text: 'all' }]);
  });

  it('deletes the message whose button was clicked, once', async () => {
    const { workspace, anna } = await newWorkspace();
    const urls: string[] = [];
    await connect(workspace, 'http', (app) => {
      app.command('/b24notify', ({ ack }) =>
        ack({
          text: 'x',
          blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain('A') }] }],
        }),
      );
      app.action('a', async ({ ack, body }) => {
        if ('response_url' in body) urls.push(String(body.response_url));
        await ack();
      });
    });
    const actor = workspace.as(anna);
    await actor.command('/b24notify', 'x');
    await actor.click('A');

    expect((await respond(urls[0] ?? '', { delete_original: true })).body).toBe('ok');
    expect((await respond(urls[0] ?? '', { delete_original: true })).body).toContain('message_not_found');
    expect(actor.sees()).toEqual([]);
    await expect(actor.click('A')).rejects.toThrow(PersonCannot);
  });
});
