import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from './company.ts';

describe('a store that refuses', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('http');
  });
  afterAll(() => acme.end());

  /** Another process takes tables away, as a botched restore would. */
  async function without(tables: string[], work: () => Promise<void>): Promise<void> {
    const other = new DatabaseSync(acme.storePath);
    for (const table of tables) other.exec(`alter table ${table} rename to ${table}_gone`);
    try {
      await work();
    } finally {
      for (const table of tables) other.exec(`alter table ${table}_gone rename to ${table}`);
      other.close();
    }
  }
  const me = () => acme.as(acme.people.ivan);

  it('accepts nothing, and gives back what was typed, all of it', async () => {
    const typed = `@anna first line\n*second* & ${'word '.repeat(900)}last`;
    await without(['request', 'draft'], async () => {
      const { error } = await me().command('/b24notify', typed, acme.sales);
      expect(error).toBeUndefined();
      const seen = await me().answers(':x: Not accepted: the bot could not store it, so nothing was sent.');
      expect(seen.text).toContain('>*second* &amp; word');
      expect(seen.text).toContain('last');
      expect(acme.portal.bell(12)).toEqual([]);
    });
    const lines = acme.logged.filter((line) => line.includes('request not accepted: it could not be stored'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { audit: { outcome: 'not stored', sender: acme.people.ivan.id }, error: { message: expect.any(String) } },
    ]);
    expect(lines[0]).toContain('no such table');
  });

  it('is told for a command that was not understood as well', async () => {
    await without(['draft'], async () => {
      await me().command('/b24notify', 'who is that', acme.sales);
      await me().answers(':x: Not accepted: the bot could not store it, so nothing was sent.');
      expect(me().sees().at(-1)?.text).toContain('>who is that');
    });
  });

  it('keeps the form open with everything in it', async () => {
    await me().globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => me().view() !== undefined);
    me().fill({ people: [acme.people.anna], text: 'in the form' });
    await without(['request'], async () => {
      await me().submit();
      expect(me().formErrors).toEqual({
        people: 'The bot could not store this, so nothing was sent. Try again in a moment.',
      });
    });
    await me().submit();
    expect(me().view()).toBeUndefined();
    await acme.portal.waitFor(() => acme.portal.bell(12).at(-1)?.text.includes('in the form') ?? false);
  });

  it.each(['history', 'undo'])('is told after %s', async (typed) => {
    await without(['request'], async () => {
      const before = me().sees().length;
      await me().command('/b24notify', typed, acme.sales);
      await acme.workspace.waitFor(() => me().sees().length > before);
      expect(me().sees().at(-1)?.text).toMatch(/^:x: The bot has trouble inside/);
    });
  });

  it('is told after a click, and the log knows on what', async () => {
    await me().command('/b24notify', '@anna to be undone', acme.sales);
    const seen = await me().answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “to be undone”`);
    await without(['request'], async () => {
      const before = me().sees().length;
      await me().click('Undo', seen);
      await acme.workspace.waitFor(() => me().sees().length > before);
      expect(me().sees().at(-1)?.text).toMatch(/^:x: The bot has trouble inside/);
    });
    expect(acme.logged.some((line) => line.includes('"what":"b24_undo"') && line.includes(acme.people.ivan.id))).toBe(
      true,
    );
  });
});

describe('Slack that does not answer', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('socket', {
      rules: ({ boss, ivan }) => `admins: [${boss.id}]\nallow: { usergroups: [S0GROUP01], users: [${ivan.id}] }`,
    });
    acme.workspace.groups.add({ id: 'S0GROUP01', handle: 'senders', members: [acme.people.boris] });
  });
  afterAll(() => acme.end());

  it('is acknowledged in time all the same, and those who are known get theirs', async () => {
    const end = acme.workspace.misbehave({ on: '*', do: 'hang', when: (given) => !('view' in given) });
    const me = acme.as(acme.people.ivan);
    const { acknowledgedInMs, error } = await me.command('/b24notify', '@boris @anna <@U0NOBODY1> hello', acme.sales);
    expect(error).toBeUndefined();
    expect(acknowledgedInMs).toBeLessThan(2500);
    end();
    const seen = await me.answers(`:warning: Delivered to <@${acme.people.boris.id}>`);
    expect(seen.text).toContain(`<@${acme.people.anna.id}>: Slack did not say who this is. Try again in a moment.`);
    // The name that came with the command, for want of a better one.
    expect(acme.portal.bell(15).at(-1)?.text).toContain('ivan in Slack, #sales:');
  });

  it('refuses somebody who may send only as a member of a group, in time', async () => {
    const end = acme.workspace.misbehave({ on: 'usergroups.users.list', do: 'hang' });
    const slow = acme.workspace.misbehave({ on: 'users.info', do: 'delay', ms: 900 });
    const boris = acme.as(acme.people.boris);
    const { acknowledgedInMs } = await boris.command('/b24notify', 'b24:20 hello', acme.sales);
    expect(acknowledgedInMs).toBeLessThan(2800);
    end();
    slow();
    await boris.answers(':x: Slack did not say who you are, so the bot cannot tell whether you may send.');
    await boris.command('/b24notify', 'b24:20 hello again', acme.sales);
    await boris.answers(':white_check_mark: Delivered to b24:20');
  });

  it('shows the form for a message without names and links', async () => {
    const me = acme.as(acme.people.ivan);
    const stub = acme.workspace.files.add({
      name: 'a.pdf',
      mimetype: 'application/pdf',
      access: 'check_file_info',
      channel: acme.sales,
    });
    const message = acme.workspace.post(acme.sales, acme.people.anna, {
      text: `for <@${acme.people.guest.id}>`,
      files: [stub],
    });
    const end = acme.workspace.misbehave({ on: '*', do: 'hang', when: (given) => !('view' in given) });
    await me.messageShortcut('b24_notify_message', message);
    await acme.workspace.waitFor(() => me.viewText().includes('Message from'));
    me.fill({ others: 'b24:20' });
    const { acknowledgedInMs, error } = await me.submit();
    end();
    expect(error).toBeUndefined();
    expect(acknowledgedInMs).toBeLessThan(2500);
    const seen = await me.answers(':warning: Delivered to b24:20');
    expect(seen.text).toContain('the bot may not see it');
  });

  it('makes the Home tab say that it does not know', async () => {
    const end = acme.workspace.misbehave({ on: 'users.info', do: 'error', error: 'internal_error' });
    const other = acme.as(acme.people.guest);
    await other.openHome();
    await acme.workspace.waitFor(() =>
      other.homeText().includes('cannot be told at the moment whether you are linked'),
    );
    end();
  });
});

describe('a Slack that refuses look-ups for their rate', () => {
  it('keeps no report waiting, and is told to whoever asked', async () => {
    const acme = await company('http');
    const { ivan, stranger } = acme.people;
    acme.workspace.misbehave({
      on: 'users.info',
      do: 'rate-limit',
      retryAfter: 20,
      when: ({ user }) => user === stranger.id,
    });
    const me = acme.as(ivan);
    await me.command('/b24notify', '@stranger are you there', acme.sales);
    await me.answers(':x:');
    // Where the response_url is closed, the report is a direct message: a call of the Web API.
    const closed = acme.workspace.misbehave({ on: 'response_url', do: 'status', status: 404 });
    await me.command('/b24notify', 'b24:20 not held up', acme.sales);
    expect(await me.answers(':white_check_mark: Delivered to b24:20', 4000)).toMatchObject({ where: 'dm' });
    closed();
    await acme.end();
  });
});

describe('a Slack that refuses to tell of a file for its rate', () => {
  it('keeps no form from opening', async () => {
    const acme = await company('http');
    const channel = acme.sales;
    const stub = acme.workspace.files.add({
      name: 'a.pdf',
      mimetype: 'application/pdf',
      access: 'check_file_info',
      channel,
    });
    const message = acme.workspace.post(channel, acme.people.anna, { text: 'with a stub', files: [stub] });
    acme.workspace.misbehave({ on: 'files.info', do: 'rate-limit', retryAfter: 20 });
    const [me, other] = [acme.as(acme.people.ivan), acme.as(acme.people.boris)];
    await me.messageShortcut('b24_notify_message', message);
    await acme.workspace.waitFor(() => acme.workspace.callsOf('files.info').at(-1)?.status === 429);
    await other.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => other.view() !== undefined, 3000);
    await acme.workspace.waitFor(() => me.viewText().includes('Message from'), 3000);
    await acme.end();
  });
});

describe('a Slack that takes no more messages for one person for their rate', () => {
  it('keeps neither the reports of others waiting nor their forms from opening, and tells the one as soon as it may', async () => {
    const acme = await company('http');
    const { ivan, anna } = acme.people;
    const toIvan = ({ channel }: Record<string, unknown>) => channel === ivan.id;
    acme.workspace.misbehave({ on: 'response_url', do: 'status', status: 404 });
    const end = acme.workspace.misbehave({
      on: 'chat.postMessage',
      do: 'rate-limit',
      retryAfter: 6,
      when: toIvan,
    });
    const [me, other] = [acme.as(ivan), acme.as(anna)];
    const heldUp = () => acme.workspace.callsOf('chat.postMessage').filter(({ status }) => status === 429).length;
    // One is told by the reporter, the other by the listener itself.
    await me.command('/b24notify', 'b24:20 a lot to tell', acme.sales);
    await me.command('/b24notify', 'history', acme.sales);
    await acme.workspace.waitFor(() => heldUp() === 2);
    end();
    await other.command('/b24notify', 'b24:20 not held up', acme.sales);
    await other.answers(':white_check_mark: Delivered to b24:20', 4000);
    await other.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => other.view() !== undefined, 3000);
    expect(me.sees()).toEqual([]);
    await me.answers(':white_check_mark: Delivered to b24:20', 10_000);
    await acme.workspace.waitFor(() => me.sees().some(({ text }) => text.startsWith('*Your last')), 10_000);
    await acme.end();
  }, 30_000);

  it('is told of it by the next bot, where this one stops meanwhile', async () => {
    const acme = await company('http');
    const me = acme.as(acme.people.ivan);
    acme.workspace.misbehave({ on: 'response_url', do: 'status', status: 404 });
    const end = acme.workspace.misbehave({ on: 'chat.postMessage', do: 'rate-limit', retryAfter: 30 });
    await me.command('/b24notify', 'b24:20 a lot to tell', acme.sales);
    await acme.workspace.waitFor(() => acme.workspace.callsOf('chat.postMessage').at(-1)?.status === 429);
    const began = performance.now();
    await acme.stop();
    expect(performance.now() - began).toBeLessThan(5000);
    end();
    await acme.start();
    await me.answers(':white_check_mark: Delivered to b24:20', 10_000);
    await acme.end();
  }, 30_000);
});

describe('a bot that is stopped and started again', () => {
  it('delivers and reports what it had stored, by a direct message where the first place is closed', async () => {
    const acme = await company('http');
    const me = acme.as(acme.people.ivan);
    const limit = { kind: 'operationLimit', resetIn: 4 } as const;
    acme.portal.misbehave({ on: 'im.notify.personal.add', do: limit, times: 1 });
    await me.command('/b24notify', '@anna across a restart', acme.sales);
    await me.answers(':hourglass_flowing_sand:');
    await acme.stop();
    const closed = acme.workspace.misbehave({ on: 'response_url', do: 'status', status: 404 });
    await acme.start();
    const seen = await me.answers(
      `:white_check_mark: Delivered to <@${acme.people.anna.id}>: “across a restart”`,
      15_000,
    );
    expect(seen.where).toBe('dm');
    expect(acme.portal.bell(12)).toHaveLength(1);
    closed();
    await acme.end();
  });
});
