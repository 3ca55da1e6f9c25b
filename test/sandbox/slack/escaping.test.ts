import { describe, expect, it } from 'vitest';
import type { CommandOptions } from '../../../sandbox/slack/workspace.ts';
import { connect, newWorkspace } from './fixture.ts';

async function typed(text: string, options?: CommandOptions): Promise<string> {
  const { workspace, anna } = await newWorkspace();
  workspace.groups.add({ id: 'S0SALES0001', handle: 'sales', members: [anna] });
  workspace.channels.add({ id: 'C0PUBLIC001', name: 'public' });
  workspace.channels.add({ id: 'C0SECRET001', name: 'secret', isPrivate: true, members: [anna] });
  const texts: string[] = [];
  await connect(workspace, 'http', (app) => {
    app.command('/b24notify', async ({ command, ack }) => {
      texts.push(command.text);
      await ack();
    });
  });
  await workspace.as(anna).command('/b24notify', text, undefined, options);
  return texts[0] ?? 'nothing came';
}

describe('what a person types', () => {
  it.each([
    ['@anna hi', '<@U0ANNA00001> hi'],
    ['@anna, @anna: hi.', '<@U0ANNA00001>, <@U0ANNA00001>: hi.'],
    ['@nobody hi', '@nobody hi'],
    ['@sales hi', '<!subteam^S0SALES0001> hi'],
    ['@here and @channel', '<!here> and <!channel>'],
    ['in #public', 'in <#C0PUBLIC001|public>'],
    ['in #secret', 'in <#C0SECRET001|>'],
    ['in #nowhere', 'in #nowhere'],
    ['a@b.com', '<mailto:a@b.com|a@b.com>'],
    ['see https://example.com/?a=1&b=2.', 'see <https://example.com/?a=1&amp;b=2>.'],
    ['see example.com', 'see <http://example.com|example.com>'],
    ['1 < 2 & 3 > 2', '1 &lt; 2 &amp; 3 &gt; 2'],
    ['  padded  ', 'padded'],
    ['<@U0ANNA00001>', '&lt;@U0ANNA00001&gt;'],
  ])('%s arrives as %s', async (text, expected) => {
    expect(await typed(text)).toBe(expected);
  });

  it('carries labels, as older payloads do', async () => {
    expect(await typed('@anna @sales', { labels: true })).toBe('<@U0ANNA00001|anna> <!subteam^S0SALES0001|@sales>');
  });

  it('stays as typed where autocompletion did not resolve a name', async () => {
    expect(await typed('@anna hi', { literal: ['anna'] })).toBe('@anna hi');
  });

  it('is left alone where the test escapes by itself', async () => {
    expect(await typed('<@W1|x> & raw ', { raw: true })).toBe('<@W1|x> & raw ');
  });
});
