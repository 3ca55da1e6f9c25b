import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { openComposeForm } from '../open-compose-form.ts';
import type { Ports } from '../ports.ts';

/** "Write to Bitrix24": opens the compose form. A global shortcut has no channel and no response_url. */
export const compose =
  (ports: Ports) =>
  async ({ shortcut, ack, client }: SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const opening = { client, triggerId: shortcut.trigger_id, user: shortcut.user.id, ports };
    await openComposeForm(opening, { recipients: [], text: '' }, { place: { kind: 'none' } });
  };
