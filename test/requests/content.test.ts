import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeAttach } from '../../sandbox/bitrix24/attach-intake.ts';
import { readBBCode } from '../../sandbox/bitrix24/bb-reader.ts';
import { storeMessage } from '../../sandbox/bitrix24/message-intake.ts';
import { TEXT_LIMIT } from '../../src/bitrix24/notifications.ts';
import type { Way } from '../../src/files/handing.ts';
import { wordsOf } from '../../src/language/catalogues.ts';
import type { FilePlan } from '../../src/outbox/file-plan.ts';
import { contentOf } from '../../src/requests/content.ts';
import type { PassedOn, Submission } from '../../src/requests/submission.ts';
import { type Document, documentOf, paragraph, text } from '../../src/text/document.ts';
import { BREAK, legible } from '../../src/text/harmless.ts';
import { type Names, noNames } from '../../src/text/names.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { anyDocument, hostileText } from '../text/arbitraries.ts';

const words = wordsOf('en');
const sender = { name: 'Ivan Petrov', bitrix24Id: 10 };
const said = (words: string) => documentOf(paragraph(text(words)));

function submission(body: Document, more: Partial<Submission> = {}): Submission {
  return {
    key: 'k',
    team: 'T1',
    sender: { slackId: 'U1', name: 'ivan' },
    surface: 'command',
    place: { kind: 'channel', name: 'sales' },
    recipients: [],
    body,
    files: [],
    reply: { user: 'U1' },
    ...more,
  };
}
const passedOn = (more: Partial<PassedOn> = {}): PassedOn => ({
  author: { slackId: 'U2', name: '' },
  note: documentOf(),
  ...more,
});
interface More {
  names?: Names;
  plans?: FilePlan[];
  way?: Way;
}
const content = (given: Submission, { names = noNames, plans = [], way = 'permalink' }: More = {}) =>
  contentOf(given, { sender, names, plans, way, words });
const plain = (given: Submission, more?: More) => content(given, more).messageOut;
const file = { what: 'file', picture: false } as const;

