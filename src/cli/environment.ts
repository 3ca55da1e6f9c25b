import { resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { readDotenv } from '../config/dotenv.ts';
import { secretsOfEnvironment } from '../config/secrets.ts';
import { type PortalSettings, readPortalSettings, readSettings, type Settings } from '../config/settings.ts';
import { type Variables, variables } from '../config/variables.ts';
import type { Shell } from './shell.ts';

/** The portal of the environment, and in the application mode the store that holds its newest tokens. */
export type EnvironmentPortal =
  | { settings: Extract<PortalSettings, { mode: 'webhook' }> }
  | { settings: Extract<PortalSettings, { mode: 'application' }>; store: Variables['DATABASE_URL'] };

/**
 * Reads `.env` and the environment as the bot does, without what is Slack's.
 * @throws ConfigurationError
 */
export function environmentPortal(shell: Shell): EnvironmentPortal {
  const env = readEnvironment(shell);
  const settings = readPortalSettings(env);
  return settings.mode === 'webhook' ? { settings } : { settings, store: storeAddress(env) };
}

/**
 * The store of the environment.
 * @throws ConfigurationError
 */
export function environmentStore(shell: Shell): Variables['DATABASE_URL'] {
  return storeAddress(readEnvironment(shell));
}

/** Where people.yml is, and how Slack is asked; `slack` is absent without a token. */
export interface EnvironmentPeople {
  path: string;
  slack?: { botToken: string; apiUrl: string };
}

export function environmentPeople(shell: Shell): EnvironmentPeople {
  const env = readEnvironment(shell);
  const botToken = env.SLACK_BOT_TOKEN?.trim();
  const apiUrl = env.SLACK_API_URL?.trim() || 'https://slack.com/api/';
  return {
    path: resolve(shell.home, env.PEOPLE_FILE?.trim() || './people.yml'),
    ...(botToken && { slack: { botToken, apiUrl } }),
  };
}

/**
 * Everything of `.env` and the environment, as the bot reads it.
 * @throws ConfigurationError with every problem
 */
export function environmentSettings(shell: Shell): Settings {
  return readSettings(readEnvironment(shell));
}

function readEnvironment(shell: Shell): NodeJS.ProcessEnv {
  const env = { ...shell.env };
  readDotenv(env, shell.home);
  for (const secret of secretsOfEnvironment(env)) shell.output.hide(secret);
  return env;
}

function storeAddress(env: NodeJS.ProcessEnv): Variables['DATABASE_URL'] {
  const { schema, standard, mend } = variables.DATABASE_URL;
  const read = schema.safeParse(env.DATABASE_URL?.trim() || standard);
  if (read.success) return read.data;
  const wrong = read.error.issues[0]?.message ?? 'is wrong.';
  throw new ConfigurationError([{ where: 'DATABASE_URL', wrong, mend }]);
}
