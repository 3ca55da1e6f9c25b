import type { Caller } from './access.ts';
import { credentialOf, execute, type Outcome, type Workshop } from './execute.ts';
import type { Method } from './method.ts';
import type { Command, Misbehaviours } from './misbehaviour.ts';
import { parseStr } from './parse-str.ts';
import { encodedArray, entriesOf, isTruthy, type Parameters, upperCaseNames, type Value } from './php-value.ts';
import { split } from './request-parameters.ts';
import { type BatchResults, substitute } from './substitution.ts';

/** Commands in one batch. */
const BATCH_LENGTH = 50;
const NOT_IN_A_BATCH = ['batch', 'download', 'upload', 'disk.folder.uploadfile', 'disk.storage.uploadfile'];

/** A command as it stands in `cmd`: the part before the question mark, and the part after it. */
interface Line {
  key: string;
  method: string;
  query: string;
}

/** The commands of a batch as they are before any substitution, for the log and for rules of misbehaviour. */
export function commandsOf(parameters: Parameters): Command[] {
  return linesOf(parameters).map(({ method, query }) => ({ method, parameters: upperCaseNames(parseStr(query)) }));
}

/**
 * Runs the commands one after another (module source: rest/classes/general/rest_provider.php). A failed one stops the
 * rest only with `halt`; what is above fifty is refused one by one; what is no string is skipped without a word.
 */
export function batchMethod(workshop: Workshop, misbehaviours: Misbehaviours): Method {
  return {
    scopes: [],
    run: async ({ parameters, caller }) => {
      const results: BatchResults = { result: {}, next: {}, total: {}, time: {}, error: {} };
      const missing: string[] = [];
      for (const [position, [key, call]] of entriesOf(parameters.CMD).entries()) {
        if (position < BATCH_LENGTH && typeof call !== 'string') continue;
        const line = lineOf(key, typeof call === 'string' ? call : '');
        const outcome =
          position < BATCH_LENGTH
            ? await runLine(line, results, caller, workshop, misbehaviours, missing)
            : refusal('ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
        note(results, key, outcome);
        workshop.portal.operating.charge(credentialOf(caller), 'batch', workshop.portal.commandMs / 1000);
        if (outcome.kind === 'refused' && isTruthy(parameters.HALT)) break;
      }
      return { result: answer(results, missing) };
    },
  };
}

async function runLine(
  line: Line,
  results: BatchResults,
  caller: Caller,
  workshop: Workshop,
  misbehaviours: Misbehaviours,
  missing: string[],
): Promise<Outcome> {
  if (NOT_IN_A_BATCH.includes(line.method)) {
    return refusal('ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage');
  }
  const substituted = substitute(parseStr(line.query), results);
  const carried = split(upperCaseNames(Object.fromEntries(entriesOf(substituted))));
  const fault = misbehaviours.forCommand({ method: line.method, parameters: carried.parameters });
  if (fault?.kind === 'missing') missing.push(...(fault.keys ?? [line.key]));
  return execute({ method: line.method, ...carried, caller }, workshop, fault);
}

function note(results: BatchResults, key: string, outcome: Outcome): void {
  if (outcome.kind === 'refused') {
    results.error[key] = { error: outcome.code, error_description: outcome.description };
    return;
  }
  results.result[key] = outcome.result;
  results.time[key] = outcome.time;
  if (outcome.next !== undefined) results.next[key] = outcome.next;
  if (outcome.total !== undefined) results.total[key] = outcome.total;
}

function answer(results: BatchResults, missing: readonly string[]): Value {
  const told = (values: { [command: string]: Value }) =>
    encodedArray(Object.entries(values).filter(([key]) => !missing.includes(key)));
  return {
    result: told(results.result),
    result_error: told(results.error),
    result_total: told(results.total),
    result_next: told(results.next),
    result_time: told(results.time),
  };
}

/** The answer of a batch without these commands, or without any. */
export function forget(answered: Value, keys: readonly string[] | undefined): Value {
  const kept = ([key]: [string, Value]) => keys !== undefined && !keys.includes(key);
  return Object.fromEntries(
    entriesOf(answered).map(([name, container]) => [name, encodedArray(entriesOf(container).filter(kept))]),
  );
}

function refusal(code: string, description: string): Outcome {
  return { kind: 'refused', status: 400, code, description };
}

function linesOf(parameters: Parameters): Line[] {
  return entriesOf(parameters.CMD).flatMap(([key, call]) => (typeof call === 'string' ? [lineOf(key, call)] : []));
}

/** PHP's parse_url(): what follows a `#` is lost, and raw control characters become underscores. */
function lineOf(key: string, call: string): Line {
  const [address = ''] = call.split('#', 1);
  const mark = address.indexOf('?');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that PHP replaces here
  const clean = (part: string) => part.replace(/[\x00-\x1f\x7f]/g, '_');
  return {
    key,
    method: clean(mark < 0 ? address : address.slice(0, mark)).toLowerCase(),
    query: mark < 0 ? '' : clean(address.slice(mark + 1)),
  };
}
