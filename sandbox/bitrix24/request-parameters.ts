import { parseStr } from './parse-str.ts';
import { isRecord, type Parameters, upperCaseNames, type Value } from './php-value.ts';

/** Top-level names that the portal keeps for itself: a method never sees them. */
const RESERVED = ['AUTH', 'ACCESS_TOKEN', 'START', 'STATE', 'TOKEN'];

/** What a request carries, the portal's own part set aside. */
export interface Carried {
  parameters: Parameters;
  reserved: Parameters;
}

/** The body over the query string; names in any case, the last one wins. */
export function readCarried(query: string, contentType: string | undefined, body: Buffer): Carried {
  return split(upperCaseNames({ ...parseStr(query), ...readBody(contentType, body) }));
}

export function split(all: Parameters): Carried {
  const carried: Carried = { parameters: {}, reserved: {} };
  for (const [name, value] of Object.entries(all)) {
    (RESERVED.includes(name) ? carried.reserved : carried.parameters)[name] = value;
  }
  return carried;
}

/**
 * JSON only under exactly `application/json`; everything else is read as a form. Broken JSON, or JSON that is no array,
 * is no parameters at all: the method then misses what it needs, and nobody is told why (module source:
 * rest/classes/general/rest_util.php).
 */
function readBody(contentType: string | undefined, body: Buffer): { [name: string]: Value } {
  const text = body.toString('utf8').trim();
  if (text === '') return {};
  const type = (contentType ?? '').replace(/;.*$/, '').trim();
  if (type !== 'application/json') return parseStr(text);
  const value = decodeJson(text);
  if (Array.isArray(value)) return Object.fromEntries(value.entries());
  return isRecord(value) ? value : {};
}

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
