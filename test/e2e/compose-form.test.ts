import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company, type Transport } from './company.ts';

/** What somebody makes with the buttons of Slack's editor. */
const rich = {
  type: 'rich_text' as const,
  elements: [
    {
      type: 'rich_text_section' as const,
      elements: [
        { type: 'text' as const, text: 'Plain ' },
        { type: 'text' as const, text: 'bold', style: { bold: true } },
        { type: 'text' as const, text: ' & [b]typed[/b] ' },
        { type: 'emoji' as const, name: 'wave' },
      ],
    },
    {
      type: 'rich_text_list' as const,
      style: 'ordered' as const,
      indent: 0,
      elements: [
        { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'first' }] },
        { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'second' }] },
      ],
    },
    { type: 'rich_text_quote' as const, elements: [{ type: 'text' as const, text: 'somebody said' }] },
    { type: 'rich_text_preformatted' as const, elements: [{ type: 'text' as const, text: 'if (a < b) *c;' }] },
  ],
};

describe.each<Transport>(['http', 'socket'])('the compose form over %s', (transport) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company(transport);
  });
  afterAll(() => acme.end());

  const newest = (person: number) => acme.portal.bell(person).at(-1);
  const dm = (begins: string) =>
    acme
      .as(acme.people.ivan)
      .sees()
      .findLast(({ where, text }) => where === 'dm' && text.startsWith(begins));

  async function open() {
    const sender = acme.as(acme.people.ivan);
    await sender.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    return sender;
  }

  it('sends formatted text with files, and answers by a direct message', async () => {
    const sender = await open();
    sender.fill({
      people: [acme.people.anna],
      others: 'b24:20; nobody@example.com boris@example.com',
      text: {
        ...rich,
        elements: [
          ...rich.elements,
          { type: 'rich_text_section' as const, elements: [{ type: 'user' as const, user_id: acme.people.boris.id }] },
        ],
      },
      files: [
        { name: 'photo.jpg', mimetype: 'image/jpeg', content: Buffer.alloc(5000) },
        { name: 'x[1] "a" \\new <b>.txt', mimetype: 'text/plain', content: Buffer.alloc(10) },
      ],
      tag: 'review',
    });
    await sender.submit();
    expect(sender.view()).toBeUndefined();
    await acme.workspace.waitFor(() => dm(':warning: Delivered to') !== undefined);
    const seen = dm(':warning: Delivered to');
    expect(seen?.text).toContain('• nobody@example.com: not linked');
    for (const person of [12, 15, 20]) {
      const { message = '', text = '', tag, attach } = newest(person) ?? {};
      expect(tag).toBe(`review:${person}`);
      expect(text).toMatch(/^Ivan Petrov in Slack:\nPlain bold & /);
      expect(message).toContain('[b]bold[/b]');
      expect(message).toMatch(/1\. first\n2\. second/);
      expect(message).toContain('>>somebody said');
      expect(message).toContain('[code]if (a < b) *c;[/code]');
      expect(message).toContain('[USER=15]Boris');
      expect(text).toContain('👋');
      expect(attach?.BLOCKS).toMatchObject([
        { IMAGE: [{ NAME: 'photo.jpg', WIDTH: 1024, HEIGHT: 1024 }] },
        { FILE: [{ SIZE: 10 }] },
      ]);
      expect(newest(person)?.attachActive).toEqual([]);
    }
    await sender.click('Undo', seen);
    await acme.workspace.waitFor(() => dm(':leftwards_arrow_with_hook: Taken back from')?.ts === seen?.ts);
    expect([12, 15, 20].map((person) => newest(person))).toEqual([undefined, undefined, undefined]);
  });

  it('shows what is wrong in the form, and nothing is lost', async () => {
    const sender = await open();
    sender.fill({ text: 'keep this', others: 'anna@', tag: 'keep-tag' });
    await sender.submit();
    expect(sender.formErrors).toEqual({
      others: '“anna@” is neither an e-mail address nor b24: and a number. Pick people by name in the fields above.',
    });
    sender.fill({ others: 'b24:x' });
    await sender.submit();
    expect(sender.formErrors).toEqual({
      others: '“b24:x” is neither an e-mail address nor b24: and a number. Pick people by name in the fields above.',
    });
    sender.fill({ others: null });
    await sender.submit();
    expect(sender.formErrors).toEqual({ people: 'Pick at least one person.' });
    sender.fill({ people: [acme.people.stranger] });
    await sender.submit();
    expect(sender.viewText()).toContain('Nobody you named can be reached, so nothing was sent.');
    await sender.close();
    sender.fill({ people: [acme.people.anna] });
    expect(sender.viewText()).toContain('keep-tag');
    await sender.submit();
    await acme.portal.waitFor(() => newest(12)?.tag === 'keep-tag:12');
  });

  it('answers in the channel where the empty command was typed', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '', acme.sales);
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    sender.fill({ others: 'b24:20', text: 'from the sales' });
    await sender.submit();
    const seen = await sender.answers(':white_check_mark: Delivered to b24:20: “from the sales”');
    expect(seen).toMatchObject({ where: 'ephemeral', channelId: acme.sales.id });
    expect(newest(20)?.text).toBe('Ivan Petrov in Slack, #sales:\nfrom the sales');
  });

  it('sends files alone with hardly a word', async () => {
    const sender = await open();
    sender.fill({ others: 'b24:20', text: '.', files: [{ name: null, mimetype: 'image/png' }] });
    await sender.submit();
    await acme.portal.waitFor(() => (newest(20)?.attach?.BLOCKS.length ?? 0) === 1);
    expect(newest(20)?.attach?.BLOCKS).toMatchObject([{ IMAGE: [{}] }]);
  });

  it('says so when Slack does not open it', async () => {
    const sender = acme.as(acme.people.ivan);
    acme.workspace.misbehave({ on: 'views.open', do: 'error', error: 'internal_error', times: 1 });
    await sender.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => dm(':x: Nothing was sent: Slack did not open the form') !== undefined);
    expect(acme.logged.some((line) => line.includes('a form could not be opened'))).toBe(true);
  });

  it('opens with the plain characters where Slack refuses the formatting', async () => {
    const sender = acme.as(acme.people.ivan);
    await sender.command('/b24notify', '@anna --oops *two* lines', acme.sales);
    acme.workspace.misbehave({ on: 'views.open', do: 'error', error: 'invalid_arguments', times: 1 });
    await sender.click('Open the form', sender.sees().at(-1));
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    expect(sender.viewText()).toContain('--oops *two* lines');
    expect(sender.viewText()).toContain(acme.people.anna.id);
    await sender.close();
  });

  it('is opened from the Home tab, which tells whether one is linked', async () => {
    const linked = acme.as(acme.people.ivan);
    await linked.openHome('messages');
    await linked.openHome('home');
    await acme.workspace.waitFor(() => linked.home() !== undefined);
    expect(linked.homeText()).toContain('you are *Ivan Petrov* (profile number 10)');
    await linked.click('Write to Bitrix24');
    await acme.workspace.waitFor(() => linked.view() !== undefined);
    await linked.close();
    const other = acme.as(acme.people.stranger);
    await other.openHome();
    await acme.workspace.waitFor(() => other.home() !== undefined);
    expect(other.homeText()).toContain('You are *not linked*');
  });
});
