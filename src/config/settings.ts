import type { Locale } from '../language/catalogues.ts';
import { isLoopback } from './address.ts';
import { ConfigurationError, type Problem } from './configuration-error.ts';
import { type Variables, variables } from './variables.ts';

/** How Slack reaches the bot. */
export type Transport =
  | { kind: 'socket'; appToken: string }
  | { kind: 'http'; signingSecrets: readonly string[]; host: string; port: number };

/** How the bot reaches the portal. */
export type PortalSettings =
  | { mode: 'webhook'; url: string }
  | {
      mode: 'application';
      domain: string;
      tokens?: { accessToken: string; refreshToken?: string };
      client?: { id: string; secret: string };
      oauthUrl: string;
    };

/** The whole configuration, checked. Times are in milliseconds, sizes in bytes. */
export interface Settings {
  slack: { botToken: string; apiUrl: string; transport: Transport; fileHosts: readonly string[] };
  portal: PortalSettings;
  rate: { perSecond: number; burst: number; concurrency: number };
  notifyAs: 'personal' | 'system';
  peopleFile: string;
  database: Variables['DATABASE_URL'];
  files: { way: Variables['FILES']; largest: number; cleanup: boolean };
  publicUrl?: string;
  /** Where the world reaches the bot, whatever the transport, as far as it serves anything. */
  web: { host: string; port: number };
  ops?: { host: string; port: number };
  /** Of the bot's words inside a notification; absent: the portal's. */
  locale?: Locale;
  deliveryTtl: number;
  retention: number;
  log: { level: Variables['LOG_LEVEL']; format: Variables['LOG_FORMAT'] };
}

const HOUR = 3_600_000;

/**
 * Reads the environment, once, at start.
 * @throws ConfigurationError with every problem at once; no secret's value is ever in it
 */
export function readSettings(source: NodeJS.ProcessEnv): Settings {
  const { values, problems } = readVariables(source);
  const portal = portalSettings(values, problems);
  const transport = transportSettings(values, problems);
  if (values.FILES === 'proxy' && values.PUBLIC_URL === undefined)
    missing('PUBLIC_URL', 'is missing: FILES=proxy serves files at this address.', problems);
  if (values.SLACK_BOT_TOKEN === undefined) missing('SLACK_BOT_TOKEN', 'is missing.', problems);
  if (problems.length > 0 || portal === undefined || transport === undefined) throw new ConfigurationError(problems);
  // Without a problem every variable with a standard was read, so the values are whole.
  const v = values as Variables;
  return {
    slack: {
      botToken: v.SLACK_BOT_TOKEN ?? '',
      apiUrl: withSlash(v.SLACK_API_URL),
      transport,
      fileHosts: isLoopback(v.SLACK_API_URL.hostname)
        ? [...v.SLACK_FILE_HOSTS, v.SLACK_API_URL.hostname]
        : v.SLACK_FILE_HOSTS,
    },
    portal,
    rate: { perSecond: v.BITRIX24_RATE, burst: v.BITRIX24_BURST, concurrency: v.BITRIX24_CONCURRENCY },
    notifyAs: v.NOTIFY_AS,
    peopleFile: v.PEOPLE_FILE,
    database: v.DATABASE_URL,
    files: { way: v.FILES, largest: v.FILE_MAX_MB * 1024 * 1024, cleanup: v.FILES_CLEANUP },
    ...(v.PUBLIC_URL && { publicUrl: withSlash(v.PUBLIC_URL) }),
    web: { host: v.HOST, port: v.PORT },
    ...(v.OPS_PORT > 0 && { ops: { host: v.OPS_HOST, port: v.OPS_PORT } }),
    ...(v.NOTIFY_LOCALE && { locale: v.NOTIFY_LOCALE }),
    deliveryTtl: v.DELIVERY_TTL_HOURS * HOUR,
    retention: v.RETENTION_DAYS * 24 * HOUR,
    log: { level: v.LOG_LEVEL, format: v.LOG_FORMAT },
  };
}

/**
 * The portal's part alone, for commands that never speak to Slack.
 * @throws ConfigurationError as {@link readSettings}, for the portal's variables only
 */
export function readPortalSettings(source: NodeJS.ProcessEnv): PortalSettings {
  const { values, problems } = readVariables(
    Object.fromEntries(Object.entries(source).filter(([name]) => name.startsWith('BITRIX24_'))),
  );
  const portal = portalSettings(values, problems);
  if (problems.length > 0 || portal === undefined) throw new ConfigurationError(problems);
  return portal;
}

