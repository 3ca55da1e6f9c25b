import type { Portal } from '../../bitrix24/portal.ts';
import type { PeopleFile } from '../../config/people-file.ts';
import type { Settings } from '../../config/settings.ts';
import { checkAdmins } from './admins.ts';
import type { Finding } from './finding.ts';
import { checkLanguage } from './language.ts';
import { checkListedPeople } from './listed-people.ts';
import { checkPortal } from './portal-access.ts';
import { checkSlackDelivery } from './slack-delivery.ts';
import { appOf, checkSlackToken } from './slack-token.ts';
import { checkStore } from './store-check.ts';
import { checkSending } from './test-notification.ts';

export interface Examination {
  settings: Settings;
  people: PeopleFile;
  portal: Portal;
  /** The text of manifest.yml. */
  manifest: string;
  /** A Bitrix24 person to whom a real notification is sent and from whom it is taken back. */
  sendTest?: number;
}

/** Checks the whole set-up against the real services. What one service does wrong does not keep the others from being checked. */
export async function examine({ settings, people, portal, manifest, sendTest }: Examination): Promise<Finding[]> {
  const { slack } = settings;
  const [token, delivery, access, store] = await Promise.all([
    checkSlackToken(slack, manifest),
    checkSlackDelivery(slack.transport, slack.apiUrl, appOf(slack)),
    checkPortal(portal, settings),
    checkStore(settings.database),
  ]);
  const reachable = access[0]?.state === 'good';
  const known = token[0]?.state === 'good';
  return [
    ...token,
    ...(known ? [await checkAdmins(people.admins, slack)] : []),
    delivery,
    ...access,
    store,
    ...(reachable ? [await checkLanguage(portal, settings.locale), await checkListedPeople(portal, people)] : []),
    ...(reachable && sendTest !== undefined ? [await checkSending(portal, sendTest, settings.notifyAs)] : []),
  ];
}
