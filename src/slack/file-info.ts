import type { webApi } from '@slack/bolt';
import type { FileInfo } from '../files/handing.ts';
import { readFiles } from '../files/slack-file.ts';
import { patient } from './directory.ts';

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
