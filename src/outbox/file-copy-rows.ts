import type { Schema } from '../store/schema.ts';
import type { Content } from './request.ts';

/** How long the text waits for its files, in milliseconds; after that it goes with Slack's own links. */
export const FILES_WAIT = 30_000;

/** The rows of a request's files, one for each notification and file that has bytes to be copied. */
export function fileCopyRows(notifications: readonly Schema['notification'][], { files }: Content) {
  if (files?.way !== 'drive') return [];
  return notifications.flatMap(({ id, request_id }): Schema['file_copy'][] =>
    files.plans.flatMap(({ source }, position) =>
      source === undefined
        ? []
        : [
            {
              notification_id: id,
              position,
              request_id,
              slack_file: source.id,
              version: source.editable ? request_id : '',
              name: source.name,
              state: 'pending',
              object_id: null,
              page: null,
              show: null,
              why: null,
            },
          ],
    ),
  );
}
