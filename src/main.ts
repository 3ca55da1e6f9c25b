import { startBot } from './app.ts';
import { readConfiguration } from './config/configuration.ts';
import { ConfigurationError } from './config/configuration-error.ts';
import { readDotenv } from './config/dotenv.ts';
import { secretsOfEnvironment } from './config/secrets.ts';
import { createLog, prettyLines } from './log/log.ts';
import { createRedaction } from './log/redaction.ts';
import { listenForStop } from './stop-signals.ts';

/** Exit codes, as for the command line: 1 something refused, 2 wrong configuration. */
const REFUSED = 1;
const MISCONFIGURED = 2;
/** A supervisor kills what does not stop in time; whatever is left then is safe in the store. */
const LONGEST_STOP = 9000;

await orEnd(() => readDotenv(process.env));
const { settings, people } = await orEnd(() => readConfiguration(process.env));
const redaction = createRedaction(secretsOfEnvironment(process.env));
const { level, format } = settings.log;
const log = createLog(level, redaction, ...(format === 'pretty' ? [(await prettyLines())(process.stdout)] : []));

// Whatever is rejected behind our back (Bolt's Socket Mode may) leaves a process that looks alive and is not.
process.on('unhandledRejection', (error) => giveUp('b24notify failed inside and ends, to be started again', error));
process.on('uncaughtException', (error) => giveUp('b24notify failed inside and ends, to be started again', error));

const stopping = new AbortController();
const starting = startBot({
  settings,
  people,
  log,
  redaction,
  signal: stopping.signal,
  onUnrecoverable: (error) => giveUp('b24notify ends, to be started again', error),
});
listenForStop({
  stop(signal) {
    stopping.abort();
    void stop(signal);
  },
  endNow: () => process.exit(REFUSED),
});

try {
  await starting;
} catch (error) {
  if (!stopping.signal.aborted) giveUp('b24notify cannot start', error);
}

async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'stopping: what is in flight finishes, the rest stays in the store');
  setTimeout(() => process.exit(0), LONGEST_STOP).unref();
  // A start that was broken off has ended by itself what it began.
  const bot = await starting.catch(() => undefined);
  try {
    await bot?.stop();
    log.info('stopped');
  } catch (error) {
    log.error({ error }, 'stopping was not clean; what was not finished is safe in the store');
  }
  process.exit(0);
}

/** What `read` gives, or the end of the process with every problem on stderr. */
async function orEnd<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const problems = error.problems.map(({ where, wrong, mend }) => `  ${where} ${wrong} ${mend}`).join('\n');
    const isFirst = !process.env.SLACK_BOT_TOKEN && error.problems.some(({ where }) => where === 'SLACK_BOT_TOKEN');
    const hint = isFirst ? '\nOn a first run, "npm run b24notify -- setup" asks for all of it.' : '';
    return end(`b24notify cannot start:\n${problems}${hint}`, MISCONFIGURED);
  }
}

/** Ends a process that cannot go on, with a line for the log and one for the person who looks why. */
function giveUp(what: string, error: unknown): never {
  log.fatal({ error }, what);
  const advice = error instanceof Error && 'advice' in error ? ` ${error.advice}` : '';
  return end(redaction.redact(`${what}: ${error instanceof Error ? error.message : error}${advice}`), REFUSED);
}

function end(sentence: string, code: number): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
