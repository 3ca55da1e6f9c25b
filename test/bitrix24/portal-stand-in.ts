import { onTestFinished } from 'vitest';
import {
  type SandboxPortal,
  type PortalOptions as StandInOptions,
  startPortal,
} from '../../sandbox/bitrix24/portal.ts';
import { createTokenSource } from '../../src/bitrix24/oauth.ts';
import { createPortal, type Portal, type PortalOptions } from '../../src/bitrix24/portal.ts';

export const modes = ['webhook', 'application'] as const;

export interface StandIn {
  readonly there: SandboxPortal;
  readonly portal: Portal;
  /** The id of Ann, an ordinary colleague. */
  readonly ann: number;
  /** Everything that must never show. */
  readonly secrets: () => readonly string[];
}

/** A stand-in portal for one test, and our client of it in the given mode. */
export async function standIn(
  mode: Portal['mode'],
  given: StandInOptions = {},
  options: PortalOptions = {},
): Promise<StandIn> {
  const there = await startPortal({ limited: false, ...given });
  const ann = there.people.add({ name: 'Ann', lastName: 'Lee', email: 'ann@example.com' }).id;
  const { domain, clientId, clientSecret, accessToken, refreshToken, oauthUrl } = there.application;
  const client = { id: clientId, secret: clientSecret };
  const secrets = new Set([new URL(there.webhookUrl).pathname.split('/')[3] ?? '', clientSecret]);
  const onSecret = (value: string) => {
    secrets.add(value);
    options.onSecret?.(value);
  };
  const tokens = createTokenSource({ initial: { accessToken, refreshToken }, client, oauthUrl });
  const portal = createPortal(mode === 'webhook' ? { mode, url: there.webhookUrl } : { mode, domain, tokens }, {
    timeoutMs: 5_000,
    ...options,
    onSecret,
  });
  onTestFinished(async () => {
    await there.stop();
    await portal.close();
  });
  return { there, portal, ann, secrets: () => [...secrets] };
}
