import { Access } from './access.ts';
import { Bell } from './bell.ts';
import type { Now } from './clock.ts';
import { Operating } from './operating.ts';
import { People } from './people.ts';
import { RateBucket } from './rate-bucket.ts';

export interface PortalOptions {
  /** Requests a second that drain from the bucket (2) and its size (50). */
  rate?: number;
  burst?: number;
  /** False switches the request rate off (self-hosted portals have none). */
  limited?: boolean;
  /** Simulated work of each command in milliseconds (0); commands of a batch run one after another. */
  commandMs?: number;
  /** What the webhook and the application may do (`im`, `user_basic`, `disk`). */
  scopes?: readonly string[];
  /** Seconds of work in ten minutes after which a method is blocked (480). */
  operatingSeconds?: number;
  /** False is the older self-hosted portal, which ignores tags that come over a webhook. */
  webhookTags?: boolean;
  /** The portal's clock in milliseconds; the request rate, token lifetimes and work time follow it. */
  now?: Now;
}

/** Everything that the portal knows, shared by all its methods. */
export interface PortalState {
  now: Now;
  access: Access;
  people: People;
  bell: Bell;
  bucket: RateBucket | undefined;
  operating: Operating;
  commandMs: number;
  webhookTags: boolean;
  /** The portal's present address, without a slash at the end. */
  url: string;
}

export function newPortalState(options: PortalOptions): PortalState {
  const now = options.now ?? Date.now;
  const limited = options.limited ?? true;
  return {
    now,
    access: new Access(options.scopes ?? ['im', 'user_basic', 'disk'], now),
    people: new People(),
    bell: new Bell(),
    bucket: limited ? new RateBucket(options.rate ?? 2, options.burst ?? 50, now) : undefined,
    operating: new Operating(options.operatingSeconds ?? 480, now),
    commandMs: options.commandMs ?? 0,
    webhookTags: options.webhookTags ?? true,
    url: '',
  };
}
