import { Access } from './access.ts';
import { Bell } from './bell.ts';
import type { Now } from './clock.ts';
import { Drive } from './drive/drive.ts';
import { SignedLinks } from './drive/signed-links.ts';
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
  /** Seconds of work in ten minutes after which a method is blocked (480); false: a self-hosted portal, which tells none. */
  operatingSeconds?: number | false;
  /** False is the older self-hosted portal, which ignores tags that come over a webhook. */
  webhookTags?: boolean;
  /** The language of the portal (`en`). */
  language?: string;
  /** What `app.info` answers to a webhook: nothing, as the docs say (standard), or the licence, as the module source does. */
  webhookInfo?: 'refused' | 'licence';
  /** The portal's clock in milliseconds; the request rate, token lifetimes and work time follow it. */
  now?: Now;
}

/** Everything that the portal knows, shared by all its methods. */
export interface PortalState {
  now: Now;
  access: Access;
  people: People;
  bell: Bell;
  drive: Drive;
  links: SignedLinks;
  /** Public links: the path of each and the file that it opens. */
  externalLinks: Map<string, number>;
  externalLinksAllowed: boolean;
  bucket: RateBucket | undefined;
  operating: Operating;
  commandMs: number;
  webhookTags: boolean;
  language: string;
  webhookInfo: 'refused' | 'licence';
  /** The portal's present address, without a slash at the end. */
  url: string;
}

export function newPortalState(options: PortalOptions): PortalState {
  const now = options.now ?? Date.now;
  const limited = options.limited ?? true;
  const people = new People();
  return {
    now,
    access: new Access(options.scopes ?? ['im', 'user_basic', 'disk'], now),
    people,
    bell: new Bell(),
    drive: new Drive(people, now),
    links: new SignedLinks(),
    externalLinks: new Map(),
    externalLinksAllowed: true,
    bucket: limited ? new RateBucket(options.rate ?? 2, options.burst ?? 50, now) : undefined,
    operating: new Operating(options.operatingSeconds ?? 480, now),
    commandMs: options.commandMs ?? 0,
    webhookTags: options.webhookTags ?? true,
    language: options.language ?? 'en',
    webhookInfo: options.webhookInfo ?? 'refused',
    url: '',
  };
}
