import { ulid } from 'ulid';
import { createDrive, type DriveFailed } from '../../bitrix24/drive.ts';
import type { Portal } from '../../bitrix24/portal.ts';
import { doubtful, type Finding, good } from './finding.ts';

const CHECK = 'Drive';
const PATIENCE = 30_000;
const CONTENT = Buffer.from('b24notify: this is a test of the set-up.\n');

/**
 * Whether files get into the Drive and out of it again: a folder that only the webhook's owner may read, with a file of
 * one line in it, made and removed as for a notification. The bot's own folder stays, the bot needs it anyway.
 * @param owner the person the webhook or token acts as
 */
export async function checkDrive(portal: Portal, owner: number): Promise<Finding> {
  const drive = createDrive(portal, async () => {});
  const home = await drive.home();
  if (isFailed(home)) return notWritable('no folder b24notify can be made', home);
  const key = `doctor-${ulid()}`;
  const made = (await drive.folders([{ key, name: key, reader: owner }], home)).get(key);
  if (made === undefined || isFailed(made)) return notWritable('no folder can be made in b24notify', made);
  const file = { name: 'doctor.txt', size: CONTENT.length, bytes: contents() };
  const uploaded = await drive.upload(made, file, { signal: AbortSignal.timeout(PATIENCE) });
  const removed = (await drive.remove([made])).get(made);
  if (isFailed(uploaded)) return notWritable('no file can be put into it', uploaded);
  if (isFailed(removed)) return notWritable(`the folder ${key} cannot be removed from it again`, removed);
  return good(CHECK, 'A folder and a file were put into the Drive and removed again.');
}

/** Each file falls back to Slack's link then, so the main job goes on. */
function notWritable(what: string, failed: DriveFailed | undefined): Finding {
  const why = failed === undefined ? '' : ` ${failed.sentence}`;
  return doubtful(
    CHECK,
    `FILES=drive, but ${what}, so files go as links to Slack.${why}`,
    "See in Bitrix24 whether the webhook's owner (or the application) may write to the Drive and has room there, or set FILES=permalink.",
  );
}

async function* contents(): AsyncGenerator<Uint8Array> {
  yield CONTENT;
}

function isFailed(outcome: number | object | string | undefined): outcome is DriveFailed {
  return typeof outcome === 'object' && 'kind' in outcome && outcome.kind === 'failed';
}
