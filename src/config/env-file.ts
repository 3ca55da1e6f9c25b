import { readFile } from 'node:fs/promises';
import { parse } from 'dotenv';
import { ConfigurationError } from './configuration-error.ts';

/** A `.env` as it is on disk; without one, an empty text. */
export interface EnvFile {
  text: string;
  /** What it says. An assignment without a value is not in it. */
  values: Readonly<Record<string, string>>;
}

/**
 * Reads the `.env` at `path`.
 * @throws ConfigurationError when something is there that cannot be read
 */
export async function readEnvFile(path: string): Promise<EnvFile> {
  try {
    const text = await readFile(path, 'utf8');
    const values = Object.entries(parse(text)).filter(([, value]) => value.trim() !== '');
    return { text, values: Object.fromEntries(values) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { text: '', values: {} };
    const mend = code === 'EISDIR' ? 'Remove this folder.' : 'Give yourself the right to read it.';
    throw new ConfigurationError([{ where: path, wrong: `cannot be read (${code}).`, mend }]);
  }
}

const HEAD = `# The settings of b24notify; .env.example explains every one. They hold secrets: let nobody else read this file.
`;

/**
 * The text of a `.env` with these values in it. Every line that is there stays as it is, but for assignments of the same
 * variables: their line takes the value. What has no line goes to the end.
 * @throws ConfigurationError when the file is written in a way that this would not come true
 */
export function withVariables(text: string, values: Readonly<Record<string, string>>): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (text === '' ? HEAD : text).split(/(?<=\n)/);
  const added: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    // The last one counts where there are several.
    const at = lines.findLastIndex((line) => assignmentOf(name).test(line));
    const line = lines[at];
    if (line === undefined) added.push(`${name}=${quoted(value)}${eol}`);
    else
      lines[at] = line.replace(assignmentOf(name), (_, start: string, former: string) => {
        const comment = /^[^\S\r\n]*#.*/.exec(former)?.[0].trim();
        return `${start}${name}=${quoted(value)}${comment === undefined ? '' : ` ${comment}`}`;
      });
  }
  const kept = lines.join('');
  const gap = added.length === 0 || kept === '' || kept.endsWith('\n') ? '' : eol;
  const result = `${kept}${gap}${added.join('')}`;
  if (!sameApartFrom(values, text, result)) {
    throw new ConfigurationError([
      {
        where: '.env',
        wrong: `is written in a way that ${Object.keys(values).join(', ')} cannot be added to.`,
        mend: 'Add them by hand, or move the file away.',
      },
    ]);
  }
  return result;
}

function assignmentOf(name: string): RegExp {
  return new RegExp(`^([^\\S\\r\\n]*(?:export[^\\S\\r\\n]+)?)${name}[^\\S\\r\\n]*=([^\\r\\n]*)`);
}

/** As dotenv reads it: without quotes a # begins a comment, and nothing is escaped inside quotes. */
function quoted(value: string): string {
  if (/^[\w./:@+,=?&%~-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((sign) => !value.includes(sign) && !(sign === '"' && value.includes('\\')));
  return quote === undefined ? value : `${quote}${value}${quote}`;
}

/** A value over several lines may hold what looks like an assignment. */
function sameApartFrom(values: Readonly<Record<string, string>>, before: string, after: string): boolean {
  const wanted = { ...parse(before), ...values };
  const got = parse(after);
  const names = new Set([...Object.keys(wanted), ...Object.keys(got)]);
  return [...names].every((name) => wanted[name] === got[name]);
}
