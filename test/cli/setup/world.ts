import { onTestFinished } from 'vitest';
import { type PortalOptions, startPortal } from '../../../sandbox/bitrix24/portal.ts';
import { startWorkspace } from '../../../sandbox/slack/workspace.ts';
import { emptyFolder, webhookSecret } from '../command-line.ts';

/** A workspace and a portal in which Ann and Bob have the same addresses, and an empty folder. */
export async function newCompany(options: { scopes?: string[]; portal?: PortalOptions } = {}) {
  const workspace = await startWorkspace({ domain: 'acme', ...(options.scopes && { scopes: options.scopes }) });
  const portal = await startPortal({ limited: false, ...options.portal });
  onTestFinished(async () => {
    await Promise.all([workspace.stop(), portal.stop()]);
  });
  const people = ['Ann', 'Bob'].map((name) => {
    const email = `${name.toLowerCase()}@example.com`;
    const { id: slackId } = workspace.people.add({ name: name.toLowerCase(), realName: name, email });
    return { slackId, bitrix24: portal.people.add({ name, lastName: 'Lee', email }).id };
  });
  const folder = await emptyFolder();
  const { application } = portal;
  return {
    workspace,
    portal,
    people,
    folder,
    /** What a real set-up does not have: the way to the stand-ins. */
    env: { SLACK_API_URL: workspace.apiUrl, BITRIX24_OAUTH_URL: application.oauthUrl },
    /** What a real set-up asks for. */
    all: {
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    },
    /** What nobody may read on the way. */
    secrets: [
      workspace.botToken,
      workspace.appToken,
      workspace.signingSecret,
      webhookSecret(portal),
      application.clientSecret,
    ],
  };
}
