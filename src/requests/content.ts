import { attach, attachFits, fileBlock, pictureBlock } from '../bitrix24/attach.ts';
import { TEXT_LIMIT } from '../bitrix24/notifications.ts';
import type { Handed } from '../files/handing.ts';
import type { Words } from '../language/words.ts';
import type { Content } from '../outbox/request.ts';
import { type Document, type Inline, isEmpty, link, paragraph, portalPerson, quote, text } from '../text/document.ts';
import { harmlessMessage } from '../text/harmless.ts';
import type { Names } from '../text/names.ts';
import { type RenderOptions, renderBBCode } from '../text/render/bb-code.ts';
import { renderPlainText } from '../text/render/plain-text.ts';
import type { PassedOn, Submission } from './submission.ts';

/** The sender as the recipient reads it. */
export interface Author {
  name: string;
  bitrix24Id?: number;
}

/**
 * Writes what reaches Bitrix24: who wrote, where in Slack, the text, the files, a link back. The text is cut so that
 * the whole stays within the portal's limit; head, files and link always stay.
 */
export function contentOf(
  { place, body, passedOn, tag }: Submission,
  { sender, names, handed, words }: { sender: Author; names: Names; handed: readonly Handed[]; words: Words },
): Content {
  const head = documentOf(headOf(sender, place, passedOn, names, words));
  const note = passedOn?.note ?? documentOf();
  // Below a note the message is a quotation, so that nobody takes the one's words for the other's.
  const said = isEmpty(note) ? body : { blocks: [quote(...body.blocks)] };
  const foot = documentOf(passedOn?.link === undefined ? [] : [link(passedOn.link, words.openInSlack)]);
  const attached = handed.filter((file) => file.kind !== 'name');
  const named = documentOf(...handed.filter((file) => file.kind === 'name').map((file) => fileLine(file, words)));
  const linked = documentOf(...attached.map((file) => fileLine(file, words)));
  const block = attach(attached.map(asBlock));
  const fits = attachFits(block);

  const write = (
    render: (document: Document, options: RenderOptions) => string,
    parts: readonly Document[],
  ): string => {
    const limits = new Map([
      [note, TEXT_LIMIT / 2],
      [named, TEXT_LIMIT / 8],
      [linked, TEXT_LIMIT / 8],
    ]);
    const fixed = new Map(
      [head, note, foot, named, linked].map((part) => [
        part,
        render(part, { names, limit: limits.get(part) ?? TEXT_LIMIT / 16, cutNote: words.cut }),
      ]),
    );
    const room = [...fixed.values()].reduce((left, { length }) => left - length - 1, TEXT_LIMIT - 1);
    const options = { names, limit: room, cutNote: words.cut, ...(passedOn?.link && { whole: passedOn.link }) };
    return parts
      .map((part) => fixed.get(part) ?? render(part, options))
      .filter((part) => part !== '')
      .join('\n');
  };

  const parts = [head, note, said, named, ...(fits ? [] : [linked]), foot];
  const messageOut = write(renderPlainText, [head, note, said, named, linked, foot]);
  return {
    message: write(renderBBCode, parts),
    messageOut,
    ...(attached.length > 0 && fits && { attach: block }),
    attachedFiles: fits ? renderBBCode(linked, { names, limit: TEXT_LIMIT / 8 }) : '',
    plain: harmlessMessage(messageOut).slice(0, TEXT_LIMIT),
    ...(tag !== undefined && { tag }),
  };
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
  if (passedOn === undefined) return [from, text(` ${words.wrote(place)}`)];
  return [from, text(` ${words.passesOn} `), authorOf(passedOn, names, words), text(words.wroteMessage(place))];
}

/** The author of a message; where Slack tells no name, somebody. */
function authorOf({ author: { slackId, name } }: PassedOn, names: Names, words: Words): Inline {
  const known = slackId === undefined ? undefined : names.people.get(slackId);
  if (known?.bitrix24Id !== undefined) return portalPerson(known.bitrix24Id, known.name, { bold: true });
  return text(known?.name || name || words.somebody, { bold: true });
}

function fileLine(file: Handed, words: Words): Inline[] {
  const size = file.size > 0 ? text(` (${words.size(file.size)})`) : text('');
  return [text('📎 '), file.kind === 'name' ? text(file.name) : link(file.link, file.name), size];
}

function asBlock(file: Exclude<Handed, { kind: 'name' }>) {
  if (file.kind === 'file') return fileBlock(file.name, file.link, file.size > 0 ? file.size : undefined);
  const { width, height } = file;
  return pictureBlock(file.name, file.link, width && height ? { width, height } : {});
}

function documentOf(...lines: Inline[][]): Document {
  return { blocks: lines.filter((inlines) => inlines.length > 0).map((inlines) => paragraph(...inlines)) };
}
