import { z } from 'zod';
import { type Answer, answerFrom, readRefusal } from './answer.ts';
import { type Command, encodeCommand } from './batch-command.ts';
import type { PortalError } from './errors/portal-error.ts';
import type { CallOptions, Portal } from './portal.ts';
import { badResultError, callError, refusalError } from './portal-failure.ts';

/** How one command of a batch ended. */
export type CommandOutcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly error: PortalError }
  /** The portal's answer does not mention it: nobody knows whether it was done. */
  | { readonly kind: 'missing' };

export interface BatchOptions extends CallOptions {
  /** Lets values refer to earlier commands (`$result[key]`). Off by default, for texts written by people must not. */
  readonly references?: boolean;
}

/** What became of each command, by its key. */
export type BatchOutcome = Map<string, CommandOutcome>;

/** Most commands the portal takes in one batch. */
export const BATCH_LIMIT = 50;

const container = z.union([
  z.record(z.string(), z.unknown()),
  z.array(z.unknown()).transform((): Record<string, unknown> => ({})),
]);
const containers = z.object({
  result: container,
  result_error: container.optional(),
  result_total: container.optional(),
  result_next: container.optional(),
  result_time: container.optional(),
});
const refusalMap = z.record(z.string(), z.unknown());

/**
 * Up to 50 commands in one request, run one after another, none stopped by another's failure (`halt` 0). Every key given
 * comes back with its outcome. Keys begin with a letter: numbers would make PHP answer arrays and lose them.
 *
 * @throws PortalError when the whole batch failed; DefectError `BATCH_SIZE` or `BATCH_KEY` without asking the portal
 */
export async function callBatch(
  portal: Portal,
  commands: ReadonlyMap<string, Command>,
  options: BatchOptions = {},
): Promise<BatchOutcome> {
  const context = { method: 'batch', host: portal.host, mode: portal.mode };
  if (commands.size < 1 || commands.size > BATCH_LIMIT) {
    const what = `was not sent: ${commands.size} commands instead of 1 to ${BATCH_LIMIT}`;
    throw callError(context, { failure: 'defect', code: 'BATCH_SIZE', what });
  }
  const wrong = [...commands.keys()].find((key) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(key));
  if (wrong !== undefined) {
    const what = `was not sent: the key ${JSON.stringify(wrong)} is not a letter followed by letters, digits or _`;
    throw callError(context, { failure: 'defect', code: 'BATCH_KEY', what });
  }
  const cmd = Object.fromEntries(
    [...commands].map(([key, command]) => [key, encodeCommand(command, options.references)]),
  );
  const answer = await portal.call('batch', { halt: 0, cmd }, options);
  const parsed = containers.safeParse(answer.result);
  if (!parsed.success) throw badResultError(context, 'the result of a batch', answer.raw);
  return new Map([...commands].map(([key, { method }]) => [key, outcomeOf({ ...context, method }, key, parsed.data)]));
}

function outcomeOf(
  context: Parameters<typeof refusalError>[0],
  key: string,
  parts: z.output<typeof containers>,
): CommandOutcome {
  const own = (part: Record<string, unknown> | undefined) =>
    part !== undefined && Object.hasOwn(part, key) ? part[key] : undefined;
  const time = own(parts.result_time);
  if (parts.result_error !== undefined && Object.hasOwn(parts.result_error, key)) {
    const error = refusalMap.safeParse(parts.result_error[key]);
    const raw = error.success ? error.data : { error: parts.result_error[key] };
    return { kind: 'refused', error: refusalError(context, readRefusal({ time, ...raw })) };
  }
  if (!Object.hasOwn(parts.result, key)) return { kind: 'missing' };
  const raw = { result: parts.result[key], total: own(parts.result_total), next: own(parts.result_next), time };
  const present = Object.entries(raw).filter(([name, value]) => name === 'result' || value !== undefined);
  return { kind: 'answer', answer: answerFrom(Object.fromEntries(present)) };
}
