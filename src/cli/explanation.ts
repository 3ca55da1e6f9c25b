import { CommanderError } from 'commander';
import { PortalError } from '../bitrix24/errors/portal-error.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { NotDoneError } from './not-done-error.ts';
import { UsageError } from './usage-error.ts';

/** The portal or Slack refused, or a check failed. */
export const REFUSED = 1;
/** Wrong usage or configuration. */
const MISUSED = 2;

/** How a failed command ends. */
export interface Explanation {
  exitCode: number;
  /** For a person; undefined where it was said already. */
  sentence?: string;
  /** The portal's answer map, where it gave one. */
  answer?: Record<string, unknown> | undefined;
}

/** What to tell the operator about an error, and with which exit code. Pure. */
export function explain(error: unknown): Explanation {
  // Commander has printed its complaint, or the help that was asked for, before it throws.
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : MISUSED };
  if (error instanceof UsageError) return { exitCode: MISUSED, sentence: `error: ${error.message} ${error.advice}` };
  if (error instanceof ConfigurationError) {
    const problems = error.problems.map(({ where, wrong, mend }) => `  ${where} ${wrong} ${mend}`);
    return { exitCode: MISUSED, sentence: `The configuration is wrong:\n${problems.join('\n')}` };
  }
  if (error instanceof PortalError) {
    const sentence = `${error.message}\n${adviceOf(error)}`;
    return { exitCode: isSetting(error) ? MISUSED : REFUSED, sentence, answer: error.answer };
  }
  if (error instanceof NotDoneError) {
    return { exitCode: REFUSED, sentence: `${error.message}\n${error.advice}`, answer: error.answer };
  }
  // A store that can't be opened: known by its code, for its module brings the database with it.
  if (error instanceof Error && 'code' in error && error.code === 'store' && 'advice' in error) {
    return { exitCode: MISUSED, sentence: `${error.message}\n${error.advice}` };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exitCode: REFUSED, sentence: `This is a defect of b24notify: please report it.\n${stack}` };
}

/** The bot tries again by itself after a limit; the command line does not. */
function adviceOf({ failure, method, retryAt, advice }: PortalError): string {
  if (failure === 'unknown' && method === 'im.notify.delete') {
    return 'Run the command again: taking back what is gone already does no harm.';
  }
  if (failure !== 'limited') return advice;
  const when = retryAt === undefined ? 'in a moment' : `after ${new Date(retryAt).toISOString()}`;
  return `Nothing was done. Run the command again ${when}.`;
}

/** Found wrong before any portal was asked. */
const settings = new Set(['WEBHOOK_ADDRESS', 'PORTAL_ADDRESS', 'OAUTH_ADDRESS', 'NOT_INSTALLED']);

function isSetting({ failure, code }: PortalError): boolean {
  return failure === 'credentials' && settings.has(code);
}
