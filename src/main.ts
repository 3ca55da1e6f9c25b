import { config } from 'dotenv';
import { startBot } from './app.ts';
import { ConfigurationError } from './config/configuration-error.ts';
import { readPeopleFile } from './config/people-file.ts';
import { secretsOf } from './config/secrets.ts';
import { readSettings } from './config/settings.ts';
import { createLog } from './log/log.ts';
import { createRedaction } from './log/redaction.ts';

/** Exit codes, as for the command line: 1 something refused, 2 wrong configuration. */
const REFUSED = 1;
const MISCONFIGURED = 2;
/** A supervisor kills what does not stop in time; whatever is left then is safe in the store. */
const LONGEST_STOP = 9000;

config({ quiet: true });
const settings = await orEnd(() => readSettings(process.env));
const people = await orEnd(() => readPeopleFile(settings.peopleFile));
const redaction = createRedaction(secretsOf(settings));
const log = createLog(settings.log, redaction);

// Bolt's Socket Mode rejects behind our back when it cannot reconnect; going on deaf would be worse than a restart.
process.on('unhandledRejection', (error) => {
  log.fatal({ error }, 'something failed that nothing can mend in this process; ending, to be started again');
  process.exit(REFUSED);
});

const stopping = new AbortController();
const starting = startBot({ settings, people, log, redaction, signal: stopping.signal });
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(REFUSED);
    stopping.abort();
    void stop(signal);
  });
}

try {
  await starting;
} catch (error) {
  if (!stopping.signal.aborted) {
    const advice = error instanceof Error && 'advice' in error ? ` ${error.advice}` : '';
    log.fatal({ error }, 'b24notify could not start');
    end(`b24notify cannot start: ${error instanceof Error ? error.message : error}${advice}`, REFUSED);
  }
}

async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'stopping: what is in flight finishes, the rest stays in the store');
  setTimeout(() => process.exit(0), LONGEST_STOP).unref();
  try {
    await (await starting).stop();
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
    return end(
      `b24notify cannot start:\n${error.problems.map(({ where, wrong, mend }) => `  ${where} ${wrong} ${mend}`).join('\n')}`,
      MISCONFIGURED,
    );
  }
}

function end(sentence: string, code: number): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