/** Checks every variable by itself. An empty value counts as not set, as `KEY=` in a `.env` file means. */
function readVariables(source: NodeJS.ProcessEnv): { values: Partial<Variables>; problems: Problem[] } {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, mend, standard }] of Object.entries(variables)) {
    const given = source[name]?.trim();
    const value = given === undefined || given === '' ? standard : given;
    if (value === undefined) continue;
    const read = schema.safeParse(value);
    if (read.success) values[name] = read.data;
    else problems.push({ where: name, wrong: read.error.issues[0]?.message ?? 'is wrong.', mend });
  }
  return { values: values as Partial<Variables>, problems };
}

function transportSettings(values: Partial<Variables>, problems: Problem[]): Transport | undefined {
  if (values.SLACK_APP_TOKEN !== undefined) return { kind: 'socket', appToken: values.SLACK_APP_TOKEN };
  if (wrong('SLACK_APP_TOKEN', problems)) return undefined;
  if (values.SLACK_SIGNING_SECRET === undefined) {
    missing('SLACK_SIGNING_SECRET', 'is missing, and so is SLACK_APP_TOKEN: one of them is needed.', problems);
    return undefined;
  }
  return {
    kind: 'http',
    signingSecrets: values.SLACK_SIGNING_SECRET,
    host: values.HOST ?? '0.0.0.0',
    port: values.PORT ?? 3000,
  };
}

function portalSettings(values: Partial<Variables>, problems: Problem[]): PortalSettings | undefined {
  const { BITRIX24_WEBHOOK_URL: webhook, BITRIX24_DOMAIN: domain } = values;
  // A value that is wrong shows as well which of the two ways was meant.
  const webhookGiven = webhook !== undefined || wrong('BITRIX24_WEBHOOK_URL', problems);
  const domainGiven = domain !== undefined || wrong('BITRIX24_DOMAIN', problems);
  if (webhookGiven && domainGiven) {
    problems.push({
      where: 'BITRIX24_DOMAIN',
      wrong: 'is set beside BITRIX24_WEBHOOK_URL, and the bot can use only one of them.',
      mend: 'Remove BITRIX24_WEBHOOK_URL to use the local application, or BITRIX24_DOMAIN to use the webhook.',
    });
    return undefined;
  }
  if (webhookGiven) return webhook && { mode: 'webhook', url: withSlash(webhook) };
  if (domainGiven) return applicationSettings(domain, values, problems);
  missing('BITRIX24_WEBHOOK_URL', 'is missing, and so is BITRIX24_DOMAIN: one of them is needed.', problems);
  return undefined;
}

function applicationSettings(
  domain: URL | undefined,
  values: Partial<Variables>,
  problems: Problem[],
): PortalSettings | undefined {
  const accessToken = values.BITRIX24_ACCESS_TOKEN;
  const refreshToken = values.BITRIX24_REFRESH_TOKEN;
  const id = values.BITRIX24_CLIENT_ID;
  const secret = values.BITRIX24_CLIENT_SECRET;
  // A first access token alone serves for an hour; all that comes after it, and an installation, needs the client.
  const needsClient = refreshToken !== undefined || accessToken === undefined;
  const purpose = 'without it the application cannot be installed, and its tokens cannot be refreshed.';
  if (id === undefined && (secret !== undefined || needsClient))
    missing('BITRIX24_CLIENT_ID', `is missing: ${purpose}`, problems);
  if (secret === undefined && (id !== undefined || needsClient))
    missing('BITRIX24_CLIENT_SECRET', `is missing: ${purpose}`, problems);
  if (accessToken === undefined && refreshToken !== undefined)
    missing('BITRIX24_ACCESS_TOKEN', 'is missing beside BITRIX24_REFRESH_TOKEN.', problems);
  if (domain === undefined || values.BITRIX24_OAUTH_URL === undefined) return undefined;
  return {
    mode: 'application',
    domain: domain.origin,
    ...(accessToken !== undefined && {
      tokens: { accessToken, ...(refreshToken !== undefined && { refreshToken }) },
    }),
    ...(id !== undefined && secret !== undefined && { client: { id, secret } }),
    oauthUrl: values.BITRIX24_OAUTH_URL.href,
  };
}

function missing(where: keyof typeof variables, wrong: string, problems: Problem[]): void {
  // A value that is there but wrong was told already.
  if (!problems.some((problem) => problem.where === where))
    problems.push({ where, wrong, mend: variables[where].mend });
}

function wrong(name: string, problems: readonly Problem[]): boolean {
  return problems.some(({ where }) => where === name);
}

function withSlash(url: URL): string {
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}
