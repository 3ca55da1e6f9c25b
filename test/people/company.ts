import { type PeopleFile, parsePeopleFile } from '../../src/config/people-file.ts';
import type { SlackPeople, SlackPerson } from '../../src/people/slack-people.ts';
import type { WhoIsWho } from '../../src/people/who-is-who.ts';

/** people.yml as the bot reads it. */
export function peopleYml(source: string): PeopleFile {
  return parsePeopleFile(source, 'people.yml');
}

/** What Slack knows of these accounts; `asked` says what it was asked for. */
export function slackWith(...accounts: SlackPerson[]): SlackPeople & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async person(id) {
      asked.push(id);
      return accounts.find((account) => account.id === id);
    },
    async personByEmail(email) {
      asked.push(email);
      return accounts.find((account) => account.email === email.toLowerCase());
    },
    groupMembers: async () => ({ kind: 'no such group' }),
  };
}

/** Slack while it does not answer. */
export const silentSlack: SlackPeople = {
  person: () => Promise.reject(new Error('Slack did not answer in time.')),
  personByEmail: () => Promise.reject(new Error('Slack did not answer in time.')),
  groupMembers: () => Promise.reject(new Error('Slack did not answer in time.')),
};

/** people.yml and Slack, beside a portal that knows these addresses. */
export function who(
  file: PeopleFile,
  slack: SlackPeople,
  addresses: Record<string, number> = {},
  links: Record<string, number> = {},
): WhoIsWho {
  return {
    file,
    slack,
    links: { of: async (slackId) => links[slackId] },
    portal: {
      async byEmail(address) {
        const bitrix24Id = addresses[address.toLowerCase()];
        return bitrix24Id === undefined ? { kind: 'nobody' } : { kind: 'found', bitrix24Id };
      },
    },
  };
}

export function account(id: string, more: Partial<SlackPerson> = {}): SlackPerson {
  return { id, name: id, standing: 'member', ...more };
}
