import { PortalError } from '../../bitrix24/errors/portal-error.ts';
import type { Portal } from '../../bitrix24/portal.ts';
import { portalLanguage } from '../../bitrix24/portal-language.ts';
import { type Locale, localeOf, locales, STANDARD } from '../../language/catalogues.ts';
import { doubtful, type Finding, good } from './finding.ts';

const CHECK = 'Language';
const CHOOSE = `NOTIFY_LOCALE (${locales.join(', ')}) chooses another.`;

/** In which language the bot's own words inside a notification are, and why. */
export async function checkLanguage(portal: Portal, chosen: Locale | undefined): Promise<Finding> {
  if (chosen !== undefined) return good(CHECK, `Notifications are in ${named(chosen)}, as NOTIFY_LOCALE says.`);
  try {
    const said = await portalLanguage(portal);
    if (said === undefined)
      return good(CHECK, `Notifications are in ${named(STANDARD)}: the portal does not tell its language. ${CHOOSE}`);
    const locale = localeOf(said);
    if (locale !== undefined) return good(CHECK, `Notifications are in ${named(locale)}, the portal's language.`);
    return good(
      CHECK,
      `Notifications are in ${named(STANDARD)}: the portal's language (${said}) is not known. ${CHOOSE}`,
    );
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return doubtful(CHECK, `The portal did not say its language. ${error.message}`, error.advice);
  }
}

function named(locale: Locale): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale;
}
