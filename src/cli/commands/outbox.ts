import { Argument, type Command, InvalidArgumentError } from 'commander';
import { inspectNotifications, type Listed, listNotifications, type Selection } from '../../outbox/inspection.ts';
import type { Intervention } from '../../outbox/intervention.ts';
import { isOpen, type State } from '../../outbox/notification.ts';
import { NotDoneError } from '../not-done-error.ts';
import type { Shell } from '../shell.ts';
import { withStore } from '../store-choice.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../whole-number.ts';

const STATES: readonly State[] = ['queued', 'sending', 'waiting', 'delivered', 'unknown', 'failed', 'cancelled'];

interface SelectionOptions {
  state?: State[];
  olderThan?: number;
  json?: true;
}

const HELP = `
Works beside a running bot. An ID is that of a notification, or of a request with all of its notifications.
States: ${STATES.join(', ')}.

Examples:
  npm run b24notify -- outbox list --state failed,unknown
  npm run b24notify -- outbox show 01k9zq3v5n8m2x7c4b6d0f1g2h
  npm run b24notify -- outbox retry --state failed --older-than 1h
  npm run b24notify -- outbox drop 01k9zq3v5n8m2x7c4b6d0f1g2h`;

/** `outbox`: what waits, what failed and why; set on its way again or given up. */
export function addOutbox(program: Command, shell: Shell): void {
  const outbox = program
    .command('outbox')
    .description('what waits, what failed and why; set it on its way again or give it up')
    .addHelpText('after', HELP);

  selecting(outbox.command('list').description('the notifications that are not finished, oldest first'))
    .option('--limit <n>', 'print at most so many', wholeNumber, 100)
    .action((options: SelectionOptions & { limit: number }) => list(options, shell));

  outbox
    .command('show')
    .description('one notification, or those of one request, with every try')
    .addArgument(new Argument('<id>', 'of a notification or a request'))
    .option('--json', 'print one line, for machines')
    .action((id: string, options: { json?: true }) => show(id, options, shell));

  selecting(outbox.command('retry').description('send again what failed, waits, or may not have arrived'))
    .addArgument(new Argument('[id]', 'of a notification or a request'))
    .action((id: string | undefined, options: SelectionOptions) => retry(id, options, shell));

  selecting(outbox.command('drop').description('give up what waits; its sender is told'))
    .addArgument(new Argument('[id]', 'of a notification or a request'))
    .action((id: string | undefined, options: SelectionOptions) => drop(id, options, shell));
}

function selecting(command: Command): Command {
  return command
    .option('--state <states>', 'only these states, separated by commas', states)
    .option('--older-than <time>', 'only what was stored before, as in 90s, 10m, 2h, 1d', duration)
    .option('--json', 'print one line, for machines');
}

async function list({ limit, json, ...options }: SelectionOptions & { limit: number }, shell: Shell): Promise<void> {
  const found = await withStore(shell, (store) => listNotifications(store, selectionOf(undefined, options), limit + 1));
  const shown = found.slice(0, limit);
  shell.output.result(shown.map(readable), { oneLine: json ?? false });
  if (found.length === 0) shell.output.say('There are no such notifications.');
  else if (found.length > limit) shell.output.say(`These are the oldest ${limit}; there are more. --limit shows them.`);
}

async function show(id: string, { json }: { json?: true }, shell: Shell): Promise<void> {
  const found = await withStore(shell, (store) => inspectNotifications(store, id, MOST_SHOWN));
  if (found.length === 0) throw nothingFound();
  const shown = found.map((notification) => ({
    ...readable(notification),
    history: notification.history.map(({ at, ...attempt }) => ({ at: new Date(at).toISOString(), ...attempt })),
  }));
  shell.output.result(shown, { oneLine: json ?? false });
}

const retry = (id: string | undefined, options: SelectionOptions, shell: Shell) =>
  change(id, options, ['failed', 'unknown', 'waiting'], { kind: 'sent again', dueAt: Date.now() }, shell);

const drop = (id: string | undefined, options: SelectionOptions, shell: Shell) =>
  change(id, options, ['queued', 'waiting', 'unknown'], { kind: 'dropped' }, shell);

async function change(
  id: string | undefined,
  options: SelectionOptions,
  possible: readonly State[],
  happening: Intervention,
  shell: Shell,
): Promise<void> {
  if (id === undefined && options.state === undefined && options.olderThan === undefined) {
    throw new UsageError('Neither an ID nor --state nor --older-than was given.', 'Say which notifications are meant.');
  }
  const wanted = options.state ?? possible;
  const impossible = wanted.filter((state) => !possible.includes(state));
  if (impossible.length > 0) {
    throw new UsageError(
      `That is not possible for what is ${impossible.join(' or ')}.`,
      `Possible are: ${possible.join(', ')}.`,
    );
  }
  // The queries come with the database's driver: loaded only here, for most commands need neither.
  const { createOutbox } = await import('../../outbox/sql-outbox.ts');
  const { intervene } = await import('../../outbox/intervention.ts');
  const { changed, others } = await withStore(shell, async (store) => {
    const found = await listNotifications(store, selectionOf(id, { ...options, state: [...wanted] }), MOST_CHANGED);
    const noted = await intervene(found, happening, createOutbox(store));
    return {
      changed: noted.map(({ id, requestId, recipient, state }) => ({ id, requestId, recipient, state })),
      others: noted.length > 0 || id === undefined ? [] : await listNotifications(store, { id }, MOST_CHANGED),
    };
  });
  if (changed.length === 0) throw others.length > 0 ? notPossible(others, wanted) : nothingFound();
  shell.output.result(changed, { oneLine: options.json ?? false });
}

const MOST_SHOWN = 1000;
const MOST_CHANGED = 100_000;

function selectionOf(id: string | undefined, { state, olderThan }: SelectionOptions): Selection {
  return {
    ...(id !== undefined && { id }),
    ...(state !== undefined && { states: state }),
    ...(olderThan !== undefined && { before: Date.now() - olderThan }),
  };
}

/** Moments as people and machines both read them. */
function readable<T extends Listed>({ createdAt, dueAt, ...notification }: T) {
  const due = isOpen(notification.state) ? { dueAt: new Date(dueAt).toISOString() } : {};
  return { ...notification, createdAt: new Date(createdAt).toISOString(), ...due };
}

function notPossible(found: readonly Listed[], possible: readonly State[]): NotDoneError {
  const states = [...new Set(found.map(({ state }) => state))].join(' and ');
  return new NotDoneError({
    code: 'NOT_POSSIBLE',
    message: `Nothing was changed: it is ${states}.`,
    advice: `That is possible for what is ${possible.join(', ')}; \`outbox show\` says what happened.`,
  });
}

function nothingFound(): NotDoneError {
  return new NotDoneError({
    code: 'NOTHING_FOUND',
    message: 'There is no such notification in the store.',
    advice: '`outbox list` shows what is not finished; what is finished is kept for RETENTION_DAYS.',
  });
}

function states(value: string): State[] {
  return value.split(',').map((word) => {
    const state = STATES.find((known) => known === word.trim().toLowerCase());
    if (state) return state;
    throw new InvalidArgumentError(`Possible are ${STATES.join(', ')}.`);
  });
}

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function duration(value: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(value.trim()) ?? [];
  const milliseconds = UNITS[unit ?? ''];
  if (count !== undefined && milliseconds !== undefined) return Number(count) * milliseconds;
  throw new InvalidArgumentError('Write a number and s, m, h or d, as in 10m.');
}
