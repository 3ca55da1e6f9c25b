/** Source: docs.slack.dev/reference/methods/files.info. */
import { z } from 'zod';
import { appCanSee, fileObject } from '../files/store.ts';
import { integer, method } from './method.ts';
import { TIER_4 } from './rate.ts';
import { SlackRefusal } from './refusal.ts';

export const filesInfo = method({
  pace: TIER_4,
  scopes: ['files:read'],
  arguments: z.strictObject({
    file: z.string().min(1),
    count: integer.optional(),
    cursor: z.string().optional(),
    limit: integer.optional(),
    page: integer.optional(),
  }),
  run: (world, given) => {
    const file = world.files.get(given.file);
    if (file === undefined) throw new SlackRefusal('file_not_found');
    if (file.deleted || file.mode === 'tombstone') throw new SlackRefusal('file_deleted');
    if (file.access === 'access_denied') throw new SlackRefusal('access_denied');
    // A file in a private channel or a DM without the bot does not exist for it.
    if (!appCanSee(world, file)) throw new SlackRefusal('file_not_found');
    return {
      file: fileObject(world, file, 'info'),
      comments: [],
      response_metadata: { next_cursor: '' },
    };
  },
});
