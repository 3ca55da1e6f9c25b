/** One method of the Web API: which token and scopes it wants, which arguments it takes, what it does. */
import { z } from 'zod';
import type { World } from '../world.ts';
import type { Pace } from './rate.ts';
import { refusalWithMessages, SlackRefusal } from './refusal.ts';

export interface Method {
  token: 'bot' | 'app';
  /** More calls than this are refused with 429; undefined: not counted here. */
  pace?: Pace;
  call(world: World, raw: Record<string, unknown>): Record<string, unknown>;
}

export function method<Arguments extends z.ZodRawShape>(definition: {
  token?: 'bot' | 'app';
  pace?: Pace;
  /** All of these are needed. */
  scopes?: readonly string[];
  arguments: z.ZodObject<Arguments, z.core.$strict>;
  run(world: World, given: z.infer<z.ZodObject<Arguments, z.core.$strict>>): Record<string, unknown>;
}): Method {
  return {
    token: definition.token ?? 'bot',
    ...(definition.pace !== undefined && { pace: definition.pace }),
    call(world, raw) {
      needScopes(world, definition.scopes ?? []);
      const parsed = definition.arguments.safeParse(raw);
      if (!parsed.success) {
        throw refusalWithMessages(
          'invalid_arguments',
          parsed.error.issues.map((issue) => {
            if (issue.code === 'unrecognized_keys') return `[ERROR] unknown argument: ${issue.keys.join(', ')}`;
            const at = issue.path.join('/');
            const absent = issue.path.length === 1 && raw[String(issue.path[0])] === undefined;
            return absent ? `[ERROR] missing required field: ${at}` : `[ERROR] ${issue.message} [json-pointer:/${at}]`;
          }),
        );
      }
      return definition.run(world, parsed.data);
    },
  };
}

/** `missing_scope` says what was needed and what the token has. */
export function needScopes(world: World, scopes: readonly string[]): void {
  for (const scope of scopes) {
    if (!world.scopes.has(scope)) {
      throw new SlackRefusal('missing_scope', { needed: scope, provided: [...world.scopes].join(',') });
    }
  }
}

/** Forms carry everything as text, JSON bodies as it is. */
export const flag = z
  .union([z.boolean(), z.enum(['true', '1', 'false', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');

export const integer = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

/** A value that a form carries as a JSON string. */
export const json = z.unknown().transform((value, context) => {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be valid JSON' });
    return z.NEVER;
  }
});

export const jsonList = json.pipe(z.array(z.unknown()));
export const noArguments = z.strictObject({});
