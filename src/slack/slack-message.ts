import { z } from 'zod';
import { readFiles, type SlackFile } from '../files/slack-file.ts';
import type { Document } from '../text/document.ts';
import { parseMessage } from '../text/parse/message.ts';

const schema = z.object({
  user: z.string().nullish(),
  username: z.string().nullish(),
  bot_profile: z.object({ name: z.string().nullish() }).nullish(),
  ts: z.string().nullish(),
  files: z.unknown().optional(),
  attachments: z.array(z.unknown()).nullish().catch(null),
});
const shared = z.object({ files: z.unknown() });

/** A message in Slack, as much of it as the bot passes on. */
export interface SlackMessage {
  /** A message of an app may have no user, only a name, and some have not even that. */
  author: { slackId?: string; name: string };
  ts: string;
  text: Document;
  files: SlackFile[];
}

/** Reads the message of a shortcut's payload; never throws, whatever Slack put into it. */
export function readMessage(message: unknown): SlackMessage {
  const { user, username, bot_profile: bot, ts, files, attachments } = schema.catch({ files: [] }).parse(message);
  const name = username || bot?.name || '';
  return {
    author: { ...(user && !username && { slackId: user }), name },
    ts: ts ?? '',
    text: parseMessage(message),
    files: [...readFiles(files), ...(attachments ?? []).flatMap(sharedFiles)].filter(
      (file, index, all) => all.findIndex(({ id }) => id === file.id) === index,
    ),
  };
}

/** A message that was shared inside this one has files of its own. */
function sharedFiles(attachment: unknown): SlackFile[] {
  const read = shared.safeParse(attachment);
  return read.success ? readFiles(read.data.files) : [];
}
