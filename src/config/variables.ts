import { z } from 'zod';
import { locales } from '../language/catalogues.ts';
import { readAddress } from './address.ts';

/** One environment variable: everything that is known of it, in one place. */
interface Variable<T> {
  /** What it is for, as `.env.example` and the README say it. */
  meaning: string;
  /** How to mend it when it is wrong or missing. */
  mend: string;
  /** Shown in `.env.example`; what the bot takes when the variable is not set. */
  standard?: string;
  /** A made-up value for `.env.example` where there is no standard. */
  example?: string;
  schema: z.ZodType<T, string>;
}

/** Keeps the type of `standard`, so that a variable with one is known to have a value. */
function variable<T, const S extends string | undefined = undefined>(description: Variable<T> & { standard?: S }) {
  return description as Variable<T> & { standard: S };
}

const text = z.string();

/** "en or ru". */
const languages = locales.join(' or ');

function matching(pattern: RegExp, wrong: string): z.ZodType<string, string> {
  return text.regex(pattern, { error: wrong });
}

function numberBetween(least: number, most: number, { whole = true } = {}): z.ZodType<number, string> {
  const wrong = `is not a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`;
  return text.regex(whole ? /^\d+$/ : /^\d+(\.\d+)?$/, { error: wrong }).transform((value, context) => {
    const number = Number(value);
    if (number >= least && number <= most) return number;
    context.addIssue({ code: 'custom', message: wrong });
    return z.NEVER;
  });
}

function oneOf<const T extends string>(...values: T[]): z.ZodType<T, string> {
  return text.pipe(z.enum(values, { error: `is not one of ${values.join(', ')}.` }));
}

const yesOrNo: z.ZodType<boolean, string> = text.pipe(
  z.stringbool({ truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no'], error: 'is neither true nor false.' }),
);

/** An address that secrets travel to: https, or http on this machine. */
const address: z.ZodType<URL, string> = text.transform((value, context) => {
  const url = readAddress(value);
  if (url instanceof URL) return url;
  context.addIssue({ code: 'custom', message: url });
  return z.NEVER;
});

const portalDomain: z.ZodType<URL, string> = text
  .transform((value) => (value.includes('://') ? value : `https://${value}`))
  .pipe(address);

/**
 * `https://portal/rest/<user>/<secret>/`: Bitrix24 shows it when an inbound webhook is made, with an example call on its
 * end (`profile.json`) that is left off here.
 */
const webhook: z.ZodType<URL, string> = address.transform((url, context) => {
  const path = /^\/rest\/\d+\/[\w-]+(?=\/?$|\/[\w.]+$)/.exec(url.pathname)?.[0];
  if (path !== undefined && url.search === '' && url.hash === '') return new URL(`${path}/`, url);
  context.addIssue({ code: 'custom', message: 'does not look like https://your-portal/rest/<user>/<secret>/.' });
  return z.NEVER;
});

const list: z.ZodType<string[], string> = text.transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

const hosts: z.ZodType<string[], string> = list.pipe(
  z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, { error: 'lists something that is not a host name.' })),
);

