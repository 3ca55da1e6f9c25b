import type { Store } from '../store/store.ts';
import type { Outbox } from './outbox.ts';
import { storable } from './storable.ts';

/** What somebody typed and has not sent yet. */
export function drafts(store: Store, now: () => number, newId: () => string): Pick<Outbox, 'keepDraft' | 'draft'> {
  return {
    async keepDraft({ sender, text }) {
      const id = newId();
      await store
        .insertInto('draft')
        .values({ id, sender, text: storable(text), created_at: now() })
        .execute();
      return id;
    },

    async draft(id, sender) {
      const row = await store
        .selectFrom('draft')
        .select('text')
        .where('id', '=', id)
        .where('sender', '=', sender)
        .executeTakeFirst();
      return row?.text;
    },
  };
}
