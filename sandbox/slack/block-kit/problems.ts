/**
 * How Slack words what is wrong with blocks: `[ERROR] reason [json-pointer:/view/blocks/0/text]`.
 */
import type { z } from 'zod';

export type Pointer = readonly (string | number)[];

export function problem(reason: string, at: Pointer): string {
  return `[ERROR] ${reason} [json-pointer:/${at.join('/')}]`;
}

/** Slack's wording for each issue of a schema, with `prefix` before the path. */
export function schemaProblems(error: z.ZodError, input: unknown, prefix: Pointer): string[] {
  return error.issues.map((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    const at = [...prefix, ...path];
    switch (issue.code) {
      case 'invalid_type':
        return valueAt(input, path) === undefined
          ? problem(`missing required field: ${String(path.at(-1) ?? '')}`, at.slice(0, -1))
          : problem(`must be a ${issue.expected}`, at);
      case 'unrecognized_keys':
        return problem(`no additional properties allowed: ${issue.keys.join(', ')}`, at);
      case 'too_big':
        return issue.origin === 'array'
          ? problem(`no more than ${issue.maximum} items allowed`, at)
          : problem(
              issue.origin === 'string'
                ? `must be less than ${Number(issue.maximum) + 1} characters`
                : `must be at most ${issue.maximum}`,
              at,
            );
      case 'too_small':
        return issue.origin === 'array'
          ? problem(`no fewer than ${issue.minimum} items allowed`, at)
          : problem(
              issue.origin === 'string'
                ? `must be more than ${Number(issue.minimum) - 1} characters`
                : `must be at least ${issue.minimum}`,
              at,
            );
      case 'invalid_union':
        return problem(`unsupported type: ${String(valueAt(input, path) ?? 'none')}`, at.slice(0, -1));
      default:
        return problem(issue.message, at);
    }
  });
}

function valueAt(input: unknown, path: Pointer): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    input,
  );
}
