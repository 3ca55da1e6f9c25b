import type { PeopleFile } from '../config/people-file.ts';
import type { PortalPeople } from './portal-people.ts';
import type { SlackPeople } from './slack-people.ts';

/** Everything that says who somebody of Slack is in Bitrix24. people.yml is the authority; the rest fills its gaps. */
export interface WhoIsWho {
  file: PeopleFile;
  slack: SlackPeople;
  /** Made in Slack by an admin. @throws when the store did not answer */
  links: { of(slackId: string): Promise<number | undefined> };
  portal: PortalPeople;
}
