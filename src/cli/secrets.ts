import { secretsOfAddress, secretsOfEnvironment } from '../config/secrets.ts';

/** Every secret in what was typed: `--token` and what `setup` takes, of an address all that may be a webhook's secret. */
export function secretsOfArguments(argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    const [, option = '', attached] = /^--([a-z0-9-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const name = option.toUpperCase().replaceAll('-', '_');
    const value = attached ?? argv[index + 1] ?? '';
    if (name === 'TOKEN') return [value];
    return name === 'URL' ? secretsOfAddress(value) : secretsOfEnvironment({ [name]: value });
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
