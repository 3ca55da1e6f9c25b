import { type Command, InvalidArgumentError } from 'commander';
import { connectPortal, tokensKey } from '../app/connect-portal.ts';
import { maskUrl, type PortalAccess, parseDomain, parseWebhookUrl, type TokenSource } from '../bitrix24/access.ts';
import { PortalError } from '../bitrix24/errors/portal-error.ts';
import { createPortal, type Portal, type PortalOptions } from '../bitrix24/portal.ts';
import { type EnvironmentPortal, environmentPortal } from './environment.ts';
import type { Shell } from './shell.ts';
import { openTokenKeep } from './token-keep.ts';
import { UsageError } from './usage-error.ts';

/** The options that name a portal. */
export interface PortalChoiceOptions {
  url?: string;
  token?: string;
}

/** A portal named on the command line, or the environment's. */
export type PortalChoice = { from: 'options'; access: PortalAccess } | ({ from: 'environment' } & EnvironmentPortal);

/** Adds `--url` and `--token` to a command. */
export function addPortalOptions(command: Command): Command {
  return command
    .option('--url <url>', "an inbound webhook's address; with --token, a portal's domain or address", notBlank)
    .option('--token <token>', 'access token of an application (with --url)', notBlank);
}

/**
 * Which portal a command means. Nothing is asked of it yet.
 * @throws UsageError for an address that can't be one, ConfigurationError
 */
export function choosePortal({ url, token }: PortalChoiceOptions, shell: Shell): PortalChoice {
  if (url === undefined) {
    if (token === undefined) return { from: 'environment', ...environmentPortal(shell) };
    throw new UsageError('--token was given without --url.', 'Name the portal too, as in --url example.bitrix24.com.');
  }
  if (token === undefined) {
    readAddress(
      () => parseWebhookUrl(url),
      'https://example.bitrix24.com/rest/1/<secret>/; a domain alone needs --token',
    );
    return { from: 'options', access: { mode: 'webhook', url } };
  }
  readAddress(() => parseDomain(url), 'example.bitrix24.com or https://example.bitrix24.com');
  return { from: 'options', access: { mode: 'application', domain: url, tokens: givenToken(token) } };
}

export function modeOf(choice: PortalChoice): Portal['mode'] {
  return accessOf(choice).mode;
}

/** The address of a method, with the webhook's secret masked. */
export function methodAddress(choice: PortalChoice, method: string): string {
  const access = accessOf(choice);
  if (access.mode === 'webhook') return maskUrl(access.url) + method;
  return `${parseDomain(access.domain).origin}/rest/${method}`;
}

/** Runs `work` with the portal, and leaves nothing open. */
export async function withPortal<T>(
  choice: PortalChoice,
  { output }: Shell,
  work: (portal: Portal) => Promise<T>,
): Promise<T> {
  const options: PortalOptions = {
    onSecret: output.hide,
    onMoved: (host) => output.say(`The portal has moved to ${host}: change its address in your settings.`),
  };
  const { portal, close } = await open(choice, options);
  try {
    return await work(portal);
  } finally {
    await portal.close();
    await close();
  }
}

async function open(choice: PortalChoice, options: PortalOptions) {
  const nothing = async () => {};
  if (choice.from === 'options') return { portal: createPortal(choice.access, options), close: nothing };
  if (!('store' in choice)) return { portal: connectPortal(choice.settings, options), close: nothing };
  const keep = await openTokenKeep(choice.store, tokensKey(choice.settings));
  return { portal: connectPortal(choice.settings, options, keep), close: keep.close };
}

function accessOf(choice: PortalChoice) {
  return choice.from === 'options' ? choice.access : choice.settings;
}

/**
 * A token there is nothing to renew with. Asked for another, it gives itself, so that what the operator reads is the
 * portal's own refusal of it.
 */
function givenToken(accessToken: string): TokenSource {
  const tokens = { accessToken };
  return { current: async () => tokens, renew: async () => tokens, instead: async () => undefined };
}

function readAddress(read: () => unknown, example: string): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    throw new UsageError(`--url can not be used. ${error.message}`, `It looks like ${example}.`, error);
  }
}

/** An empty value is a variable that a script forgot to set: it must not mean "not given". */
export function notBlank(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return value;
}