describe('what reaches Bitrix24', () => {
  it('names the sender and the place, in the language of the bot', () => {
    expect(plain(submission(said('hello')))).toBe('Ivan Petrov in Slack, #sales:\nhello');
    expect(
      contentOf(submission(said('привет'), { place: { kind: 'direct' } }), {
        sender,
        names: noNames,
        plans: [],
        way: 'permalink',
        words: wordsOf('ru'),
      }).messageOut,
    ).toBe('Ivan Petrov в Slack, личная переписка:\nпривет');
    expect(content(submission(said('hello'))).message).toMatch(/^\[b]\[USER=10]Ivan Petrov\[\/USER]\[\/b] in Slack/);
  });

  it('names the author of a message: linked, known, or somebody', () => {
    const given = submission(said('hello'), { passedOn: passedOn() });
    const known = (person: { name: string; bitrix24Id?: number }): Names => ({
      ...noNames,
      people: new Map([['U2', person]]),
    });
    expect(content(given, { names: known({ name: 'Anna', bitrix24Id: 12 }) }).message).toContain(
      '[USER=12]Anna[/USER]',
    );
    expect(plain(given, { names: known({ name: 'Anna' }) })).toContain('by Anna in Slack, #sales:\nhello');
    expect(plain(given)).toContain('by Somebody in Slack, #sales:\nhello');
    const app = submission(said('hello'), { passedOn: passedOn({ author: { name: 'Build bot' } }) });
    expect(plain(app)).toContain('by Build bot in Slack, #sales:\nhello');
  });

  it('tells the note from the message, which is quoted below it', () => {
    const given = submission(said('theirs\nand more'), { passedOn: passedOn({ note: said('mine') }) });
    expect(plain(given)).toContain(':\nmine\n> theirs\n> and more');
    expect(content(given).message).toContain(':\nmine\n>>theirs\n>>and more');
  });

  it('keeps head, note, files and link when the text is cut', () => {
    const link = 'https://acme.slack.com/archives/C1/p1';
    const given = submission(said('word '.repeat(10_000)), { passedOn: passedOn({ note: said('my note'), link }) });
    const plans = [{ ...file, name: 'a.pdf', size: 2048, link: 'https://acme.slack.com/files/a.pdf' }];
    const { message, messageOut, attachedFiles, attach } = content(given, { plans });
    for (const written of [message, messageOut]) {
      expect(written.length).toBeLessThanOrEqual(TEXT_LIMIT);
      expect(written.length).toBeGreaterThan(TEXT_LIMIT * 0.95);
      expect(written).toContain('Ivan Petrov');
      expect(written).toContain('my note');
      expect(written).toContain('shortened');
      expect(written).toContain(link);
    }
    expect(messageOut).toContain('a.pdf');
    expect(attachedFiles).toContain('[url=https://acme.slack.com/files/a.pdf]a.pdf[/url] (2 KB)');
    expect(attach?.BLOCKS).toHaveLength(1);
  });

  it('puts the links of so many files that ATTACH cannot hold them into the text', () => {
    const plans = Array.from(
      { length: 900 },
      (_, index): FilePlan => ({
        ...file,
        name: `file ${index} with a long name.pdf`,
        size: 10,
        link: `https://acme.slack.com/files/U1/F${index}/file_with_a_long_name.pdf`,
      }),
    );
    const { message, attach, attachedFiles } = content(submission(said('many')), { plans });
    expect(attach).toBeUndefined();
    expect(attachedFiles).toBe('');
    expect(message).toContain('file 0 with a long name.pdf');
    expect(message.length).toBeLessThanOrEqual(TEXT_LIMIT);
  });

  it('cuts the last resort, plain text, in whole characters and says so', () => {
    const breaks = '[b]'.repeat(100);
    for (const odd of ['', 'x']) {
      const { plain: last } = content(submission(said(`${breaks}${odd}${'🎉'.repeat(20_000)}`)));
      expect(last.length).toBeLessThanOrEqual(TEXT_LIMIT);
      expect(last.isWellFormed()).toBe(true);
      expect(last.endsWith('shortened')).toBe(true);
    }
  });

  it('shows the name of a file as it is read, on one line, turned by none of its characters', () => {
    const nameShown = (name: string): unknown => {
      const plans = [{ ...file, name, size: 10, link: 'https://acme.slack.com/f' }];
      const { attach } = content(submission(said('see')), { plans });
      return storeAttach(JSON.parse(JSON.stringify(attach)))?.BLOCKS[0]?.FILE;
    };
    const shownAs = (name: string) => [{ LINK: 'https://acme.slack.com/f', NAME: name, SIZE: 10 }];
    expect(nameShown('photo\u202egpj.exe')).toEqual(shownAs('photogpj.exe'));
    expect(nameShown('a\u0000b\nc\ud83d.txt')).toEqual(shownAs('ab c\ufffd.txt'));
    expect(nameShown('C:\\new [b].txt')).toEqual(shownAs(`C:\\${BREAK}new [${BREAK}b].txt`));
    expect(nameShown('отчёт 👩‍👩‍👧‍👦 за год.pdf')).toEqual(shownAs('отчёт 👩‍👩‍👧‍👦 за год.pdf'));
  });

  it('lets no name act: of a person, a group, a channel, a place, a file', () => {
    const name = hostileText.filter((words) => legible(words).replaceAll(BREAK, '').trim() !== '');
    fc.assert(
      fc.property(name, name, name, (one, other, third) => {
        const names: Names = {
          people: new Map([
            ['U1', { name: one, bitrix24Id: 5 }],
            ['U2', { name: other }],
          ]),
          groups: new Map([['S1', third]]),
          channels: new Map([['C1', one]]),
        };
        const body = parseMrkdwn('<@U1> and <@U2> of <!subteam^S1> in <#C1>');
        const from = passedOn({ author: { name: other }, note: said(third), link: 'https://acme.slack.com/x' });
        const given = submission(body, { place: { kind: 'channel', name: third }, passedOn: from });
        const link = 'https://acme.slack.com/f';
        const plans = [
          { ...file, name: one, size: 1, link },
          { ...file, name: other, size: 1 },
        ];
        const sent = contentOf(given, {
          sender: { name: one, bitrix24Id: 10 },
          names,
          plans,
          way: 'permalink',
          words,
        });
        const active = (message: string) => readBBCode(storeMessage(message)).active;
        expect(active(sent.message)).toEqual([
          { kind: 'user', id: 10 },
          { kind: 'user', id: 5 },
          { kind: 'link', href: from.link },
        ]);
        expect(active(sent.attachedFiles)).toEqual([{ kind: 'link', href: link }]);
        expect(active(sent.plain)).toEqual([]);
        expect(JSON.stringify(sent).isWellFormed()).toBe(true);
        expect(storeAttach(JSON.parse(JSON.stringify(sent.attach)))?.BLOCKS).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps ATTACH below what the portal takes, by its own count, with any number of long names', () => {
    for (const count of [1, 10, 20, 30, 40, 60, 200]) {
      const plans = Array.from({ length: count }, (_, index): FilePlan => {
        const name = `${'Договор о чём-то [b] '.repeat(6)}${index}.pdf`;
        return { ...file, name, size: 10, link: `https://acme.slack.com/files/U1/F${index}/${encodeURI(name)}` };
      });
      const { attach, message } = content(submission(said('many')), { plans });
      if (attach === undefined) expect(message).toContain('Договор');
      else expect(storeAttach(JSON.parse(JSON.stringify(attach)))?.BLOCKS).toHaveLength(count);
    }
  });

  it('stays within the limits whatever is written, with its files added as links', () => {
    const long = fc
      .tuple(anyDocument, fc.integer({ min: 1, max: 400 }))
      .map(([document, times]): Document => ({ blocks: Array.from({ length: times }, () => document.blocks).flat() }));
    const anyFile = fc.record({ name: fc.string({ maxLength: 300 }), size: fc.nat(), link: fc.webUrl() });
    const ways = fc.constantFrom<Way>('drive', 'proxy', 'permalink', 'off');
    fc.assert(
      fc.property(long, long, fc.array(anyFile, { maxLength: 12 }), ways, (body, note, files, way) => {
        const source = { id: 'F1', url: 'https://files.slack.com/F1', mimetype: '', editable: false, name: 'a' };
        const plans = files.map((each) => ({ ...file, ...each, source }));
        const given = submission(body, { passedOn: passedOn({ note, link: 'https://acme.slack.com/archives/C1/p1' }) });
        const { message, messageOut, plain: last, attachedFiles } = content(given, { plans, way });
        expect(`${message}\n${attachedFiles}`.length).toBeLessThanOrEqual(TEXT_LIMIT);
        expect(messageOut.length).toBeLessThanOrEqual(TEXT_LIMIT);
        expect(last.length).toBeLessThanOrEqual(TEXT_LIMIT);
        expect(message).toContain('Open in Slack');
      }),
      { numRuns: 12 },
    );
  });
});
