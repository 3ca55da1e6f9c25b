import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { openComposeForm } from '../open-compose-form.ts';

/** "Write to Bitrix24": opens the compose form. A global shortcut has no channel and no response_url. */
export const compose =
  () =>
  async ({ shortcut, ack, client }: SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    await openComposeForm(client, shortcut.trigger_id, { recipients: [], text: '' }, { place: { kind: 'none' } });
  };
