import type { TestContext } from 'vitest';
import type { PortalOptions } from '../../sandbox/bitrix24/portal.ts';
import { installationEvent } from '../installation/installation-event.ts';
import { freePort } from '../start/bot.ts';
import { company } from './company.ts';

interface Options {
  database?: string;
  portal?: PortalOptions;
  crowd?: number;
}

/** {@link company} with a local application instead of a webhook. */
export async function applicationCompany(test: TestContext, { database, ...options }: Options = {}) {
  const scene = await company(test, {
    transport: 'socket',
    env: { BITRIX24_WEBHOOK_URL: '', ...(database && { DATABASE_URL: database }) },
    ...options,
  });
  const { portal, sender } = scene;
  const outputs: (() => string)[] = [];
  test.onTestFinished(() => {
    const { clientSecret, applicationToken } = portal.application;
    for (const secret of [clientSecret, applicationToken, ...portal.tokens.everIssued])
      for (const output of outputs) test.expect(output()).not.toContain(secret);
  });
  const application = () => {
    const { domain, clientId, clientSecret, oauthUrl } = portal.application;
    return {
      BITRIX24_DOMAIN: domain,
      BITRIX24_CLIENT_ID: clientId,
      BITRIX24_CLIENT_SECRET: clientSecret,
      BITRIX24_OAUTH_URL: oauthUrl,
    };
  };
  const pair = () => ({
    BITRIX24_ACCESS_TOKEN: portal.application.accessToken,
    BITRIX24_REFRESH_TOKEN: portal.application.refreshToken,
  });
  const firstPair = pair();

  return {
    ...scene,
    /** The settings of the application without tokens. */
    application,
    /** The present pair, as an operator puts it into the settings. */
    pair,
    /** The bot, with its health and the address at which it is installed. */
    async start(env: Record<string, string> = {}) {
      const [ops, port] = [await freePort(), await freePort()];
      const bot = await scene.start({ ...application(), OPS_PORT: `${ops}`, PORT: `${port}`, ...env });
      outputs.push(bot.output);
      return {
        ...bot,
        /** Bitrix24 posts an event of the application. @returns the status of the answer */
        async hears(name: 'ONAPPINSTALL' | 'ONAPPUNINSTALL', auth?: Record<string, string>): Promise<number> {
          const body = installationEvent(portal, name, auth);
          return (await fetch(`http://127.0.0.1:${port}/bitrix24/install`, { method: 'POST', body })).status;
        },
        /** What `/readyz` complains of. */
        async wrong(): Promise<string[]> {
          const answer = await fetch(`http://127.0.0.1:${ops}/readyz`);
          return Object.keys(Object(await answer.json()).reasons ?? {});
        },
      };
    },
    /** The environment of the command line beside the bot, with the first pair there was. */
    commandLine: (): Record<string, string> => ({ ...scene.env, ...application(), ...firstPair }),
    /** How often the authorization server was asked. */
    renewals: () => portal.requests.filter(({ method }) => method === 'oauth/token').length,
    /** How many messages with these words the admin has. */
    told: (words: string) => sender.sees().filter(({ text }) => text.includes(words)).length,
  };
}
