import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Seconds that a timestamp may differ from our clock. */
const LONGEST_AGE = 300;
const SIGNATURE = /^v0=([0-9a-f]{64})$/;

/**
 * Whether a request comes from Slack: its signature fits one of the secrets, and its time is within five minutes of ours,
 * in both directions (docs.slack.dev/authentication/verifying-requests-from-slack). Bolt's own check makes three HMACs
 * where one is needed and takes what is dated ahead; it runs for every request while somebody waits.
 * @param now the clock, in milliseconds of the epoch
 */
export function signatureCheck(secrets: readonly string[], now: () => number = Date.now) {
  const keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  return (headers: IncomingHttpHeaders, body: Buffer): boolean => {
    const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = headers;
    if (typeof signature !== 'string' || typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
    const [, hex] = SIGNATURE.exec(signature) ?? [];
    if (hex === undefined || Math.abs(now() / 1000 - Number(timestamp)) > LONGEST_AGE) return false;
    const given = Buffer.from(hex, 'hex');
    return keys.some((key) =>
      timingSafeEqual(createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest(), given),
    );
  };
}
