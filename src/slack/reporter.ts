import type { webApi } from '@slack/bolt';
import type { Words } from '../language/words.ts';
import type { Log } from '../log/log.ts';
import { isOpen } from '../outbox/notification.ts';
import type { Outbox, RequestStatus } from '../outbox/outbox.ts';
import { referenceOf } from '../outbox/reference.ts';
import { CLAIM_LIFE } from '../outbox/reports.ts';
import { fewAtOnce } from './few-at-once.ts';
import { outcomeMessage } from './messages/outcome.ts';
import { readerOf } from './messages/reader.ts';
import { isOutOfReach, reply } from './reply.ts';

/** A result that comes within this time is the first thing the sender reads: one line, no flicker. */
const FIRST_LINE = 2000;
/** How often to look for senders who were not told, because Slack did not take it or the bot was restarted. */
const SWEEP = 15_000;

/** What Slack does not take is tried less and less often: it must not keep others from being told. */
const LONGEST_PAUSE = 15 * 60_000;

export interface ReporterOptions {
  outbox: Outbox;
  client: webApi.WebClient;
  wordsFor(slackId: string): Promise<Words>;
  log: Log;
  /** The admins at this moment. */
  admins?(): ReadonlySet<string>;
  /** No other process tells senders of this store, so nobody has to be kept from telling the same. */
  alone?: boolean;
  /** Work that nobody waits for gives way until this resolves. Absent: it never has to. */
  giveWay?(): Promise<void>;
  /** Milliseconds that a finished request stays in the store: so long it is tried to tell its sender. */
  retention?: number;
  now?: () => number;
}

/**
 * Tells every sender how their request ended, once, and after two seconds that it is under way. What has to be told is
 * read from the outbox, so a restart loses nothing.
 */
export class Reporter {
  readonly #outbox: Outbox;
  readonly #client: webApi.WebClient;
  readonly #wordsFor: ReporterOptions['wordsFor'];
  readonly #log: Log;
  readonly #admins: () => ReadonlySet<string>;
  readonly #alone: boolean;
  readonly #giveWay: () => Promise<void>;
  readonly #retention: number;
  readonly #now: () => number;
  /** Requests of which the log has said that their senders could not be told yet. */
  readonly #untaken = new Set<string>();
  readonly #firstLines = new Map<string, NodeJS.Timeout>();
  /** Reports of one request go one after the other. */
  readonly #telling = new Map<string, Promise<void>>();
  #sweep: NodeJS.Timeout | undefined;
  #stopped = false;
  /** Whoever asks for something new must not wait for the store behind hundreds of reports. */
  readonly #gently = fewAtOnce(2);

  constructor({
    outbox,
    client,
    wordsFor,
    log,
    admins = () => new Set(),
    alone = false,
    giveWay = async () => {},
    retention = Number.POSITIVE_INFINITY,
    now = Date.now,
  }: ReporterOptions) {
    this.#outbox = outbox;
    this.#client = client;
    this.#wordsFor = wordsFor;
    this.#log = log;
    this.#admins = admins;
    this.#alone = alone;
    this.#giveWay = giveWay;
    this.#retention = retention;
    this.#now = now;
  }

  start(): void {
    const sweep = () => {
      void this.#tellUntold();
      this.#sweep = setTimeout(sweep, SWEEP);
    };
    sweep();
  }

  /** Waits for reports under way. What was not told stays in the outbox for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#sweep);
    for (const timer of this.#firstLines.values()) clearTimeout(timer);
    this.#firstLines.clear();
    await Promise.all(this.#telling.values());
  }

  /** A request was accepted and acknowledged: the sender now waits for its first line. */
  expect(requestId: string): void {
    clearTimeout(this.#firstLines.get(requestId));
    this.#firstLines.set(
      requestId,
      setTimeout(() => {
        this.#firstLines.delete(requestId);
        this.tell(requestId);
      }, FIRST_LINE),
    );
  }

  /** Something changed in these requests; whoever's request has ended is told at once. */
  changed(requestIds: Iterable<string>): void {
    for (const requestId of requestIds) this.#queue(requestId, 'ended');
  }

  /** Tells how a request stands, ended or not. */
  tell(requestId: string): void {
    this.#queue(requestId, 'as it stands');
  }

