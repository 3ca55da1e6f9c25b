import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { Words } from '../../language/words.ts';
import { isSlackGroup, type Recipient } from '../../people/recipient.ts';
import { LONGEST_TAG } from '../command-text.ts';

/** Block ids of the fields that both forms share; an action id is the same as its block's. */
export const FIELDS = {
  people: 'people',
  portalPeople: 'portal_people',
  others: 'others',
  text: 'text',
  tag: 'tag',
  files: 'files',
} as const;

/** What the fields hold when the form opens. */
export interface Prefilled {
  recipients: readonly Recipient[];
  text?: RichTextBlock;
  tag?: string;
}

/** Whom it is for: people of Slack by picking, others by what they are called in Bitrix24. */
export function recipientFields({ form }: Words, { recipients }: Pick<Prefilled, 'recipients'>): KnownBlock[] {
  const people = recipients.flatMap((recipient) => (recipient.kind === 'slack' ? [recipient.id] : []));
  const others = recipients.flatMap((recipient) => othersEntry(recipient)).join(', ');
  return [
    {
      type: 'input',
      block_id: FIELDS.people,
      optional: true,
      label: plain(form.to),
      element: {
        type: 'multi_users_select',
        action_id: FIELDS.people,
        placeholder: plain(form.pickPeople),
        ...(people.length > 0 && { initial_users: people }),
      },
    },
    {
      type: 'input',
      block_id: FIELDS.portalPeople,
      optional: true,
      label: plain(form.portalPeople),
      element: {
        type: 'multi_external_select',
        action_id: FIELDS.portalPeople,
        min_query_length: 2,
        placeholder: plain(form.typeName),
      },
    },
    {
      type: 'input',
      block_id: FIELDS.others,
      optional: true,
      label: plain(form.others),
      hint: plain(form.othersHint),
      element: {
        type: 'plain_text_input',
        action_id: FIELDS.others,
        placeholder: plain(form.othersExample),
        ...(others !== '' && { initial_value: others.slice(0, 3000) }),
      },
    },
  ];
}

export function richTextField(
  label: string,
  { text, optional }: { text?: RichTextBlock; optional: boolean },
): KnownBlock {
  return {
    type: 'input',
    block_id: FIELDS.text,
    optional,
    label: plain(label),
    element: { type: 'rich_text_input', action_id: FIELDS.text, ...(text && { initial_value: text }) },
  };
}

export function tagField({ form }: Words, tag = ''): KnownBlock {
  return {
    type: 'input',
    block_id: FIELDS.tag,
    optional: true,
    label: plain(form.tag),
    hint: plain(form.tagHint),
    element: {
      type: 'plain_text_input',
      action_id: FIELDS.tag,
      max_length: LONGEST_TAG,
      ...(tag !== '' && { initial_value: tag }),
    },
  };
}

export function plain(text: string) {
  return { type: 'plain_text' as const, text };
}

/** Handles are short, and the form remembers 3,000 characters in all. */
const MOST_GROUPS = 30;

/** What stands in the form for each user group whose handle is known, with its ID. */
export function groupsIn(recipients: readonly Recipient[]): Record<string, string> {
  const named = recipients.flatMap((recipient) =>
    recipient.kind === 'group' && recipient.label ? [[asHandle(recipient.label), recipient.id] as const] : [],
  );
  return Object.fromEntries(named.slice(0, MOST_GROUPS));
}

function asHandle(label: string): string {
  return `@${label.replace(/^@/, '')}`;
}

/** Slack's people picker holds no e-mail addresses, numbers or groups; they are written as `readOthers` reads them. */
function othersEntry(recipient: Recipient): string[] {
  switch (recipient.kind) {
    case 'slack':
      return [];
    case 'group':
      if (recipient.label) return [asHandle(recipient.label)];
      return [isSlackGroup(recipient.id) ? recipient.id : asHandle(recipient.id)];
    case 'email':
      return [recipient.email];
    case 'bitrix24':
      return [`b24:${recipient.id}`];
  }
}
