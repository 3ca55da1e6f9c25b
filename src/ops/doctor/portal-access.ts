import { PortalError } from '../../bitrix24/errors/portal-error.ts';
import { profile, serverTime } from '../../bitrix24/people.ts';
import type { Portal } from '../../bitrix24/portal.ts';
import type { Settings } from '../../config/settings.ts';
import { checkDrive } from './drive-access.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';

const ACCESS = 'Bitrix24 access';
const PLAN = 'Bitrix24 plan';
const SCOPES = 'Bitrix24 rights';
const CLOCK = 'Clock';
const RATE = 'Bitrix24 rate';

/** The id of a notification that is near the present second means "switched off": a clock beyond that misreads it. */
const LARGEST_DIFFERENCE = 30_000;

type Wanted = Pick<Settings, 'notifyAs' | 'rate'> & { files: { way: string } };

/** Whether the portal takes the credentials, as whom, with which rights; whether files get in; whether the clocks agree. */
export async function checkPortal(portal: Portal, wanted: Wanted): Promise<Finding[]> {
  const began = performance.now();
  try {
    const owner = await profile(portal);
    const took = Math.round(performance.now() - began);
    const author = wanted.notifyAs === 'personal' ? ', the visible author of the notifications' : '';
    const way = portal.mode === 'webhook' ? 'webhook' : 'application';
    const { perSecond, burst } = wanted.rate;
    return [
      good(ACCESS, `${portal.host} takes the ${way} of ${owner.name} (person ${owner.id})${author}.`),
      good(PLAN, 'REST is on it: the portal answers.'),
      ...(await orUnknown(SCOPES, () => rightsOf(portal, wanted.files.way, owner.id))),
      ...(await orUnknown(CLOCK, () => clockOf(portal))),
      good(
        RATE,
        `It answered within ${took} ms; the bot keeps to ${perSecond} requests a second and ${burst} at once.`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return [bad(isOfThePlan(error) ? PLAN : ACCESS, error.message, adviceForLook(error))];
  }
}

/** Whoever only looks has sent nothing that may have arrived. */
export function adviceForLook({ failure, advice }: PortalError): string {
  if (failure !== 'unknown') return advice;
  return 'Open the portal in a browser: if it answers there, try again; if not, wait until it does, or check its address in the settings.';
}

/**
 * `profile` is a method of the basic scope that everybody may call, so what refuses it with these codes is the plan: REST
 * needs a commercial one with a Market subscription (docs: first-steps/access-to-rest-api, error-codes).
 */
function isOfThePlan({ code }: PortalError): boolean {
  return /^(?:access_denied|payment_required)$/i.test(code);
}

/** The portal lets the bot in, so what only this one question cannot find out is no reason to call it shut. */
async function orUnknown(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PortalError) || error.failure === 'credentials') throw error;
    return [doubtful(check, error.message, adviceForLook(error))];
  }
}

async function rightsOf(portal: Portal, files: string, owner: number): Promise<Finding[]> {
  const { result } = await portal.call('scope', {});
  const granted = Array.isArray(result) ? result.map(String) : [];
  const mend =
    portal.mode === 'webhook'
      ? 'Open the inbound webhook in Bitrix24, grant what is missing and save; if its address changes, change BITRIX24_WEBHOOK_URL.'
      : 'Grant what is missing in the settings of the local application, and reinstall it.';
  if (!granted.includes('im')) return [bad(SCOPES, 'The right im is missing: nobody can be notified.', mend)];
  const missing: string[] = [];
  if (!granted.some((scope) => scope === 'user_basic' || scope === 'user')) {
    missing.push('The right user_basic is missing, so nobody is found by e-mail address.');
  }
  // Each file falls back to Slack's link, so the main job goes on.
  if (files === 'drive' && !granted.includes('disk')) {
    missing.push('The right disk is missing, so files go as links to Slack although FILES=drive.');
  }
  const rights =
    missing.length > 0
      ? doubtful(SCOPES, missing.join(' '), mend)
      : good(SCOPES, `Granted: ${granted.toSorted().join(', ')}.`);
  return files === 'drive' && granted.includes('disk') ? [rights, await checkDrive(portal, owner)] : [rights];
}

async function clockOf(portal: Portal): Promise<Finding[]> {
  const before = Date.now();
  const theirs = await serverTime(portal);
  const difference = theirs.getTime() - (before + Date.now()) / 2;
  const seconds = Math.round(difference / 1000);
  if (Math.abs(difference) <= LARGEST_DIFFERENCE)
    return [good(CLOCK, 'This machine and the portal agree on the time.')];
  return [
    doubtful(
      CLOCK,
      `The portal's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine's.`,
      'Let the time of this machine be kept by NTP (timedatectl set-ntp true); Slack refuses to be trusted beyond five minutes too.',
    ),
  ];
}