  #queue(requestId: string, when: 'ended' | 'as it stands'): void {
    const before = this.#telling.get(requestId) ?? Promise.resolve();
    const told = before.then(() => this.#report(requestId, when));
    this.#telling.set(requestId, told);
    void told.finally(() => {
      if (this.#telling.get(requestId) === told) this.#telling.delete(requestId);
    });
  }

  async #report(requestId: string, when: 'ended' | 'as it stands'): Promise<void> {
    try {
      await this.#giveWay();
      const status = await this.#gently(() => this.#claimed(requestId, when));
      if (!status) return;
      const underWay = isUnderWay(status);
      if (!underWay) {
        clearTimeout(this.#firstLines.get(requestId));
        this.#firstLines.delete(requestId);
      }
      const told = await this.#keeping(requestId, () => this.#tell(status));
      await this.#gently(() => this.#outbox.noteReport(requestId, told));
      if (told.report === undefined) return;
      this.#log[underWay ? 'debug' : 'info'](endOf(status), underWay ? 'request under way' : 'request ended');
    } catch (error) {
      this.#log.error({ error, request: requestId }, 'the outbox did not answer, so a sender is told later');
    }
  }

  /** How a request stands, if that is to be told now and nobody else is telling it. */
  async #claimed(requestId: string, when: 'ended' | 'as it stands'): Promise<RequestStatus | undefined> {
    // What still waits for its turn when the bot stops is told by the next.
    if (this.#stopped) return undefined;
    // A request to thousands changes with every batch: only its end is worth reading all of it.
    if (when === 'ended' && (await this.#outbox.isUnderWay(requestId))) return undefined;
    const status = await this.#outbox.status(requestId);
    if (!status || status.request.report === 'told') return undefined;
    if (isUnderWay(status) && (when === 'ended' || status.request.report === 'waiting')) return undefined;
    // Each claim is a commit, and under a flood those are what everybody waits for.
    return this.#alone || (await this.#outbox.claimReport(requestId)) ? status : undefined;
  }

  /** Slack may take its time, with its own pauses between tries: meanwhile no other copy of the bot tells the same. */
  async #keeping<T>(requestId: string, work: () => Promise<T>): Promise<T> {
    if (this.#alone) return work();
    const keep = () =>
      this.#outbox
        .keepReport(requestId)
        .catch((error: unknown) => this.#log.warn({ error }, 'a report could not be kept'));
    const timer = setInterval(keep, CLAIM_LIFE / 3);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** What to note of it. A sender whom Slack did not let us tell is told later; one whom it never will, is not. */
  async #tell(status: RequestStatus): Promise<Parameters<Outbox['noteReport']>[1]> {
    const { id, reply: to, replies, repliedSince, direct } = status.request;
    const used = { replies, age: this.#now() - repliedSince, ...(direct && { direct }) };
    try {
      const words = await this.#wordsFor(to.user);
      const reader = readerOf(status.request.sender, this.#admins());
      const told = await reply(this.#client, to, outcomeMessage(words, status, reader), used);
      this.#untaken.delete(id);
      return { report: isUnderWay(status) ? 'waiting' : 'told', replied: true, asOf: status.changedAt, ...told };
    } catch (error) {
      const again = this.#nextTry(status);
      const outOfReach = isOutOfReach(error);
      if (!outOfReach && Math.max(again, this.#now()) < status.request.createdAt + this.#retention) {
        // Thousands of tries may follow within days, each for the same reason.
        this.#log[this.#untaken.has(id) ? 'debug' : 'warn'](
          { error, request: id },
          'the sender could not be told yet; it is tried again',
        );
        this.#untaken.add(id);
        return { again };
      }
      this.#untaken.delete(id);
      this.#log.warn(
        { error, request: id },
        outOfReach
          ? 'the sender cannot be told: Slack takes no message for them'
          : 'the sender was never told: Slack took no message for as long as the request is kept',
      );
      return { report: 'told', asOf: status.changedAt };
    }
  }

  /** After a quarter of the time that the sender has waited by now; 0: at the next look. */
  #nextTry({ request: { createdAt } }: RequestStatus): number {
    const pause = Math.min((this.#now() - createdAt) / 4, LONGEST_PAUSE);
    return pause > SWEEP ? Math.round(this.#now() + pause) : 0;
  }

  async #tellUntold(): Promise<void> {
    try {
      for (const requestId of await this.#outbox.untold(100)) this.changed([requestId]);
      // Whoever accepted these ended before their senders read a word.
      const late = this.#now() - 2 * FIRST_LINE;
      for (const requestId of await this.#outbox.unannounced(late, 100)) this.tell(requestId);
    } catch (error) {
      this.#log.error({ error }, 'the outbox could not be asked for senders to be told');
    }
  }
}

/** A request in one line of the log: how many of its notifications stand how, and why, without a word of its text. */
function endOf({ request: { id, surface, createdAt, leftOut }, notifications }: RequestStatus) {
  const counts: Record<string, number> = {};
  for (const { state } of notifications) counts[state] = (counts[state] ?? 0) + 1;
  const troubles = new Set(notifications.flatMap(({ trouble }) => (trouble ? [trouble.code] : [])));
  return {
    ref: referenceOf(id),
    request: id,
    surface,
    ...counts,
    ...(leftOut.length > 0 && { leftOut: leftOut.length }),
    ...(troubles.size > 0 && { troubles: [...troubles] }),
    afterMs: Date.now() - createdAt,
  };
}

function isUnderWay({ notifications }: RequestStatus): boolean {
  return notifications.some(({ state }) => isOpen(state));
}
