import { attach, attachFits, fileBlock, pictureBlock } from '../bitrix24/attach.ts';
import { TEXT_LIMIT } from '../bitrix24/notifications.ts';
import { asHanded, type Handed, type Way } from '../files/handing.ts';
import type { Words } from '../language/words.ts';
import type { FilePlan } from '../outbox/file-plan.ts';
import type { Content } from '../outbox/request.ts';
import { type Document, type Inline, isEmpty, link, paragraph, portalPerson, quote, text } from '../text/document.ts';
import { harmlessMessage, harmlessTitle } from '../text/harmless.ts';
import type { Names } from '../text/names.ts';
import { type RenderOptions, renderBBCode } from '../text/render/bb-code.ts';
import { renderPlainText } from '../text/render/plain-text.ts';
import type { PassedOn, Submission } from './submission.ts';

/** The sender as the recipient reads it. */
export interface Author {
  name: string;
  bitrix24Id?: number;
}

/** What the files add to the text may take this much of it. */
const FILES_ROOM = TEXT_LIMIT / 8;
/** By how much the address of a copy may be longer than Slack's: it holds the name, each letter as up to twelve signs. */
const LONGER_LINK = 700;

/**
 * Writes what reaches Bitrix24: who wrote, where in Slack, the text, a link back, the files. The text is cut so that
 * the whole stays within the portal's limit; head, files and link always stay.
 */
export function contentOf(
  { place, body, passedOn, tag }: Submission,
  {
    sender,
    names,
    plans,
    way,
    words,
  }: { sender: Author; names: Names; plans: readonly FilePlan[]; way: Way; words: Words },
): Content {
  const head = documentOf(headOf(sender, place, passedOn, names, words));
  const note = passedOn?.note ?? documentOf();
  // Below a note the message is a quotation, so that nobody takes the one's words for the other's.
  const said = isEmpty(note) ? body : { blocks: [quote(...body.blocks)] };
  const foot = documentOf(passedOn?.link === undefined ? [] : [link(passedOn.link, words.notification.openInSlack)]);

  const handed = plans.map((plan) => asHanded(way === 'off' ? { ...plan, link: undefined } : plan));
  const copied = (way === 'drive' || way === 'proxy') && plans.some(({ source }) => source !== undefined);
  const forFiles = roomForFiles(handed, words, copied);

  const write = (render: (document: Document, options: RenderOptions) => string): string => {
    const fixed = new Map(
      [head, note, foot].map((part) => [
        part,
        render(part, {
          names,
          limit: part === note ? TEXT_LIMIT / 2 : TEXT_LIMIT / 16,
          cutNote: words.notification.cut,
        }),
      ]),
    );
    const room = [...fixed.values()].reduce((left, { length }) => left - length - 1, TEXT_LIMIT - 1 - forFiles);
    const options = {
      names,
      limit: room,
      cutNote: words.notification.cut,
      ...(passedOn?.link && { whole: passedOn.link }),
    };
    return joined([head, note, said, foot].map((part) => fixed.get(part) ?? render(part, options)));
  };

  const bare = { message: write(renderBBCode), messageOut: write(renderPlainText) };
  return {
    ...withFiles(bare, handed, words),
    ...(tag !== undefined && { tag }),
    ...(copied && { files: { way, plans, bare } }),
  };
}

/** The texts with the files, as blocks where the portal takes them, else as links below the text. */
export function withFiles(
  bare: NonNullable<Content['files']>['bare'],
  handed: readonly Handed[],
  words: Words,
): Omit<Content, 'tag' | 'files'> {
  // Most have none, and somebody waits.
  if (handed.length === 0) return { ...bare, attachedFiles: '', plain: plainOf(bare.messageOut, words) };
  const attached = handed.filter((file) => file.kind !== 'name');
  const block = attach(attached.map((file) => asBlock(file, words)));
  const fits = attachFits(block);
  const named = fits ? handed.filter((file) => file.kind === 'name') : handed;
  const added = (text: string, files: readonly Handed[], render: typeof renderBBCode) => {
    const limit = Math.min(FILES_ROOM, TEXT_LIMIT - text.length - 1);
    return render(fileLines(files, words), { limit, cutNote: words.notification.cut });
  };
  const message = joined([bare.message, added(bare.message, named, renderBBCode)]);
  const messageOut = joined([bare.messageOut, added(bare.messageOut, handed, renderPlainText)]);
  return {
    message,
    messageOut,
    ...(attached.length > 0 && fits && { attach: block }),
    attachedFiles: fits ? added(message, attached, renderBBCode) : '',
    plain: plainOf(messageOut, words),
  };
}

