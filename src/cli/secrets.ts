import { secretsOfAddress } from '../config/secrets.ts';

/** Every secret in what was typed: the value of `--token`, and of `--url` all that may be a webhook's secret. */
export function secretsOfArguments(argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    const [, name, attached] = /^--(token|url)(?:=(.*))?$/s.exec(word) ?? [];
    const value = attached ?? argv[index + 1] ?? '';
    if (name === 'token') return [value];
    return name === 'url' ? secretsOfAddress(value) : [];
  });
}

/**
 * A complaint about the command line that repeats only names of options and commands. What was typed in a wrong place
 * (a token behind a forgotten `--token`) may be a secret, and nothing marks it as one.
 */
export function withoutTypedValues(complaint: string, argv: readonly string[]): string {
  const values = argv
    .map((word) => /^--?[a-z-]+=(.*)$/s.exec(word)?.[1] ?? word)
    .filter((value) => value.length >= SHORTEST && !/^-{0,2}[a-z][a-z-]{0,19}$/.test(value))
    .sort((one, other) => other.length - one.length);
  return values.reduce((text, value) => text.replaceAll(value, '***'), complaint);
}

/** Shorter values are no secrets, and hiding them would eat ordinary words. */
const SHORTEST = 6;
