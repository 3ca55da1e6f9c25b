import { describe, expect, it } from 'vitest';
import { connect, newWorkspace } from './fixture.ts';

describe.each(['http', 'socket'] as const)('a slash command over %s', (transport) => {
  it('reaches the app with mentions, links and special characters escaped', async () => {
    const { workspace, anna } = await newWorkspace();
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris Ivanov' });
    const texts: string[] = [];
    await connect(workspace, transport, (app) => {
      app.command('/b24notify', async ({ command, ack }) => {
        texts.push(command.text, command.channel_name, command.user_id);
        await ack();
      });
    });

    const interaction = await workspace.as(anna).command('/b24notify', '@boris, see a@b.com <script> & go');

    expect(interaction).toMatchObject({ timedOut: false, error: undefined });
    expect(texts).toEqual([`<@${boris.id}>, see <mailto:a@b.com|a@b.com> &lt;script&gt; &amp; go`, 'general', anna.id]);
  });

  it('shows the text of the acknowledgement to the person who typed it', async () => {
    const { workspace, anna } = await newWorkspace();
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris Ivanov' });
    await connect(workspace, transport, (app) => {
      app.command('/b24notify', ({ ack }) => ack('Hello'));
    });

    await workspace.as(anna).command('/b24notify', 'x');

    expect(workspace.as(anna).sees()).toMatchObject([{ text: 'Hello', where: 'ephemeral', from: 'app' }]);
    expect(workspace.as(boris).sees()).toEqual([]);
  });

  it('adds a line where the app asks to replace one: nothing was clicked', async () => {
    const { workspace, anna } = await newWorkspace();
    await connect(workspace, transport, (app) => {
      app.command('/b24notify', async ({ ack, respond }) => {
        await ack();
        await respond('Sending');
        await respond({ text: 'Sent', replace_original: true });
      });
    });

    await workspace.as(anna).command('/b24notify', 'x');
    await workspace.as(anna).answers('Sent');

    expect(
      workspace
        .as(anna)
        .sees()
        .map((seen) => seen.text),
    ).toEqual(['Sending', 'Sent']);
  });

  it('tells the person operation_timeout when the app is late', async () => {
    const { workspace, anna } = await newWorkspace({ ackTimeoutMs: 30 });
    const enough = Promise.withResolvers<void>();
    await connect(workspace, transport, (app) => {
      app.command('/b24notify', async ({ ack }) => {
        await enough.promise;
        await ack();
      });
    });

    const interaction = await workspace.as(anna).command('/b24notify', 'x');
    enough.resolve();

    expect(interaction).toMatchObject({ timedOut: true, error: 'operation_timeout' });
    expect(workspace.as(anna).sees()).toMatchObject([
      { from: 'slackbot', text: '/b24notify failed with the error "operation_timeout"' },
    ]);
  });

  it('refuses an acknowledgement that is no message', async () => {
    const { workspace, anna } = await newWorkspace();
    await connect(workspace, transport, (app) => {
      app.command('/b24notify', ({ ack }) => ack({ text: 'x', blocks: [{ type: 'section', text: 'wrong' }] } as never));
    });

    const interaction = await workspace.as(anna).command('/b24notify', 'x');

    expect(interaction.error).toBe('invalid_blocks');
  });
});

describe('a slash command', () => {
  it('fails with dispatch_failed when no app is connected', async () => {
    const { workspace, anna } = await newWorkspace();

    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({ error: 'dispatch_failed' });
  });

  it('fails with dispatch_failed when nothing listens at the request URL', async () => {
    const { workspace, anna } = await newWorkspace();
    workspace.deliverOverHttp('http://127.0.0.1:1/slack/events');

    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({ error: 'dispatch_failed' });
  });

  it('fails when the app answers anything but 200, as with a wrong signing secret', async () => {
    const { workspace, anna } = await newWorkspace();
    await connect(workspace, 'http', (app) => {
      app.command('/b24notify', ({ ack }) => ack());
    });
    const stop = workspace.misbehave({ on: 'delivery', do: 'bad-signature' });
    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({
      status: 401,
      error: 'http_client_error',
    });
    stop();
    workspace.misbehave({ on: 'delivery', do: 'stale-timestamp', times: 1 });
    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({ status: 401 });
    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({ status: 200, error: undefined });
  });

  it('names a private channel without its name', async () => {
    const { workspace, anna } = await newWorkspace();
    const secret = workspace.channels.add({ name: 'secret', isPrivate: true, members: [anna] });
    const seen: string[] = [];
    await connect(workspace, 'http', (app) => {
      app.command('/b24notify', async ({ command, ack }) => {
        seen.push(command.channel_name, command.text);
        await ack();
      });
    });

    await workspace.as(anna).command('/b24notify', 'to #secret and #general', secret);

    expect(seen).toEqual(['privategroup', `to <#${secret.id}|> and <#${workspace.channels.general.id}|general>`]);
  });
});
