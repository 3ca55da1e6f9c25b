import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, MessageContent, Person } from '../../sandbox/slack/workspace.ts';
import { BREAK } from '../../src/text/harmless.ts';
import { type Company, company, type Transport } from './company.ts';

const SHORTCUT = 'b24_notify_message';

describe.each<Transport>(['http', 'socket'])('the message shortcut over %s', (transport) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company(transport);
  });
  afterAll(() => acme.end());

  const picture = { name: 'chart.png', mimetype: 'image/png', content: Buffer.alloc(2048) };
  const document = { name: 'Report & <plan>.pdf', mimetype: 'application/pdf', content: Buffer.alloc(1679) };
  const newest = (person: number) => acme.portal.bell(person).at(-1);

  /** Ivan chooses the shortcut on a message, and waits until the form is there. */
  async function openOn(content: MessageContent, author: Person | 'app' = acme.people.boris, at: Channel = acme.sales) {
    const sender = acme.as(acme.people.ivan);
    const message = acme.workspace.post(at, author, content);
    const { acknowledgedInMs, error } = await sender.messageShortcut(SHORTCUT, message);
    expect(error).toBeUndefined();
    expect(acknowledgedInMs).toBeLessThan(3000);
    await acme.workspace.waitFor(() => sender.viewText().includes('Message from'));
    return { sender, message };
  }

  it('shows author, text and files, and sends them with a note, a tag and a link back', async () => {
    const files = [acme.workspace.files.add(picture), acme.workspace.files.add(document)];
    const { sender, message } = await openOn({ text: 'Figures of *May* &amp; June', files });
    const shown = sender.viewText();
    expect(shown).toContain(`Message from *<@${acme.people.boris.id}>*`);
    expect(shown).toContain('Figures of May & June');
    expect(shown).toContain('[x] 🖼 chart.png');
    expect(shown).toContain('[x] 📄 Report & <plan>.pdf');
    sender.fill({ people: [acme.people.anna], others: 'b24:20', text: 'Please have a look', tag: 'figures' });
    await sender.submit();
    const seen = await sender.answers(':white_check_mark: Delivered to');
    expect(seen.text).toContain(`<@${acme.people.anna.id}> and b24:20: “Figures of May & June”`.replace('&', '&amp;'));
    for (const person of [12, 20]) {
      const item = newest(person);
      expect(item?.tag).toBe(`figures:${person}`);
      const lines = item?.messageOut.replaceAll(BREAK, '').split('\n') ?? [];
      expect(lines.slice(0, 3)).toEqual([
        'Ivan Petrov passes on a message by Boris <B> Orlov in Slack, #sales:',
        'Please have a look',
        '> Figures of May & June',
      ]);
      expect(item?.active).toContainEqual({
        kind: 'link',
        href: `https://acme.slack.com/archives/${acme.sales.id}/p${message.ts.replace('.', '')}`,
      });
      expect(item?.attach?.BLOCKS).toMatchObject([
        { IMAGE: [{ NAME: 'chart.png', WIDTH: 1024, HEIGHT: 1024 }] },
        { FILE: [{ NAME: expect.stringContaining('Report'), SIZE: 1679 }] },
      ]);
    }
  });

  it('does not send a file whose box was unticked', async () => {
    const files = [acme.workspace.files.add(picture), acme.workspace.files.add(document)];
    const { sender } = await openOn({ text: 'one of two', files });
    sender.fill({ people: [acme.people.anna], '🖼 chart.png': false });
    await sender.submit();
    await acme.portal.waitFor(() => newest(12)?.text.includes('one of two') ?? false);
    expect(newest(12)?.attach?.BLOCKS.map((block) => Object.keys(block))).toEqual([['FILE']]);
    expect(newest(12)?.messageOut).not.toContain('chart.png');
  });

  it('offers every one of twelve files, and sends the ones that are left', async () => {
    const files = Array.from({ length: 12 }, (_, index) =>
      acme.workspace.files.add({ ...document, name: `${index} ${'long '.repeat(30)}name.pdf` }),
    );
    const { sender } = await openOn({ text: 'twelve', files });
    const boxes = sender.viewText().match(/\[x] .*/g) ?? [];
    expect(boxes).toHaveLength(12);
    expect(boxes.every((box) => box.endsWith('….pdf'))).toBe(true);
    const [first = '', eleventh = ''] = [boxes[0], boxes[10]];
    sender.fill({ people: [acme.people.anna], [first.slice(4)]: false, [eleventh.slice(4)]: false });
    await sender.submit();
    await acme.portal.waitFor(() => newest(12)?.text.includes('twelve') ?? false);
    expect(newest(12)?.attach?.BLOCKS).toHaveLength(10);
  });

  it('passes on the message of an app that has only blocks', async () => {
    const { sender } = await openOn(
      {
        text: '',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Build failed' } },
          { type: 'section', text: { type: 'mrkdwn', text: 'Step *three* of <https://ci.example.com/7|run 7>' } },
        ],
        extra: { user: undefined, bot_profile: { name: 'Build & co' } },
      },
      'app',
    );
    expect(sender.viewText()).toContain('Message from *Build &amp; co*');
    sender.fill({ people: [acme.people.anna] });
    await sender.submit();
    await acme.portal.waitFor(() => newest(12)?.text.includes('Build failed') ?? false);
    expect(newest(12)?.text).toContain('by Build & co in Slack, #sales:\nBuild failed\nStep three of run 7');
    expect(newest(12)?.active).toContainEqual({ kind: 'link', href: 'https://ci.example.com/7' });
  });

  it('passes on a message that was forwarded to the channel', async () => {
    const attachments = [
      {
        is_share: true,
        is_msg_unfurl: true,
        author_name: 'Anna Lee',
        text: 'The original words',
        from_url: 'https://acme.slack.com/archives/C1/p1',
      },
    ];
    const { sender } = await openOn({ text: 'See below', attachments });
    expect(sender.viewText()).toContain('The original words');
    sender.fill({ others: 'b24:20' });
    await sender.submit();
    await acme.portal.waitFor(() => newest(20)?.text.includes('The original words') ?? false);
    expect(newest(20)?.text).toContain('Anna Lee');
  });

  it('passes on a message of 40,000 characters: the form shows its beginning, the reader gets what fits', async () => {
    const line = `${'words '.repeat(49)}😀\n`;
    const text = line.repeat(135);
    const blocks = [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] },
    ];
    const { sender } = await openOn({ text: text.slice(0, 40_000), blocks });
    sender.fill({ people: [acme.people.anna], text: 'n'.repeat(5000) });
    await sender.submit();
    await acme.portal.waitFor(() => newest(12)?.text.includes('nnnn') ?? false);
    const { message = '', messageOut = '', text: read = '' } = newest(12) ?? {};
    expect(message.length).toBeLessThanOrEqual(20_000);
    expect(messageOut.length).toBeLessThanOrEqual(20_000);
    expect(message).not.toContain('(...)');
    expect(read).toContain('n'.repeat(5000));
    expect(read.match(/words /g)?.length).toBeGreaterThan(1500);
    expect(read).toContain('shortened');
    expect(read).toContain('Open in Slack');
  });

  it('works in a private channel that the bot is not in, with the place and a link that members can open', async () => {
    const files = [acme.workspace.files.add(document)];
    const { sender, message } = await openOn({ text: 'among us', files }, acme.people.anna, acme.secret);
    sender.fill({ others: 'boris@example.com' });
    await sender.submit();
    await acme.portal.waitFor(() => newest(15)?.text.includes('among us') ?? false);
    expect(newest(15)?.text).toContain(', a private channel:\namong us');
    expect(newest(15)?.active).toContainEqual({
      kind: 'link',
      href: `https://acme.slack.com/archives/${acme.secret.id}/p${message.ts.replace('.', '')}`,
    });
    expect(newest(15)?.attach?.BLOCKS).toHaveLength(1);
  });

  it('asks Slack for a file that came as a stub, and names those it cannot send', async () => {
    const stub = acme.workspace.files.add({
      ...document,
      name: 'shared.pdf',
      access: 'check_file_info',
      channel: acme.sales,
    });
    const gone = acme.workspace.files.add({ ...document, name: 'gone.pdf', deleted: true });
    const { sender } = await openOn({ text: 'from afar', files: [stub, gone] });
    expect(sender.viewText()).toContain('[x] 📄 shared.pdf');
    expect(sender.viewText()).toContain('(deleted)');
    sender.fill({ people: [acme.people.anna] });
    await sender.submit();
    const seen = await sender.answers(':warning: Delivered to');
    expect(seen.text).toContain('it was deleted in Slack.');
    expect(newest(12)?.attach?.BLOCKS).toMatchObject([{ FILE: [{ NAME: 'shared.pdf', SIZE: 1679 }] }]);
  });

  it('answers by a direct message where Slack gave no other way', async () => {
    const { ivan, anna } = acme.people;
    const sender = acme.as(ivan);
    const direct = acme.workspace.channels.direct(ivan, anna);
    const message = acme.workspace.post(direct, anna, { text: 'between two' });
    await sender.messageShortcut(SHORTCUT, message, { withoutResponseUrl: true });
    await acme.workspace.waitFor(() => sender.viewText().includes('between two'));
    sender.fill({ others: 'b24:20' });
    await sender.submit();
    await acme.workspace.waitFor(() =>
      sender.sees().some(({ where, text }) => where === 'dm' && text.includes('between two')),
    );
    expect(newest(20)?.text).toContain(', a direct message:\nbetween two');
  });

  it('makes one notification of a form that Slack delivers twice', async () => {
    const { sender } = await openOn({ text: 'once is enough' });
    sender.fill({ others: 'b24:20' });
    const before = acme.portal.everCreated;
    acme.workspace.misbehave({ on: transport === 'http' ? 'delivery' : 'socket', do: 'repeat', times: 1 });
    await sender.submit();
    await sender.answers(':white_check_mark: Delivered to b24:20: “once is enough”');
    await sender.command('/b24notify', '@anna after it');
    await sender.answers(`:white_check_mark: Delivered to <@${acme.people.anna.id}>: “after it”`);
    expect(acme.portal.everCreated).toBe(before + 2);
  });

  it('says what is wrong below the field, and loses nothing', async () => {
    const { sender } = await openOn({ text: 'to be kept' });
    sender.fill({ text: 'my note' });
    await sender.submit();
    expect(sender.formErrors).toEqual({ people: 'Pick at least one person.' });
    sender.fill({ others: 'b24:20, olga' });
    await sender.submit();
    expect(sender.formErrors).toEqual({
      others: '“olga” is neither an e-mail address nor b24: and a number. Pick people by name in the fields above.',
    });
    expect(sender.viewText()).toContain('my note');
    sender.fill({ others: 'b24:20' });
    await sender.submit();
    await acme.portal.waitFor(() => newest(20)?.text.includes('to be kept') ?? false);
  });

  it('lets the form be closed while it is loading', async () => {
    const sender = acme.as(acme.people.ivan);
    const message = acme.workspace.post(acme.sales, acme.people.boris, { text: 'never mind' });
    const updates = acme.workspace.callsOf('views.update').length;
    acme.workspace.misbehave({ on: 'chat.getPermalink', do: 'delay', ms: 50, times: 1 });
    await sender.messageShortcut(SHORTCUT, message);
    await acme.workspace.waitFor(() => sender.viewText().includes('Reading the message'));
    await sender.close();
    await acme.workspace.waitFor(() => acme.workspace.callsOf('views.update').at(updates)?.status !== undefined);
    expect(sender.view()).toBeUndefined();
    expect(acme.logged.filter((line) => line.includes('could not be shown'))).toEqual([]);
  });

  it('says so when Slack does not open the form any more', async () => {
    const sender = acme.as(acme.people.ivan);
    const message = acme.workspace.post(acme.sales, acme.people.boris, { text: 'too late' });
    acme.workspace.misbehave({ on: 'views.open', do: 'error', error: 'expired_trigger_id', times: 1 });
    await sender.messageShortcut(SHORTCUT, message);
    await sender.answers(':x: Nothing was sent: Slack did not open the form in time.');
  });

  it('says so in the form when the message cannot be kept', async () => {
    const sender = acme.as(acme.people.ivan);
    const message = acme.workspace.post(acme.sales, acme.people.boris, { text: 'oops' });
    acme.workspace.misbehave({ on: 'views.update', do: 'error', error: 'internal_error', times: 1 });
    await sender.messageShortcut(SHORTCUT, message);
    await acme.workspace.waitFor(() => sender.viewText().includes(':x: The form could not be shown.'));
    await sender.close();
  });
});