const database: z.ZodType<{ kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string }, string> =
  text.transform((value, context) => {
    const path = /^sqlite:(.+)$/.exec(value)?.[1];
    if (path !== undefined) return { kind: 'sqlite' as const, path };
    const postgres = /^postgres(ql)?:\/\//.test(value);
    if (postgres && URL.canParse(value) && isWellEncoded(new URL(value).password)) {
      return { kind: 'postgres' as const, url: value };
    }
    const message = postgres
      ? 'cannot be read: in a password, characters such as @ / # and % are written as %40 %2F %23 and %25.'
      : 'is neither sqlite:<path> nor postgres://….';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

function isWellEncoded(part: string): boolean {
  return !/%(?![\da-f]{2})/i.test(part);
}

/** Every variable of the environment, in the order of `.env.example`. */
export const variables = {
  SLACK_BOT_TOKEN: variable({
    meaning: 'Bot User OAuth Token of the Slack app (OAuth & Permissions).',
    mend: 'Copy the "Bot User OAuth Token", which begins with xoxb-, from "OAuth & Permissions" of your Slack app.',
    example: 'xoxb-…',
    schema: matching(/^xoxb-[\w-]+$/, 'is not a bot token: one is xoxb- and then letters, digits and dashes.'),
  }),
  SLACK_APP_TOKEN: variable({
    meaning: 'App-level token (scope connections:write). Set: Socket Mode, no public address needed. Unset: HTTP.',
    mend: 'Make an app-level token with the scope connections:write under "Basic Information"; it begins with xapp-.',
    example: 'xapp-…',
    schema: matching(/^xapp-[\w-]+$/, 'is not an app-level token: one is xapp- and then letters, digits and dashes.'),
  }),
  SLACK_SIGNING_SECRET: variable({
    meaning: 'Signing secret, needed in HTTP mode only. While rotating: new,old.',
    mend: 'Copy the "Signing Secret" from "Basic Information" of your Slack app, or set SLACK_APP_TOKEN to use Socket Mode.',
    schema: list.refine((secrets) => secrets.length === 1 || secrets.length === 2, {
      error: 'holds neither one secret nor two, separated by a comma.',
    }),
  }),
  SLACK_API_URL: variable({
    meaning: "Where Slack's Web API is.",
    mend: 'Leave it unset, unless you run against a stand-in on this machine.',
    standard: 'https://slack.com/api/',
    schema: address,
  }),
  SLACK_FILE_HOSTS: variable({
    meaning: 'Hosts (and their subdomains) that may be sent the bot token when a file is fetched.',
    mend: 'List host names separated by commas, as in slack.com,slack-edge.com,slack-files.com.',
    standard: 'slack.com,slack-edge.com,slack-files.com',
    schema: hosts,
  }),
  BITRIX24_WEBHOOK_URL: variable({
    meaning: 'Inbound webhook of the portal (rights: im, user_basic; disk for files). Its owner is the visible author.',
    mend: 'In Bitrix24 open Developer resources → Other → Inbound webhook, grant im, user_basic and disk, and copy its address.',
    example: 'https://your-portal.bitrix24.com/rest/1/…/',
    schema: webhook,
  }),
  BITRIX24_DOMAIN: variable({
    meaning: 'Instead of a webhook: the portal of a local application, with or without https://.',
    mend: 'Write the address of your portal, as in your-portal.bitrix24.com.',
    schema: portalDomain,
  }),
  BITRIX24_ACCESS_TOKEN: variable({
    meaning:
      'First access token of the local application; later ones are kept in the store and win, unless Bitrix24 refuses them for good. Not needed when it is installed at /bitrix24/install.',
    mend: 'Copy the access token that the application was given.',
    schema: text,
  }),
  BITRIX24_REFRESH_TOKEN: variable({
    meaning: 'First refresh token of the local application.',
    mend: 'Copy the refresh token that came with the access token.',
    schema: text,
  }),
  BITRIX24_CLIENT_ID: variable({
    meaning: "The local application's client_id, needed to install it and to refresh its tokens.",
    mend: 'Copy client_id from the page of the local application (it begins with local.).',
    schema: text,
  }),
  BITRIX24_CLIENT_SECRET: variable({
    meaning: "The local application's client_secret.",
    mend: 'Copy client_secret from the page of the local application.',
    schema: text,
  }),
  BITRIX24_OAUTH_URL: variable({
    meaning: 'Where tokens are refreshed.',
    mend: 'Leave it unset, unless your portal has an authorization server of its own.',
    standard: 'https://oauth.bitrix.info/oauth/token/',
    schema: address,
  }),
  BITRIX24_RATE: variable({
    meaning: "Requests a second that the portal's plan allows (5 on Enterprise).",
    mend: 'Write 2, or 5 on an Enterprise plan.',
    standard: '2',
    schema: numberBetween(0.1, 1000, { whole: false }),
  }),
  BITRIX24_BURST: variable({
    meaning: "Requests that the portal's plan allows at once (250 on Enterprise).",
    mend: 'Write 50, or 250 on an Enterprise plan.',
    standard: '50',
    schema: numberBetween(1, 10_000),
  }),
  BITRIX24_CONCURRENCY: variable({
    meaning: 'Most requests in flight to the portal.',
    mend: 'Write a whole number from 1 to 50.',
    standard: '10',
    schema: numberBetween(1, 50),
  }),
  NOTIFY_AS: variable({
    meaning: 'personal: from the owner of the webhook or token; system: without an author.',
    mend: 'Write personal or system.',
    standard: 'personal',
    schema: oneOf('personal', 'system'),
  }),
  PEOPLE_FILE: variable({
    meaning: 'Who is who: Slack people to Bitrix24 people.',
    mend: 'Write the path of a file like people.example.yml.',
    standard: './people.yml',
    schema: text,
  }),
  DATABASE_URL: variable({
    meaning: 'The store: sqlite:<path>, or postgres://… where several copies of the bot run.',
    mend: 'Write sqlite:./data/b24notify.sqlite, or the postgres:// address of a database.',
    standard: 'sqlite:./data/b24notify.sqlite',
    schema: database,
  }),
  FILES: variable({
    meaning:
      "How files reach the reader: drive (copied into the portal's Drive, needs the right disk), proxy (expiring links served by the bot, needs PUBLIC_URL), permalink (Slack's own link) or off (names and sizes only).",
    mend: 'Write drive, proxy, permalink or off.',
    standard: 'drive',
    schema: oneOf('drive', 'proxy', 'permalink', 'off'),
  }),
  FILE_MAX_MB: variable({
    meaning: 'A larger file is not copied and goes as a permalink, and the sender is told.',
    mend: 'Write a whole number of megabytes.',
    standard: '100',
    schema: numberBetween(1, 2048),
  }),
  PUBLIC_URL: variable({
    meaning:
      "The bot's own https address, as the world sees it: for FILES=proxy, and for setup to put into the Slack app over HTTP.",
    mend: 'Write the https address under which this bot can be reached, or leave it unset.',
    schema: address,
  }),
  HOST: variable({
    meaning: 'Address to listen on for Slack in HTTP mode, FILES=proxy and the installation of a local application.',
    mend: 'Write an address of this machine, as in 0.0.0.0.',
    standard: '0.0.0.0',
    schema: text,
  }),
  PORT: variable({
    meaning: 'Port to listen on for Slack in HTTP mode, FILES=proxy and the installation of a local application.',
    mend: 'Write a free port.',
    standard: '3000',
    schema: numberBetween(0, 65_535),
  }),
  OPS_HOST: variable({
    meaning: 'Address to listen on for health and metrics.',
    mend: 'Write an address of this machine, as in 127.0.0.1.',
    standard: '127.0.0.1',
    schema: text,
  }),
  OPS_PORT: variable({
    meaning: 'Port of /healthz, /readyz and /metrics; 0 turns them off.',
    mend: 'Write a free port, or 0.',
    standard: '9464',
    schema: numberBetween(0, 65_535),
  }),
  NOTIFY_LOCALE: variable({
    meaning: `Language of the bot's own words inside a notification: ${languages}. Not set: the portal's, else en.`,
    mend: `Write ${languages}, or remove it.`,
    schema: oneOf(...locales),
  }),
  DELIVERY_TTL_HOURS: variable({
    meaning: 'An undelivered notification older than this is given up and its sender told.',
    mend: 'Write a number of hours.',
    standard: '24',
    schema: numberBetween(1, 24 * 30),
  }),
  RETENTION_DAYS: variable({
    meaning: 'How long finished notifications stay in the history.',
    mend: 'Write a number of days.',
    standard: '30',
    schema: numberBetween(1, 3650),
  }),
  FILES_CLEANUP: variable({
    meaning: "Remove copied files from the bot's Drive folder after RETENTION_DAYS.",
    mend: 'Write true or false.',
    standard: 'false',
    schema: yesOrNo,
  }),
  LOG_LEVEL: variable({
    meaning: 'fatal, error, warn, info, debug or trace.',
    mend: 'Write one of these words.',
    standard: 'info',
    schema: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
  }),
  LOG_FORMAT: variable({
    meaning: 'json (a line for machines) or pretty (for people).',
    mend: 'Write json or pretty.',
    standard: 'json',
    schema: oneOf('json', 'pretty'),
  }),
} as const;

export type VariableName = keyof typeof variables;

/** The variables as read. The ones with a standard always have a value. */
export type Variables = {
  [Name in VariableName]:
    | z.output<(typeof variables)[Name]['schema']>
    | ((typeof variables)[Name]['standard'] extends string ? never : undefined);
};
