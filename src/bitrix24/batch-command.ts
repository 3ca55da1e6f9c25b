/** One method with its parameters, as it stands in a batch. */
export interface Command {
  readonly method: string;
  readonly parameters: Record<string, unknown>;
}

/**
 * A command as the portal reads it: `method?query`, the query in PHP's way (`a[b][0]=c`), every value percent-encoded once.
 *
 * A query knows only strings. So `true` is `1` and `false` is `0`, as PHP itself writes them (the string `false` would be
 * true to it); null and undefined are left out; `ATTACH` becomes one JSON string, which keeps its types and stays clear of
 * PHP's limit on the number of variables.
 *
 * The portal replaces `$result[…]`, `$next[…]` and the like in every value; unless `references` are wanted, a zero-width
 * space after the `$` keeps such text the characters they are (`breakReferences`).
 */
export function encodeCommand(command: Command, references = false): string {
  const pairs = Object.entries(command.parameters).flatMap(([name, value]) =>
    name.toUpperCase() === 'ATTACH' && typeof value === 'object' && value !== null
      ? flatten(name, JSON.stringify(value))
      : flatten(name, value),
  );
  const query = pairs.map(([name, value]) => {
    // Half a character cannot be encoded: it would end the whole batch, for texts that have nothing to do with it.
    const whole = value.toWellFormed();
    return `${encodeURIComponent(name)}=${encodeURIComponent(references ? whole : breakReferences(whole))}`;
  });
  return query.length === 0 ? command.method : `${command.method}?${query.join('&')}`;
}

/**
 * Text in which the portal finds nothing to replace inside a batch. Its pattern reads from the word after `$` up to the next
 * blank (rest module, `rest_provider.php`), so only a character between the `$` and the word stops it. Breaking twice changes nothing.
 */
export function breakReferences(text: string): string {
  return text.replace(/\$(?=(?:result|next|total|time|error))/gi, '$\u200B');
}

function flatten(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'boolean') return [[name, value ? '1' : '0']];
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(`${name}[${index}]`, item));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, item]) => flatten(`${name}[${key}]`, item));
  return [[name, String(value)]];
}
