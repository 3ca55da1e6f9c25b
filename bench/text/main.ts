import { parseArgs } from 'node:util';
import { parse as parseByPeer } from 'slack-message-parser';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { hostile, repeated } from './hostile.ts';
import { messages } from './messages.ts';
import { table } from './table.ts';

/**
 * Benchmark 5: how many Slack messages a second become BB code, beside `slack-message-parser`, and whether the time for
 * hostile text grows with its length only. `--json` prints the figures for machines.
 */
type Speed = { readonly what: string; readonly messagesPerSecond: number; readonly ratio: number };
/** Times by length; one is absent where the work threw. */
type Growth = {
  readonly what: string;
  readonly milliseconds: Readonly<Record<string, number | undefined>>;
  readonly growth: number | undefined;
};

const peer = 'slack-message-parser 3.0.2: parse';

const works: readonly (readonly [string, (message: string) => unknown])[] = [
  [peer, (message) => parseByPeer(message)],
  ['ours: parse', (message) => parseMrkdwn(message)],
  ['ours: parse and render BB code', (message) => renderBBCode(parseMrkdwn(message), { limit: 20_000 })],
  [
    'ours: parse, render BB code and plain text',
    (message) => {
      const document = parseMrkdwn(message);
      return [renderBBCode(document, { limit: 20_000 }), renderPlainText(document, { limit: 20_000 })];
    },
  ],
];

const lengths = [25_000, 50_000, 100_000] as const;

/** Rounds alternate between the works, so that a busy moment of the machine touches all; the median counts. */
function speeds(rounds = 7, roundMs = 250): Speed[] {
  const perSecond = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, [, work]] of works.entries()) {
      const rate = rateOf(work, roundMs);
      // The first round warms up.
      if (round > 0) perSecond[index]?.push(rate);
    }
  }
  const medians = perSecond.map(median);
  return works.map(([what], index) => ({
    what,
    messagesPerSecond: Math.round(medians[index] ?? 0),
    ratio: (medians[index] ?? 0) / (medians[0] ?? 1),
  }));
}

function rateOf(work: (message: string) => unknown, roundMs: number): number {
  const start = performance.now();
  let done = 0;
  let now = start;
  while (now - start < roundMs) {
    for (const message of messages) work(message);
    done += messages.length;
    now = performance.now();
  }
  return (done / (now - start)) * 1000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** The best of several runs at each length; growth is the last over the first, where four times the length is 4. */
function growths(work: (message: string) => unknown, runs: number): Growth[] {
  return hostile.map(({ name, unit }) => {
    const times = lengths.map((length) => best(runs, work, repeated(unit, length)));
    const [first] = times;
    const last = times.at(-1);
    return {
      what: name,
      milliseconds: Object.fromEntries(lengths.map((length, index) => [length, rounded(times[index])])),
      growth: first === undefined || last === undefined ? undefined : rounded(last / first),
    };
  });
}

function best(runs: number, work: (message: string) => unknown, text: string): number | undefined {
  let least: number | undefined;
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    try {
      work(text);
    } catch {
      // The peer's recursion ends at the limit of the stack; the table says so.
      return undefined;
    }
    least = Math.min(least ?? Number.POSITIVE_INFINITY, performance.now() - start);
  }
  return least;
}

const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 100) / 100;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const speed = speeds();
const ours = growths((text) => renderBBCode(parseMrkdwn(text), { limit: 20_000 }), 5);
const theirs = growths((text) => parseByPeer(text), 1);

const report = values.json
  ? JSON.stringify({ benchmark: 'text', node: process.version, speed, growth: { ours, peer: theirs } })
  : [
      `Messages a second, ${messages.length} everyday messages, Node ${process.version}`,
      table(
        ['work', 'messages/s', 'of the peer'],
        speed.map(({ what, messagesPerSecond, ratio }) => [what, messagesPerSecond, `${ratio.toFixed(1)}x`]),
      ),
      '',
      'Hostile text, milliseconds to parse and render; growth from 25 to 100 thousand characters, where 4 is linear',
      table(
        ['text', ...lengths.map((length) => `${length / 1000}K`), 'growth', 'peer 100K', 'peer growth'],
        ours.map(({ what, milliseconds, growth }, index) => [
          what,
          ...lengths.map((length) => milliseconds[length] ?? 'throws'),
          growth ?? '',
          theirs[index]?.milliseconds[100_000] ?? 'throws',
          theirs[index]?.growth ?? '',
        ]),
      ),
    ].join('\n');
process.stdout.write(`${report}\n`);
