import { z } from 'zod';
import { readFiles, type SlackFile } from '../../files/slack-file.ts';
import type { Words } from '../../language/words.ts';
import { isSlackGroup, type Recipient } from '../../people/recipient.ts';
import { readRecipient } from '../command-text.ts';
import { FIELDS } from './fields.ts';
import { fileFieldId } from './message-form.ts';

/** What a form holds when it is sent. `richText` is a rich_text block. */
export interface SubmittedForm {
  recipients: Recipient[];
  richText?: unknown;
  tag?: string;
  files: SlackFile[];
  /** IDs of the files whose boxes are ticked. */
  chosenFiles: Set<string>;
}

/** A field that can't be read: Slack shows the text below it. */
export interface FieldError {
  field: string;
  wrong: string;
}

const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  rich_text_value: z.unknown().optional(),
  files: z.unknown().optional(),
});

/**
 * Reads `view.state.values`. @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 * @param words in which a person reads what is wrong
 * @param groups IDs of user groups by what stands in the form for them
 */
export function readForm(
  words: Words,
  values: unknown,
  groups: Readonly<Record<string, string>> = {},
): SubmittedForm | FieldError {
  const state = z.record(z.string(), z.record(z.string(), fieldSchema)).parse(values);
  const field = (id: string) => state[id]?.[id];
  const others = readOthers(words, field(FIELDS.others)?.value ?? '', new Map(Object.entries(groups)));
  if ('wrong' in others) return others;
  const people = (field(FIELDS.people)?.selected_users ?? []).map((id): Recipient => ({ kind: 'slack', id }));
  const picked = (field(FIELDS.portalPeople)?.selected_options ?? []).flatMap(({ value }): Recipient[] =>
    Number(value) > 0 ? [{ kind: 'bitrix24', id: Number(value) }] : [],
  );
  const recipients = [...people, ...picked, ...others.recipients];
  if (recipients.length === 0) return { field: FIELDS.people, wrong: words.form.nobodyPicked };
  const tag = field(FIELDS.tag)?.value?.trim();
  const ticked = Object.keys(state).map((_, group) => field(fileFieldId(group))?.selected_options ?? []);
  const richText = field(FIELDS.text)?.rich_text_value;
  return {
    recipients,
    ...(richText !== undefined && richText !== null && { richText }),
    ...(tag && { tag }),
    files: readFiles(field(FIELDS.files)?.files),
    chosenFiles: new Set(ticked.flat().map(({ value }) => value)),
  };
}

/** E-mail addresses, `b24:15`, `@group` of people.yml and IDs of user groups, separated by commas, semicolons or blanks. */
function readOthers(
  words: Words,
  value: string,
  groups: ReadonlyMap<string, string>,
): { recipients: Recipient[] } | FieldError {
  const recipients: Recipient[] = [];
  for (const entry of value.split(/[\s,;]+/).filter((word) => word !== '')) {
    const recipient = readEntry(entry, groups.get(entry));
    if (!recipient)
      return {
        field: FIELDS.others,
        wrong: words.form.notAnAddress(entry),
      };
    recipients.push(recipient);
  }
  return { recipients };
}

function readEntry(entry: string, group: string | undefined): Recipient | undefined {
  if (group !== undefined) return { kind: 'group', id: group, label: entry };
  if (isSlackGroup(entry)) return { kind: 'group', id: entry };
  const name = /^@([^@]+)$/.exec(entry)?.[1];
  if (name !== undefined) return { kind: 'group', id: name.toLowerCase() };
  const read = readRecipient(entry);
  return read && 'recipient' in read && read.length === entry.length ? read.recipient : undefined;
}
