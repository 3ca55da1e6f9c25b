import { PortalError } from '../../bitrix24/errors/portal-error.ts';
import { createPortal } from '../../bitrix24/portal.ts';
import type { Settings } from '../../config/settings.ts';
import { bad, doubtful, type Finding, good } from '../../ops/doctor/finding.ts';
import { adviceForLook, checkPortal } from '../../ops/doctor/portal-access.ts';
import { checkSlackDelivery } from '../../ops/doctor/slack-delivery.ts';
import { appOf, checkSlackToken } from '../../ops/doctor/slack-token.ts';
import type { Answers, Question } from './answers.ts';

/** What the checks need besides the answers: the settings as they stand, with nothing asked for among them. */
export interface Surroundings {
  slackApiUrl: string;
  /** The text of manifest.yml. */
  manifest: string;
  portal: Pick<Settings, 'notifyAs' | 'rate'> & { files: { way: string } };
}

/**
 * Asks the service that an answer is for; the doctor's own checks. What is asked for later needs no answer yet.
 * @returns nothing for what only shows when the bot runs
 */
export async function checkAnswer(question: Question, answers: Answers, around: Surroundings): Promise<Finding[]> {
  const { slackApiUrl: apiUrl, manifest } = around;
  const value = answers[question] ?? '';
  const bot = { botToken: answers.SLACK_BOT_TOKEN ?? '', apiUrl };
  switch (question) {
    case 'SLACK_BOT_TOKEN':
      return checkSlackToken(bot, manifest);
    case 'SLACK_APP_TOKEN':
      return [await checkSlackDelivery({ kind: 'socket', appToken: value }, apiUrl, appOf(bot))];
    case 'SLACK_SIGNING_SECRET':
      return [lookAtSigningSecret(value)];
    case 'BITRIX24_WEBHOOK_URL':
      return checkWebhook(value, around.portal);
    case 'BITRIX24_DOMAIN':
      return [await findPortal(value)];
    default:
      return [];
  }
}

/** Slack tells nobody whether a signing secret is right; its requests do. */
function lookAtSigningSecret(value: string): Finding {
  const check = 'Signing secret';
  if (value.split(',').every((secret) => /^[\da-f]{32}$/.test(secret.trim()))) {
    return good(check, "It looks like one; whether it is right shows at Slack's first request.");
  }
  return doubtful(
    check,
    'It does not look like one: a signing secret is 32 digits and letters from a to f.',
    'Compare it with "Basic Information" → "App Credentials" → "Signing Secret"; the verification token is something else.',
  );
}

async function checkWebhook(url: string, wanted: Surroundings['portal']): Promise<Finding[]> {
  const portal = createPortal({ mode: 'webhook', url });
  try {
    return await checkPortal(portal, wanted);
  } finally {
    await portal.close();
  }
}

/** How a portal refuses a token that nobody gave (docs: error-codes). */
const STRANGER = /^(?:no_auth_found|invalid_token|expired_token|invalid_credentials)$/i;

/** Whether a portal is at this address: the application's own tokens come only when it is installed. */
async function findPortal(domain: string): Promise<Finding> {
  const check = 'Bitrix24 address';
  const nobody = { accessToken: 'none' };
  const tokens = { current: async () => nobody, renew: async () => nobody, instead: async () => undefined };
  const portal = createPortal({ mode: 'application', domain, tokens });
  try {
    await portal.call('profile');
    return good(check, `A portal answers at ${portal.host}.`);
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    if (STRANGER.test(error.code)) return good(check, `A portal answers at ${portal.host}.`);
    return bad(check, error.message, adviceForLook(error));
  } finally {
    await portal.close();
  }
}
