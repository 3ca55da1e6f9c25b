import { parseDocument, stringify } from 'yaml';
import { EVENTS_PATH } from '../../slack/surfaces.ts';

/**
 * The address of Slack's page for a new app with the manifest already in it (docs.slack.dev/app-manifests, "Sharing
 * manifests").
 * @param manifest the text of manifest.yml, which is for Socket Mode
 * @param publicUrl where Slack reaches the bot over HTTP; absent for Socket Mode
 */
export function newAppLink(manifest: string, publicUrl?: string): string {
  // Terminals end a link at such signs.
  const encoded = encodeURIComponent(compact(manifest, publicUrl)).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `https://api.slack.com/apps?new_app=1&manifest_yaml=${encoded}`;
}

/** Without comments: the address should stay short, for terminals and what lies between. */
function compact(manifest: string, publicUrl: string | undefined): string {
  const document = parseDocument(manifest);
  if (publicUrl !== undefined) {
    const address = new URL(EVENTS_PATH, publicUrl).href;
    document.setIn(['features', 'slash_commands', 0, 'url'], address);
    document.setIn(['settings', 'event_subscriptions', 'request_url'], address);
    document.setIn(['settings', 'interactivity', 'request_url'], address);
    document.setIn(['settings', 'interactivity', 'message_menu_options_url'], address);
    document.setIn(['settings', 'socket_mode_enabled'], false);
  }
  return stringify(document.toJS(), { indent: 1, indentSeq: false, lineWidth: 0 }).trimEnd();
}
