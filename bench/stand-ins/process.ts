/**
 * The stand-in portal and workspace in a process of their own: what they do must not take time from what is measured,
 * and what happens at both ends is timed by one clock.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SandboxPortal, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { generatedPeople } from '../../sandbox/generated-people.ts';
import { type Person, type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { answer } from '../process/answering.ts';
import { commandsToPortal } from './commands-to-portal.ts';
import { FIRST_RECIPIENT } from './first-recipient.ts';
import { Pace } from './pace.ts';
import { search } from './searching.ts';
import { secureFront } from './secure-front.ts';
import { visible } from './visible.ts';

/** The wall clock, to the microsecond. */
const now = () => performance.timeOrigin + performance.now();

let portal: SandboxPortal | undefined;
let workspace: SandboxWorkspace | undefined;
let pace: Pace | undefined;
let people: Person[] = [];
let told = 0;

const answers = {
  async openPortal(wanted: { limited: boolean; commandMs: number; recipients: number }) {
    portal = await startPortal({ limited: wanted.limited, commandMs: wanted.commandMs, now });
    pace = new Pace(portal, now);
    for (let id = FIRST_RECIPIENT; id < FIRST_RECIPIENT + wanted.recipients; id += 1) {
      portal.people.add({ id, name: 'Person', lastName: String(id), email: `p${id}@example.com` });
    }
    const front = await secureFront(new URL(portal.url));
    const { pathname } = new URL(portal.webhookUrl);
    return { webhookUrl: portal.webhookUrl, secureUrl: front.url + pathname, certificate: front.certificate };
  },

  async openWorkspace({ senders }: { senders: number }) {
    workspace = await startWorkspace({ domain: 'acme', tiers: false });
    people = Array.from({ length: senders }, (_, index) =>
      opened(workspace).people.add({
        name: `sender${index}`,
        realName: `Sender ${index}`,
        email: `s${index}@example.com`,
      }),
    );
    const { apiUrl, botToken, appToken, signingSecret, team, channels } = workspace;
    return {
      apiUrl,
      botToken,
      appToken,
      signingSecret,
      team: team.id,
      channel: channels.general.id,
      senders: people.map(({ id }) => id),
      responseUrl: await takeResponses(),
    };
  },

  /** Gives the portal so many people in all, and the workspace, where one is open, the same ones. */
  async hire({ people: count }: { people: number }) {
    const everybody = generatedPeople(count - opened(portal).people.all().length);
    for (const person of everybody) opened(portal).people.add(person);
    for (const { name, lastName, email } of everybody) {
      workspace?.people.add({ name: email.slice(0, email.indexOf('@')), realName: `${name} ${lastName}`, email });
    }
  },

  /** Somebody types into the form's field for people of Bitrix24. */
  search({ url, typed }: { url: string; typed: string[] }) {
    opened(workspace).deliverOverHttp(url);
    return search(opened(workspace), opened(people[0]), typed);
  },

  /** Commands one after the other to an idle bot. */
  commandsToPortal({ url, count }: { url: string; count: number }) {
    opened(workspace).deliverOverHttp(url);
    return commandsToPortal(opened(workspace), opened(portal), opened(people[0]), FIRST_RECIPIENT, count);
  },

  /** Milliseconds that the portal really took for one notification so far. */
  pace: () => pace?.average ?? 0,
  visible: () => visible(opened(portal)),
  told: () => told,
  /** Resolves with what is visible once so many were made, or when the time is over. */
  async whenVisible({ count, timeoutMs }: { count: number; timeoutMs: number }) {
    await opened(portal)
      .waitFor(({ everCreated }) => everCreated >= count, timeoutMs)
      .catch(() => {});
    return visible(opened(portal));
  },
};
export type StandIns = typeof answers;

/** Takes what is said at response_urls, for commands that did not come from the workspace. */
async function takeResponses(): Promise<string> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume().on('end', () => {
      told += 1;
      response.end('ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/commands`;
}

function opened<T>(stand: T | undefined): T {
  if (stand === undefined) throw new Error('it is not open yet');
  return stand;
}

answer(answers);
