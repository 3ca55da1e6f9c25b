import { type PeopleFile, parsePeopleFile } from '../../src/config/people-file.ts';
import type { SlackPeople, SlackPerson } from '../../src/people/slack-people.ts';

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
  };
}

/** Slack while it does not answer. */
export const silentSlack: SlackPeople = {
  person: () => Promise.reject(new Error('Slack did not answer in time.')),
  personByEmail: () => Promise.reject(new Error('Slack did not answer in time.')),
};

export function account(id: string, more: Partial<SlackPerson> = {}): SlackPerson {
  return { id, name: id, standing: 'member', ...more };
}
