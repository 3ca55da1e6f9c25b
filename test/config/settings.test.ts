import { describe, expect, it } from 'vitest';
import { ConfigurationError, type Problem } from '../../src/config/configuration-error.ts';
import { readPortalSettings, readSettings } from '../../src/config/settings.ts';
import { type VariableName, variables } from '../../src/config/variables.ts';

/** The least that a bot needs. */
const least = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_APP_TOKEN: 'xapp-1-A-2-def',
  BITRIX24_WEBHOOK_URL: 'https://portal.example.com/rest/1/s3cretwebhook/',
};
const { BITRIX24_WEBHOOK_URL: _, ...withoutPortal } = least;
const domainAlone = { ...withoutPortal, BITRIX24_DOMAIN: 'portal.example.com' };
const application = { ...domainAlone, BITRIX24_ACCESS_TOKEN: 'access' };

function problemsOf(env: NodeJS.ProcessEnv, read: (env: NodeJS.ProcessEnv) => unknown = readSettings) {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return [...error.problems];
    throw error;
  }
  return [];
}

/** What is wrong with one variable beside the least that is needed. */
function problemWith(name: VariableName, value: string): Problem | undefined {
  return problemsOf({ ...least, [name]: value }).find(({ where }) => where === name);
}

describe('the environment', () => {
  it('needs nothing but the tokens and the portal; everything else has its default', () => {
    expect(readSettings(least)).toEqual({
      slack: {
        botToken: 'xoxb-1-2-abc',
        apiUrl: 'https://slack.com/api/',
        transport: { kind: 'socket', appToken: 'xapp-1-A-2-def' },
        fileHosts: ['slack.com', 'slack-edge.com', 'slack-files.com'],
      },
      portal: { mode: 'webhook', url: 'https://portal.example.com/rest/1/s3cretwebhook/' },
      rate: { perSecond: 2, burst: 50, concurrency: 10 },
      notifyAs: 'personal',
      peopleFile: './people.yml',
      database: { kind: 'sqlite', path: './data/b24notify.sqlite' },
      files: { way: 'drive', largest: 100 * 1024 * 1024, cleanup: false },
      web: { host: '0.0.0.0', port: 3000 },
      ops: { host: '127.0.0.1', port: 9464 },
      deliveryTtl: 24 * 3_600_000,
      retention: 30 * 24 * 3_600_000,
      log: { level: 'info', format: 'json' },
    });
  });

  it('takes every variable', () => {
    const { SLACK_APP_TOKEN: __, ...http } = least;
    const settings = readSettings({
      ...http,
      SLACK_SIGNING_SECRET: 'new-secret, old-secret',
      SLACK_API_URL: 'http://127.0.0.1:4000/api',
      SLACK_FILE_HOSTS: 'files.example.com',
      BITRIX24_RATE: '5',
      BITRIX24_BURST: '250',
      BITRIX24_CONCURRENCY: '4',
      NOTIFY_AS: 'system',
      PEOPLE_FILE: '/etc/people.yml',
      DATABASE_URL: 'postgres://bot:pa%40ss@db.example.com/b24',
      FILES: 'off',
      FILE_MAX_MB: '7',
      PUBLIC_URL: 'https://bot.example.com/base',
      HOST: '127.0.0.1',
      PORT: '8080',
      OPS_HOST: '0.0.0.0',
      OPS_PORT: '9000',
      NOTIFY_LOCALE: 'ru',
      DELIVERY_TTL_HOURS: '2',
      RETENTION_DAYS: '3',
      FILES_CLEANUP: 'true',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'pretty',
    });
    expect(settings).toMatchObject({
      slack: {
        apiUrl: 'http://127.0.0.1:4000/api/',
        transport: { kind: 'http', signingSecrets: ['new-secret', 'old-secret'], host: '127.0.0.1', port: 8080 },
        fileHosts: ['files.example.com', '127.0.0.1'],
      },
      rate: { perSecond: 5, burst: 250, concurrency: 4 },
      notifyAs: 'system',
      peopleFile: '/etc/people.yml',
      database: { kind: 'postgres', url: 'postgres://bot:pa%40ss@db.example.com/b24' },
      files: { way: 'off', largest: 7 * 1024 * 1024, cleanup: true },
      publicUrl: 'https://bot.example.com/base/',
      ops: { host: '0.0.0.0', port: 9000 },
      locale: 'ru',
      deliveryTtl: 2 * 3_600_000,
      retention: 3 * 24 * 3_600_000,
      log: { level: 'debug', format: 'pretty' },
    });
  });

  it('takes an empty value, and one of blanks, as not set', () => {
    const empty = Object.fromEntries(Object.keys(variables).map((name, index) => [name, index % 2 ? '' : '  ']));
    expect(readSettings({ ...empty, ...least })).toEqual(readSettings(least));
    expect(problemsOf(empty)).toEqual(problemsOf({}));
  });

  it('overlooks blanks around a value', () => {
    expect(readSettings({ ...least, SLACK_BOT_TOKEN: ' xoxb-1-2-abc\n' })).toEqual(readSettings(least));
  });

  it('turns health off with OPS_PORT=0', () => {
    expect(readSettings({ ...least, OPS_PORT: '0' }).ops).toBeUndefined();
  });

  it('says everything that is missing at once', () => {
    expect(
      problemsOf({})
        .map(({ where }) => where)
        .sort(),
    ).toEqual(['BITRIX24_WEBHOOK_URL', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  });

  /** A wrong value for each variable that can have one. */
  const wrongValues: Partial<Record<VariableName, string>> = {
    SLACK_BOT_TOKEN: 'xoxp-MARKER-1',
    SLACK_APP_TOKEN: 'xoxb-MARKER-2',
    SLACK_SIGNING_SECRET: 'MARKER-3,MARKER-3,MARKER-3',
    SLACK_API_URL: 'http://slack.example.com/MARKER-4/',
    SLACK_FILE_HOSTS: 'https://MARKER-5/',
    BITRIX24_WEBHOOK_URL: 'https://portal.example.com/rest/MARKER-6/',
    BITRIX24_OAUTH_URL: 'MARKER-7',
    BITRIX24_RATE: 'MARKER-8',
    BITRIX24_BURST: '-1',
    BITRIX24_CONCURRENCY: '51',
    NOTIFY_AS: 'MARKER-9',
    DATABASE_URL: 'mysql://bot:MARKER-10@db.example.com/',
    FILES: 'MARKER-11',
    FILE_MAX_MB: '1.5',
    PUBLIC_URL: 'ftp://MARKER-12/',
    PORT: '65536',
    OPS_PORT: 'MARKER-13',
    NOTIFY_LOCALE: 'fr',
    DELIVERY_TTL_HOURS: '0',
    RETENTION_DAYS: '1e9',
    FILES_CLEANUP: 'MARKER-14',
    LOG_LEVEL: 'loud',
    LOG_FORMAT: 'xml',
  };

  it('says everything that is wrong at once, and never what it was', () => {
    const problems = problemsOf(wrongValues);
    expect(problems.map(({ where }) => where).sort()).toEqual(Object.keys(wrongValues).sort());
    const error = new ConfigurationError(problems);
    expect(`${error.message} ${error.stack}`).not.toContain('MARKER');
  });

  it.each(Object.entries(wrongValues))('refuses %s=%s in a sentence that says how to mend it', (name, value) => {
    const problem = problemsOf({ ...least, [name]: value }).find(({ where }) => where === name);
    expect(problem?.wrong).toMatch(/^(is|does|holds|lists|names|uses|cannot) .+\.$/);
    expect(problem?.mend).toMatch(/^[A-Z].+\.?$/);
  });

  it('takes any text where any text will do', () => {
    const free = Object.keys(variables).filter((name) => !(name in wrongValues) && name !== 'BITRIX24_DOMAIN');
    expect(free.sort()).toEqual([
      'BITRIX24_ACCESS_TOKEN',
      'BITRIX24_CLIENT_ID',
      'BITRIX24_CLIENT_SECRET',
      'BITRIX24_REFRESH_TOKEN',
      'HOST',
      'OPS_HOST',
      'PEOPLE_FILE',
    ]);
  });

  it.each(['drive', 'permalink', 'off'] as const)('takes FILES=%s by itself', (way) => {
    expect(readSettings({ ...least, FILES: way }).files.way).toBe(way);
  });

  it('takes FILES=proxy with the address that the files are served at, and refuses it without', () => {
    const PUBLIC_URL = 'https://bot.example.com';
    expect(readSettings({ ...least, FILES: 'proxy', PUBLIC_URL }).files.way).toBe('proxy');
    expect(problemsOf({ ...least, FILES: 'proxy' })).toMatchObject([
      { where: 'PUBLIC_URL', wrong: 'is missing: FILES=proxy serves files at this address.' },
    ]);
  });

  it.each(['true', '1', 'yes'])('reads %s as yes', (word) => {
    expect(readSettings({ ...least, FILES_CLEANUP: word }).files.cleanup).toBe(true);
  });

  it.each([
    'postgres://bot:p#ss@db.example.com/b24',
    'postgres://bot:p%ss@db.example.com/b24',
    'postgres://bot:p/ss@db.example.com/b24',
  ])('says how a password has to be written in %s', (url) => {
    expect(problemWith('DATABASE_URL', url)?.wrong).toContain('%23');
  });

  it('refuses the values of .env.example that are there to be replaced', () => {
    for (const [name, { example }] of Object.entries<{ example?: string }>(variables)) {
      if (example !== undefined) expect(problemsOf({ ...least, [name]: example })).toHaveLength(1);
    }
  });
});

describe('addresses that secrets travel to', () => {
  const addresses = ['SLACK_API_URL', 'BITRIX24_OAUTH_URL', 'PUBLIC_URL'] as const;

  it.each(addresses)('lets %s be http:// on this machine only', (name) => {
    for (const host of ['localhost:3000', '127.0.0.1', '127.255.0.1:80', '[::1]:3000']) {
      expect(problemWith(name, `http://${host}/`), host).toBeUndefined();
    }
    for (const host of [
      'example.com',
      '10.0.0.1',
      '127.0.0.1.example.com',
      'localhost.example.com',
      '0.0.0.0',
      '[::2]',
    ]) {
      expect(problemWith(name, `http://${host}/`)?.wrong, host).toContain(
        'http://, which would send secrets in the open',
      );
    }
    expect(problemWith(name, 'https://example.com/')).toBeUndefined();
  });

  it.each(addresses)('refuses a user name or a password in %s', (name) => {
    expect(problemWith(name, 'https://user@example.com/')?.wrong).toContain('a user name or a password');
    expect(problemWith(name, 'https://:pass@example.com/')?.wrong).toContain('a user name or a password');
  });

  it('holds for the portal too, by webhook and by domain', () => {
    expect(problemWith('BITRIX24_WEBHOOK_URL', 'http://portal.example.com/rest/1/abc/')?.wrong).toContain('http://');
    expect(problemWith('BITRIX24_WEBHOOK_URL', 'http://localhost:8000/rest/1/abc/')).toBeUndefined();
    expect(problemsOf({ ...application, BITRIX24_DOMAIN: 'http://portal.example.com' })).toHaveLength(1);
    expect(problemsOf({ ...application, BITRIX24_DOMAIN: 'http://127.0.0.1:8000' })).toEqual([]);
  });
});

describe('how Slack reaches the bot', () => {
  const { SLACK_APP_TOKEN: _token, ...withoutToken } = least;

  it('is Socket Mode as soon as there is an app-level token', () => {
    const { transport } = readSettings({ ...least, SLACK_SIGNING_SECRET: 'abcdef' }).slack;
    expect(transport).toEqual({ kind: 'socket', appToken: 'xapp-1-A-2-def' });
  });

  it('is HTTP without one, on every address and port 3000', () => {
    const { transport } = readSettings({ ...withoutToken, SLACK_SIGNING_SECRET: 'abcdef' }).slack;
    expect(transport).toEqual({ kind: 'http', signingSecrets: ['abcdef'], host: '0.0.0.0', port: 3000 });
  });

  it('is nothing without either: one of the two is asked for, by name', () => {
    expect(problemsOf(withoutToken)).toEqual([
      {
        where: 'SLACK_SIGNING_SECRET',
        wrong: 'is missing, and so is SLACK_APP_TOKEN: one of them is needed.',
        mend: expect.stringContaining('SLACK_APP_TOKEN'),
      },
    ]);
  });

  it('is not guessed from a wrong token', () => {
    expect(problemsOf({ ...least, SLACK_APP_TOKEN: 'nonsense' }).map(({ where }) => where)).toEqual([
      'SLACK_APP_TOKEN',
    ]);
  });
});

describe('how the bot reaches the portal', () => {
  const portalOf = (env: NodeJS.ProcessEnv) => readSettings(env).portal;
  const webhook = (url: string) => portalOf({ ...least, BITRIX24_WEBHOOK_URL: url });

  it.each([
    'https://portal.example.com/rest/1/s3cret',
    'https://portal.example.com/rest/1/s3cret/',
    'https://portal.example.com/rest/1/s3cret/profile.json',
  ])('is the webhook, pasted as %s', (url) => {
    expect(webhook(url)).toEqual({ mode: 'webhook', url: 'https://portal.example.com/rest/1/s3cret/' });
  });

  it.each([
    'https://portal.example.com/',
    'https://portal.example.com/rest/s3cret/',
    'https://portal.example.com/rest/1/s3cret/?auth=1',
    'https://portal.example.com/rest/1/s3cret/#x',
    'https://portal.example.com/rest/1/s3cret/profile.json/more',
    'https://portal.example.com/company/rest/1/s3cret/',
    'portal.example.com/rest/1/s3cret/',
  ])('is not %s', (url) => {
    expect(problemWith('BITRIX24_WEBHOOK_URL', url)?.mend).toContain('Inbound webhook');
  });

  it.each([
    'portal.example.com',
    'https://portal.example.com',
    'https://portal.example.com/company/',
    'PORTAL.example.com',
  ])('is the domain of an application, written as %s', (domain) => {
    expect(portalOf({ ...application, BITRIX24_DOMAIN: domain })).toEqual({
      mode: 'application',
      domain: 'https://portal.example.com',
      tokens: { accessToken: 'access' },
      oauthUrl: 'https://oauth.bitrix.info/oauth/token/',
    });
  });

  it.each(['ftp://portal.example.com', 'two words', 'user:pass@portal.example.com', '://'])(
    'is no domain such as %s',
    (domain) => {
      expect(problemsOf({ ...application, BITRIX24_DOMAIN: domain })).toEqual([
        { where: 'BITRIX24_DOMAIN', wrong: expect.any(String), mend: expect.stringContaining('your-portal') },
      ]);
    },
  );

  it('holds the tokens and the client of an application', () => {
    const portal = portalOf({
      ...application,
      BITRIX24_ACCESS_TOKEN: 'access',
      BITRIX24_REFRESH_TOKEN: 'refresh',
      BITRIX24_CLIENT_ID: 'local.1',
      BITRIX24_CLIENT_SECRET: 'secret',
      BITRIX24_OAUTH_URL: 'https://oauth.example.com/token/',
    });
    expect(portal).toEqual({
      mode: 'application',
      domain: 'https://portal.example.com',
      tokens: { accessToken: 'access', refreshToken: 'refresh' },
      client: { id: 'local.1', secret: 'secret' },
      oauthUrl: 'https://oauth.example.com/token/',
    });
  });

  it('may be an access token alone, which lives for an hour', () => {
    expect(portalOf({ ...domainAlone, BITRIX24_ACCESS_TOKEN: 'access' })).toMatchObject({
      tokens: { accessToken: 'access' },
    });
  });

  it.each([
    // Neither to be installed nor ever to deliver.
    [{}, ['BITRIX24_CLIENT_ID', 'BITRIX24_CLIENT_SECRET']],
    [{ BITRIX24_CLIENT_ID: 'x' }, ['BITRIX24_CLIENT_SECRET']],
    [{ BITRIX24_CLIENT_SECRET: 'x' }, ['BITRIX24_CLIENT_ID']],
    [{ BITRIX24_REFRESH_TOKEN: 'x' }, ['BITRIX24_CLIENT_ID', 'BITRIX24_CLIENT_SECRET', 'BITRIX24_ACCESS_TOKEN']],
    [{ BITRIX24_DOMAIN: 'two words', BITRIX24_CLIENT_ID: 'x' }, ['BITRIX24_DOMAIN', 'BITRIX24_CLIENT_SECRET']],
  ])('asks for the rest of what %o needs', (given, asked) => {
    expect(problemsOf({ ...domainAlone, ...given }).map(({ where }) => where)).toEqual(asked);
  });

  it('is one of the two, not both and not none', () => {
    expect(problemsOf({ ...least, BITRIX24_DOMAIN: 'portal.example.com' })).toEqual([
      {
        where: 'BITRIX24_DOMAIN',
        wrong: expect.stringContaining('only one of them'),
        mend: expect.stringContaining('Remove BITRIX24_WEBHOOK_URL'),
      },
    ]);
    expect(problemsOf(withoutPortal)).toEqual([
      {
        where: 'BITRIX24_WEBHOOK_URL',
        wrong: expect.stringContaining('so is BITRIX24_DOMAIN'),
        mend: expect.stringContaining('Inbound webhook'),
      },
    ]);
  });

  it('can be read without what is Slack’s', () => {
    const { BITRIX24_WEBHOOK_URL } = least;
    expect(readPortalSettings({ BITRIX24_WEBHOOK_URL, SLACK_BOT_TOKEN: 'nonsense', PORT: 'nonsense' })).toEqual({
      mode: 'webhook',
      url: BITRIX24_WEBHOOK_URL,
    });
    expect(problemsOf({}, readPortalSettings).map(({ where }) => where)).toEqual(['BITRIX24_WEBHOOK_URL']);
  });
});
