import type { webApi } from '@slack/bolt';
import type { FileInfo, WhyUnreadable } from '../files/handing.ts';
import { readFiles } from '../files/slack-file.ts';
import { patient, slackErrorCode } from './directory.ts';

/**
 * Asks Slack about one file (files.info, tier 4). A file that the bot may not see is undefined, whatever Slack calls
 * it, and so is one that Slack does not tell of in time.
 */
export function createFileInfo(client: webApi.WebClient): FileInfo {
  return async (file) => {
    try {
      const [info] = readFiles([(await patient(client.files.info({ file }))).file]);
      return info;
    } catch {
      // file_not_found, file_deleted, access_denied, not_visible: for the sender it is all the same.
      return undefined;
    }
  };
}

/** Slack's words for its own trouble, at any method (docs.slack.dev/reference/methods/files.info). */
const NOTHING_OF_THE_FILE = new Set([
  'fatal_error',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'unknown_method',
]);

/**
 * Why Slack shows its login page instead of a file: files.info says what the download does not. It may know of a file, and
 * yet not give it. While it says nothing of the file, nothing is known against it.
 */
export function createFileDiagnosis(client: webApi.WebClient): WhyUnreadable {
  return async (file) => {
    try {
      await patient(client.files.info({ file }));
      return undefined;
    } catch (error) {
      const code = slackErrorCode(error);
      if (code === undefined || NOTHING_OF_THE_FILE.has(code)) return undefined;
      if (code === 'missing_scope') return 'no scope';
      return code === 'file_deleted' ? 'gone' : 'unreadable';
    }
  };
}
