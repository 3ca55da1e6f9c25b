import { expect, it } from 'vitest';
import { acmeWithBot } from './acme-with-bot.ts';

it('has one line for a request and one for its end, under the reference that its sender reads, and no word of it', async () => {
  const { acme, start } = await acmeWithBot({ LOG_LEVEL: 'info' });
  const bot = await start();
  const ivan = acme.workspace.as(acme.people.ivan);
  await ivan.command('/b24notify', '@anna The salary of Olga is secret', acme.sales);
  const { text } = await ivan.answers(':white_check_mark:', 10_000);
  const reference = /Ref\. (\w+)/.exec(text)?.[1];
  await bot.stop();
  const lines = bot
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ ref }) => ref === reference)).toMatchObject([
    {
      msg: 'request accepted',
      surface: 'command',
      recipients: 1,
      files: 0,
      level: 30,
      audit: { outcome: 'accepted', sender: acme.people.ivan.id, from: '#sales', to: [12], leftOut: 0 },
    },
    { msg: 'request ended', delivered: 1, level: 30 },
  ]);
  expect(bot.output()).not.toMatch(/salary|Olga is secret/);
  for (const secret of [acme.workspace.botToken, acme.workspace.appToken, acme.portal.webhookUrl]) {
    expect(bot.output()).not.toContain(secret);
  }
});

it('has no word of a request at debug either, as long as nothing fails', async () => {
  const { acme, start } = await acmeWithBot({ LOG_LEVEL: 'debug' });
  const bot = await start();
  const ivan = acme.workspace.as(acme.people.ivan);
  await ivan.command('/b24notify', '@anna The salary of Olga', acme.sales);
  await ivan.answers(':white_check_mark:', 10_000);
  expect(bot.output()).not.toContain('salary');
});
