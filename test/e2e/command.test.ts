import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BREAK } from '../../src/text/harmless.ts';
import { type Company, company, type Transport } from './company.ts';

describe.each<Transport>(['http', 'socket'])('the slash command over %s', (transport) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company(transport);
  });
  afterAll(() => acme.end());

  const type = (text: string, options?: { raw?: boolean; labels?: boolean; literal?: string[] }) =>
    acme.as(acme.people.ivan).command('/b24notify', text, acme.sales, options);
  const newest = (person: number) => acme.portal.bell(person).at(-1);

  it('rings the bell of one person, and the sender sees that it arrived', async () => {
    const sender = acme.as(acme.people.ivan);
    const { acknowledgedInMs, error } = await type('@anna Please approve *invoice 12*');
    expect(error).toBeUndefined();
    expect(acknowledgedInMs).toBeLessThan(3000);
    const seen = await sender.answers(':white_check_mark:');
    expect(seen.text.split('\n')[0]).toBe(
      `:white_check_mark: Delivered to <@${acme.people.anna.id}>: “Please approve invoice 12”`,
    );
    const [item] = acme.portal.bell(12);
    expect(item?.text).toBe('Ivan Petrov in Slack, #sales:\nPlease approve invoice 12');
    expect(item?.message).toContain('[b]invoice 12[/b]');
    expect(item?.messageOut).toContain('Please approve invoice 12');
    expect(item?.subTag).toBe('b24notify');
  });

  it.each([
    ['@anna @boris to two', [12, 15]],
    ['@anna,@boris; to two', [12, 15]],
    ['@anna, @boris, to two', [12, 15]],
    ['@anna: to one', [12]],
    ['b24:20 to one', [20]],
    ['B24:20, @anna to two', [20, 12]],
    ['anna@example.com to one', [12]],
    ['Anna@Example.com, b24:20 to two', [12, 20]],
    ['@anna anna@example.com b24:12 to one', [12]],
  ])('understands %s', async (typed, people) => {
    const before = acme.portal.everCreated;
    await type(typed);
    await acme.portal.waitFor(({ everCreated }) => everCreated === before + people.length);
    for (const person of people) expect(newest(person)?.text).toMatch(/\nto (one|two)$/);
  });

  it('takes mentions with a label, and e-mail addresses that Slack did not make a link of', async () => {
    await type('@anna with a label', { labels: true });
    await acme.portal.waitFor(() => newest(12)?.text.endsWith('\nwith a label') ?? false);
    await type('boris@example.com bare', { raw: true });
    await acme.portal.waitFor(() => newest(15)?.text.endsWith('\nbare') ?? false);
  });

  it.each([
    '@anna --tag deploy one',
    '@anna —tag deploy two',
    '--tag=deploy @anna three',
    '@anna: --tag “deploy” four',
    '@anna --tag "deploy", five',
  ])('lets a newer one take the place of the older: %s', async (typed) => {
    await type(typed);
    const word = typed.split(' ').at(-1) ?? '';
    await acme.portal.waitFor(() => newest(12)?.text.endsWith(`:\n${word}`) ?? false);
    expect(acme.portal.bell(12).filter(({ tag }) => tag === 'deploy:12')).toHaveLength(1);
  });

  it('opens the form when nothing is typed', async () => {
    const sender = acme.as(acme.people.ivan);
    await type('  ');
    await acme.workspace.waitFor(() => sender.view() !== undefined);
    expect(sender.viewText()).toContain('Write to Bitrix24');
    await sender.close();
  });

  it('helps, and shows what was sent', async () => {
    const sender = acme.as(acme.people.ivan);
    await type('help');
    expect((await sender.answers('*Notify a colleague')).text).toContain('`/b24notify @anna');
    await type('HISTORY');
    expect((await sender.answers('*Your last notifications*')).text).toContain('five · 1 delivered');
  });

  it('takes the last one back', async () => {
    const sender = acme.as(acme.people.boris);
    const at = acme.workspace.channels.general;
    await sender.command('/b24notify', 'undo', at);
    await sender.answers(':x: You have sent nothing to Bitrix24 yet');
    await sender.command('/b24notify', 'b24:20 by mistake', at);
    await sender.answers(':white_check_mark:');
    await sender.command('/b24notify', 'undo', at);
    await sender.answers(':leftwards_arrow_with_hook: Taken back from b24:20: “by mistake”');
    expect(newest(20)?.text).not.toContain('by mistake');
  });

  it('makes one notification of a command that Slack delivers twice', async () => {
    const before = acme.portal.everCreated;
    const on = transport === 'http' ? 'delivery' : 'socket';
    acme.workspace.misbehave({ on, do: 'repeat', times: 1 });
    const seen = acme.as(acme.people.ivan).sees().length;
    await type('@anna only once');
    await acme.portal.waitFor(({ everCreated }) => everCreated > before);
    await type('@boris and then this');
    await acme.portal.waitFor(() => newest(15)?.text.endsWith('and then this') ?? false);
    await acme.workspace.waitFor(() => acme.as(acme.people.ivan).sees().length >= seen + 2);
    expect(acme.portal.everCreated).toBe(before + 2);
    expect(acme.as(acme.people.ivan).sees()).toHaveLength(seen + 2);
  });

  it('carries every character, and lets none of it act', async () => {
    await type('@anna a < b && c > d *bold* _it_ ~no~ `co[b]de` [send=/quit]press[/send] #BR# [USER=1]x[/USER]');
    await acme.portal.waitFor(() => newest(12)?.text.includes('press') ?? false);
    const item = newest(12);
    expect(item?.text.replaceAll(BREAK, '')).toContain(
      'a < b && c > d bold it no `co[b]de` [send=/quit]press[/send] #BR# [USER=1]x[/USER]',
    );
    expect(item?.active.map(({ kind }) => kind)).toEqual(['user']);
  });

  describe('that cannot be understood', () => {
    let before: number;
    beforeEach(() => {
      before = acme.portal.everCreated;
    });

    it.each([
      ['Please approve invoice 12', 'begins with whom it is for'],
      ['--tag deploy', 'Nobody is named'],
      ['@here lunch', '@here cannot be notified'],
      ['@channel lunch', '@channel cannot be notified'],
      ['#general lunch', 'A channel cannot be notified'],
      ['b24:abc lunch', '“b24:abc” is no Bitrix24 person'],
      ['b24:0 lunch', '“b24:0” is no Bitrix24 person'],
      ['@anna --tug deploy lunch', '“--tug” is not known here'],
      ['@anna --tag', '`--tag` needs a name'],
      ['@anna --tag @boris lunch', '`--tag` needs a name'],
      ['@anna --tag "deploy lunch', 'quotation mark that is never closed'],
      ['@anna --tag a --tag b lunch', 'more than one `--tag`'],
      [`@anna --tag ${'x'.repeat(101)} lunch`, 'longer than 100 characters'],
      ['@anna', 'There is no text to send'],
      ['@anna ``` ```', 'There is no text to send'],
      ['http://example.com/a lunch', 'begins with whom it is for'],
    ])('%s: says what was wrong, and gives it back in the form', async (typed, wrong) => {
      const sender = acme.as(acme.people.ivan);
      const { acknowledgedInMs } = await type(typed);
      expect(acknowledgedInMs).toBeLessThan(3000);
      const answer = sender.sees().at(-1);
      expect(answer?.text).toMatch(/^:x: /);
      expect(answer?.text).toContain(wrong);
      expect(answer?.where).toBe('ephemeral');
      await sender.click('Open the form', answer);
      await acme.workspace.waitFor(() => sender.view() !== undefined);
      const shown = sender.viewText();
      for (const word of typed.split(/[\s"`]+/)) expect(shown).toContain(said(word));
      await sender.close();
      expect(acme.portal.everCreated).toBe(before);
    });

    /** How a word of a command stands in the form. */
    function said(word: string): string {
      if (word === '@anna') return acme.people.anna.id;
      if (word === '@boris') return acme.people.boris.id;
      if (word === '#general') return acme.workspace.channels.general.id;
      return word.replace(/^--tag$/, 'ag').replace(/[*_]/g, '');
    }

    it('names a mention that Slack did not recognise', async () => {
      await type('@Nemo Nobody lunch', { literal: ['@Nemo'] });
      const answer = await acme.as(acme.people.ivan).answers(':x: Slack did not recognise “@Nemo”');
      expect(answer.buttons.map(({ text }) => text)).toEqual(['Open the form']);
    });

    it('keeps 5,000 characters, their lines and their formatting in the form, and sends them from there', async () => {
      const sender = acme.as(acme.people.ivan);
      const long = `${'A & B < C > D *bold* _it_ ~no~ `co` :smile:\n'.repeat(110)}the end`;
      await type(`@anna, anna@example.com b24:20 --tag big --oops\n${long}`);
      const answer = sender.sees().at(-1);
      expect(answer?.text).toContain(':x: “--oops” is not known here');
      await sender.click('Open the form', answer);
      await acme.workspace.waitFor(() => sender.view() !== undefined);
      expect(sender.viewText()).toContain('big');
      expect(sender.viewText()).toContain('anna@example.com, b24:20');
      await sender.submit();
      await acme.portal.waitFor(() => newest(20)?.text.endsWith('the end') ?? false);
      const { message = '', text = '', tag } = newest(20) ?? {};
      expect(tag).toBe('big:20');
      expect(text.split('\n').filter((line) => line.startsWith('A & B < C > D bold it no `co`'))).toHaveLength(110);
      expect(message.split('[b]bold[/b] [i]it[/i] [s]no[/s]')).toHaveLength(111);
    });
  });
});
