/** Benchmark 7: finding people in a company of 20,000, as one types a name, and listing all of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { generatedPeople } from '../../sandbox/generated-people.ts';
import { createNameSearch } from '../../src/people/name-search.ts';
import { minimum } from '../delivery/minimum.ts';
import { startBot } from '../process/bot.ts';
import { startHelper } from '../process/helper.ts';
import { goal, report } from '../report/report.ts';
import { quantile, rounded } from '../report/spread.ts';
import type { StandIns } from '../stand-ins/process.ts';
import { BATCH, type Listed, PAGE } from './contender.ts';
import type { Ours } from './ours.ts';
import type { Paging } from './paging.ts';
import { typedNames } from './typed.ts';

const PEOPLE = 20_000;
/** Names that are typed, letter by letter, for each kind. */
const NAMES = 40;
const WARM_UP = 200;
/** Milliseconds that the portal takes for a page of people. */
const COMMAND_MS = 4;
const CONCURRENCY = 10;
const LIMIT = { burst: 50, perSecond: 2 };
/** A contender that is not done by then is stopped. */
const PATIENCE = 20_000;

const standIns = () => startHelper<StandIns>(new URL('../stand-ins/process.ts', import.meta.url));

/** From Slack's request to the answer, with the bot as it runs. */
async function searching() {
  const helper = standIns();
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
  try {
    const { webhookUrl } = await helper.ask('openPortal', { limited: true, commandMs: COMMAND_MS, recipients: 0 });
    const workspace = await helper.ask('openWorkspace', { senders: 1 });
    await helper.ask('hire', { people: PEOPLE });
    const bot = await startBot({ ...workspace, webhookUrl }, folder);
    const ask = (typed: string[]) => helper.ask('search', { url: bot.url, typed });
    try {
      const startedAt = performance.now();
      const [first] = await ask(['an']);
      let found = first?.found ?? 0;
      while (found === 0) found = (await ask(['an']))[0]?.found ?? 0;
      const readyAfter = performance.now() - startedAt;
      const kinds = [...typedNames(PEOPLE, NAMES)];
      await ask(kinds.flatMap(([, typed]) => typed.slice(0, WARM_UP)));
      const times = new Map<string, Awaited<ReturnType<typeof ask>>>();
      for (const [kind, typed] of kinds) times.set(kind, await ask(typed));
      return { first, readyAfter, times };
    } finally {
      await bot.stop();
    }
  } finally {
    await helper.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The search without Slack, beside a look at every name. */
async function searchAlone() {
  const people = generatedPeople(PEOPLE).map(({ name, lastName, email }, index) => ({
    bitrix24Id: index + 1,
    name: `${name} ${lastName}`,
    email,
  }));
  const before = process.cpuUsage();
  const search = await createNameSearch(people);
  const { user, system } = process.cpuUsage(before);
  const typed = [...typedNames(PEOPLE, NAMES).values()].flat();
  const lower = people.map((person) => ({ person, text: `${person.name} ${person.email}`.toLowerCase() }));
  const scan = (words: string) =>
    lower
      .filter(({ text: own }) => own.includes(words))
      .slice(0, 20)
      .map(({ person }) => person);
  const timesOf = (find: (words: string) => unknown) => {
    for (const words of typed.slice(0, WARM_UP)) find(words);
    return typed.map((words) => {
      const startedAt = performance.now();
      find(words);
      return performance.now() - startedAt;
    });
  };
  return {
    cpuMs: (user + system) / 1000,
    ours: timesOf((words) => search.find(words, 20)),
    scan: timesOf(scan),
  };
}

/** A contender on a portal of its own, with the portal's real limits. */
async function listing(list: (webhookUrl: string) => Promise<Listed>) {
  const helper = standIns();
  try {
    const { webhookUrl } = await helper.ask('openPortal', { limited: true, commandMs: COMMAND_MS, recipients: 0 });
    await helper.ask('hire', { people: PEOPLE });
    const listed = await list(webhookUrl);
    const { requests, refused } = await helper.ask('visible');
    return { ...listed, requests, refused };
  } finally {
    await helper.stop();
  }
}

async function ours(webhookUrl: string, pace: 'little' | 'quick') {
  const helper = startHelper<Ours>(new URL('./ours.ts', import.meta.url));
  return helper.ask('list', { webhookUrl, pace, patienceMs: PATIENCE }).finally(helper.stop);
}

async function paging(webhookUrl: string, way: keyof Paging & string) {
  const helper = startHelper<Paging>(new URL('./paging.ts', import.meta.url));
  return helper.ask(way, { webhookUrl, patienceMs: PATIENCE }).finally(helper.stop);
}

/** The command line as an operator runs it: both sides listed and compared, everything with a start of Node. */
async function suggesting() {
  const helper = standIns();
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
  try {
    const { webhookUrl } = await helper.ask('openPortal', { limited: true, commandMs: COMMAND_MS, recipients: 0 });
    const { apiUrl, botToken } = await helper.ask('openWorkspace', { senders: 1 });
    await helper.ask('hire', { people: PEOPLE });
    await writeFile(join(folder, 'people.yml'), 'people: []\n');
    const startedAt = performance.now();
    const main = new URL('../../src/cli/main.ts', import.meta.url).pathname;
    const command = spawn(process.execPath, [main, 'people', 'suggest', '--json'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        BITRIX24_WEBHOOK_URL: webhookUrl,
        SLACK_BOT_TOKEN: botToken,
        SLACK_API_URL: apiUrl,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said, [code]] = await Promise.all([text(command.stdout), once(command, 'close')]);
    const ms = performance.now() - startedAt;
    if (code !== 0) throw new Error(`people suggest ended with ${code}`);
    const suggestions: unknown = JSON.parse(said);
    const { requests, refused } = await helper.ask('visible');
    return { ms, people: Array.isArray(suggestions) ? suggestions.length : 0, requests, refused };
  } finally {
    await helper.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure() {
  const searched = await searching();
  const alone = await searchAlone();
  const contenders = [
    { contender: 'ours, as `people suggest` lists', ...(await listing((url) => ours(url, 'quick'))) },
    { contender: 'ours, as the bot lists beside its work', ...(await listing((url) => ours(url, 'little'))) },
    { contender: 'the way of fast_bitrix24', ...(await listing((url) => paging(url, 'fastBitrix24'))) },
    { contender: 'script, one page at a time', ...(await listing((url) => paging(url, 'pageByPage'))) },
  ];
  const whole = await suggesting();

  const pages = Math.ceil(PEOPLE / PAGE);
  const fewest = Math.ceil(pages / BATCH);
  const least = minimum({
    notifications: pages,
    batch: BATCH,
    concurrency: CONCURRENCY,
    ...LIMIT,
    commandMs: COMMAND_MS,
  });
  const all = [...searched.times.values()].flat().map(({ ms }) => ms);
  const [suggest, , fast] = contenders;
  return {
    tables: [
      {
        title: `Milliseconds from Slack's request to the answer, ${PEOPLE} people, typed letter by letter`,
        rows: [
          ...[...searched.times].map(([kind, some]) => ({
            typed: kind,
            searches: some.length,
            ...spreadOf(some.map(({ ms }) => ms)),
            'found nobody': some.filter(({ found }) => found === 0).length,
          })),
          { typed: 'all', searches: all.length, ...spreadOf(all), 'found nobody': '' },
        ],
      },
      {
        title: 'The search alone, without Slack, in milliseconds',
        rows: [
          { contender: 'ours', ...spreadOf(alone.ours, 3) },
          { contender: 'a look at every name, as typed', ...spreadOf(alone.scan, 3) },
        ],
      },
      {
        title: `Listing ${PEOPLE} people of the portal at its real limits, ${COMMAND_MS} ms for a page`,
        rows: [
          ...contenders.map((contender) => listRow(contender)),
          listRow({ contender: 'whole command `people suggest`, both sides', ...whole }, PEOPLE - 1),
          {
            contender: 'minimum, played',
            seconds: rounded(least / 1000),
            people: PEOPLE,
            missing: 0,
            requests: fewest,
            refused: 0,
          },
        ],
      },
    ],
    goals: [
      goal('search answer, p99 in ms', rounded(quantile(all, 0.99)), 50),
      goal('requests of `people suggest` beyond the fewest', (suggest?.requests ?? 0) - fewest, 0),
      goal(
        "requests of `people suggest` beyond fast_bitrix24's way",
        (suggest?.requests ?? 0) - (fast?.requests ?? 0),
        0,
      ),
      goal(
        'people missing from the list, or refused requests',
        PEOPLE - (suggest?.people ?? 0) + (suggest?.refused ?? 0),
        0,
      ),
      goal('people missing from what `people suggest` says', PEOPLE - 1 - whole.people, 0),
    ],
    notes: [
      `The very first search began to read the list: it was answered after ${rounded(searched.first?.ms ?? 0, 0)} ms with ${searched.first?.found ?? 0} people, and the list was there after ${rounded(searched.readyAfter / 1000, 1)} s.`,
      `Making the search took ${rounded(alone.cpuMs, 0)} ms of processor time, in turns with other work.`,
      'fast_bitrix24 is Python: its way (the first page for the number of pages, then batches of 50, all at once within the burst) is played in this language, with the same query.',
      '`people suggest` takes one request less than the way of fast_bitrix24, and as long as a full batch longer: its first request is one, before it knows how many pages there are.',
      'The owner of the portal is in no workspace: `people suggest` has one person less to say.',
      `The script is given ${PATIENCE / 1000} s; "seconds" is how far that got it.`,
    ],
  };
}

function spreadOf(times: readonly number[], digits = 2) {
  return {
    p50: rounded(quantile(times, 0.5), digits),
    p99: rounded(quantile(times, 0.99), digits),
    max: rounded(Math.max(...times), digits),
  };
}

function listRow(listed: Listed & { contender: string; requests: number; refused: number }, of = PEOPLE) {
  const { contender, ms, people, requests, refused } = listed;
  return { contender, seconds: rounded(ms / 1000), people, missing: of - people, requests, refused };
}

await report('people', `how fast is somebody found among ${PEOPLE}, and all of them listed?`, measure);