/** What makes it harmless may make it too long; then it is cut like any text. */
function plainOf(messageOut: string, words: Words): string {
  const plain = harmlessMessage(messageOut);
  if (plain.length <= TEXT_LIMIT) return plain;
  return renderBBCode(documentOf([text(messageOut)]), { limit: TEXT_LIMIT, cutNote: words.notification.cut });
}

/** Characters that are kept free for what the files add to a long text. */
function roomForFiles(handed: readonly Handed[], words: Words, copied: boolean): number {
  if (handed.length === 0) return 0;
  const options = { limit: FILES_ROOM, cutNote: words.notification.cut };
  const parts = [handed.filter((file) => file.kind === 'name'), handed.filter((file) => file.kind !== 'name')].map(
    (files) =>
      Math.max(...[renderBBCode, renderPlainText].map((render) => render(fileLines(files, words), options).length)),
  );
  const now = parts.reduce((sum, length) => sum + (length > 0 ? length + 1 : 0), 0);
  return copied ? Math.min(now + handed.length * LONGER_LINK, 2 * FILES_ROOM) : now;
}

function fileLines(files: readonly Handed[], words: Words): Document {
  return documentOf(...files.map((file) => fileLine(file, words)));
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

function headOf(
  sender: Author,
  place: Submission['place'],
  passedOn: Submission['passedOn'],
  names: Names,
  words: Words,
): Inline[] {
  const from: Inline =
    sender.bitrix24Id === undefined
      ? text(sender.name, { bold: true })
      : portalPerson(sender.bitrix24Id, sender.name, { bold: true });
  if (passedOn === undefined) return [from, text(` ${words.notification.wrote(place)}`)];
  return [
    from,
    text(` ${words.notification.passesOn} `),
    authorOf(passedOn, names, words),
    text(words.notification.wroteMessage(place)),
  ];
}

/** The author of a message; where Slack tells no name, somebody. */
function authorOf({ author: { slackId, name } }: PassedOn, names: Names, words: Words): Inline {
  const known = slackId === undefined ? undefined : names.people.get(slackId);
  if (known?.bitrix24Id !== undefined) return portalPerson(known.bitrix24Id, known.name, { bold: true });
  return text(known?.name || name || words.notification.somebody, { bold: true });
}

function fileLine(file: Handed, words: Words): Inline[] {
  const size = file.size > 0 && file.what === 'file' ? text(` (${words.notification.size(file.size)})`) : text('');
  const name = nameOf(file, words);
  return [text('📎 '), file.kind === 'name' ? text(name) : link(file.link, name), size];
}

/** What is no file is called what it is, so that nobody wonders why nothing can be downloaded. */
function nameOf({ name, what }: Handed, words: Words): string {
  return what === 'file' || what === 'external' ? name : `${name} (${words.notification.slackPage[what]})`;
}

function asBlock(file: Exclude<Handed, { kind: 'name' }>, words: Words) {
  const name = harmlessTitle(nameOf(file, words));
  if (file.kind === 'file') {
    return fileBlock(name, file.link, file.size > 0 && file.what === 'file' ? file.size : undefined);
  }
  const { width, height, preview } = file;
  return pictureBlock(name, file.link, {
    ...(preview !== undefined && { preview }),
    ...(width && height && { width, height }),
  });
}

function documentOf(...lines: Inline[][]): Document {
  return { blocks: lines.filter((inlines) => inlines.length > 0).map((inlines) => paragraph(...inlines)) };
}
