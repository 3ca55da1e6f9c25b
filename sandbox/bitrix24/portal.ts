import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BellItem, bellItems } from './bell-items.ts';
import { type DriveFile, driveFiles } from './drive/inventory.ts';
import { openPage, type Page } from './drive/pages.ts';
import { pageReply } from './file-transfer.ts';
import { type FrontDoor, receive } from './front-door.ts';
import { type Misbehaviour, Misbehaviours } from './misbehaviour.ts';
import type { NewPerson, Person } from './people.ts';
import { newPortalState, type PortalOptions, type PortalState } from './portal-state.ts';
import { redirectReply, send } from './reply.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import { newWorkshop } from './rest.ts';
import { type Listening, listen } from './server.ts';

export type { BellItem } from './bell-items.ts';
export type { DriveFile } from './drive/inventory.ts';
export type { CallFault, ExchangeFault, Fault, Misbehaviour } from './misbehaviour.ts';
export type { NewPerson, Person } from './people.ts';
export type { PortalOptions } from './portal-state.ts';
export type { LoggedRequest } from './request-log.ts';

/** What a browser got: the file, a login page, a refusal or nothing. */
export interface Opened {
  status: number;
  kind: Page['kind'];
  bytes: Buffer;
}

/** A stand-in Bitrix24 portal on loopback. It imitates the real one's quirks and is stricter where sources disagree. */
export class SandboxPortal {
  /** Every HTTP request in the order of arrival, with what it was answered. */
  readonly requests: readonly LoggedRequest[];
  /** Requests refused by the rate limit. */
  everRefused = 0;
  readonly #state: PortalState;
  readonly #misbehaviours = new Misbehaviours();
  readonly #log = new RequestLog();
  readonly #stopping = new AbortController();
  readonly #door: FrontDoor;
  readonly #listening: Listening[] = [];

  constructor(state: PortalState) {
    this.#state = state;
    this.requests = this.#log.requests;
    this.#door = {
      workshop: newWorkshop(state, this.#misbehaviours, {
        stopping: this.#stopping.signal,
        changed: () => this.#log.changed(),
      }),
      misbehaviours: this.#misbehaviours,
      log: this.#log,
      refusedByRate: () => {
        this.everRefused += 1;
      },
    };
  }

  /** The present address, without a slash at the end. */
  get url(): string {
    return this.#state.url;
  }

  get webhookUrl(): string {
    return `${this.url}/rest/1/${this.#state.access.secret}/`;
  }

  /** What a local application is given, its tokens as they are now. */
  get application() {
    const { application, tokens } = this.#state.access;
    return {
      domain: this.url,
      ...application,
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken,
      oauthUrl: `${this.url}/oauth/token/`,
    };
  }

  /** Person 1, who owns the webhook and the application, is always there. */
  readonly people = {
    add: (person: NewPerson): Person => this.#state.people.add(person),
    change: (id: number, patch: Partial<Omit<Person, 'id'>>): Person => this.#state.people.change(id, patch),
    all: (): readonly Person[] => this.#state.people.all(),
  };

  /** The application's tokens: the present pair, and what can happen to it. */
  get tokens() {
    const { access } = this.#state;
    return {
      current: { accessToken: access.tokens.accessToken, refreshToken: access.tokens.refreshToken },
      /** The access token grows old now. */
      expireAccess: (): void => access.expireAccess(),
      /** The application is removed: neither token works any more. */
      revoke: (): void => access.revoke(),
      /** It is installed again: a new pair with the rights of now, and a new application token. The old pair is unknown. */
      reinstall: (): void => void access.reinstall(),
      /** Each token there ever was. */
      everIssued: access.issued.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
    };
  }

  readonly webhook = {
    revoke: (): void => {
      this.#state.access.webhookWorks = false;
    },
    restore: (): void => {
      this.#state.access.webhookWorks = true;
    },
  };

  /** What the webhook may do from now on, and the application from its next installation on. */
  grant(scopes: readonly string[]): void {
    this.#state.access.scopes = scopes;
  }

  /** This person's notification list as it is now, oldest first. */
  bell(userId: number): BellItem[] {
    return bellItems(this.#state.bell.of(userId), this.#state.people);
  }

  get everCreated(): number {
    return this.#state.bell.everCreated;
  }

  /** Notifications that went because another came with their tag. */
  get everReplaced(): number {
    return this.#state.bell.everReplaced;
  }

  /** Notifications that were taken back. */
  get everDeleted(): number {
    return this.#state.bell.everDeleted;
  }

  /** Seconds of work charged to a method, as if calls had taken them; `credential` is `webhook` or the client id. */
  chargeOperating(method: string, seconds: number, credential = 'webhook'): void {
    this.#state.operating.charge(credential, method, seconds);
  }

  readonly drive = {
    /** Every file that is not in the trash, with everybody who can read it. */
    files: (): DriveFile[] => driveFiles(this.#state.drive),
    /** Bytes that still fit, and bytes of the largest file that is taken. */
    limit: ({ quota, largestFile }: { quota?: number; largestFile?: number }): void => {
      this.#state.drive.quota = quota ?? this.#state.drive.quota;
      this.#state.drive.largestFile = largestFile ?? this.#state.drive.largestFile;
    },
    /** Whether the portal's policy allows public links (it does). */
    allowExternalLinks: (allowed: boolean): void => {
      this.#state.externalLinksAllowed = allowed;
    },
  };

  /**
   * What this person gets in a browser in which they are logged in, or without a person what a stranger gets. The bytes
   * are those of the file, both in its viewer and alone; empty when it did not open.
   */
  async openAs(userId: number | undefined, url: string): Promise<Opened> {
    const address = new URL(url, this.url);
    // A browser follows the redirect from an address that the portal had before.
    if (!this.#listening.some((listening) => listening.url === address.origin))
      throw new Error(`${address.origin} is not the sandbox portal`);
    const page = openPage(address, userId, this.#state);
    const { status } = pageReply(page);
    const bytes = 'file' in page ? await this.#state.drive.contents.read(page.file.content) : Buffer.alloc(0);
    return { status, kind: page.kind, bytes };
  }

  /** A logged-in browser of this person, for requests with session authorization. */
  openSession(userId: number): { cookie: string; sessid: string } {
    return this.#state.access.openSession(userId);
  }

  /** The portal misbehaves under this rule until the returned function is called. The first rule that fits counts. */
  misbehave(rule: Misbehaviour): () => void {
    return this.#misbehaviours.add(rule);
  }

  /** The portal moves to another address; from now on the old ones answer 302. Returns the new address. */
  async rename(): Promise<string> {
    await this.#open();
    return this.url;
  }

  /**
   * Resolves as soon as the predicate holds. It is asked now, and again after each request came in, after each
   * command of it was done and after it was answered.
   */
  waitFor(predicate: (portal: SandboxPortal) => boolean, timeoutMs = 10_000): Promise<void> {
    return this.#log.wait(() => predicate(this), timeoutMs);
  }

  /** Closes every socket, also those of requests that were never answered. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#listening.map((listening) => listening.close()));
    await this.#state.drive.contents.close();
  }

  async #open(): Promise<void> {
    const listening = await listen((request, response) => this.#handle(listening.url, request, response));
    this.#listening.push(listening);
    this.#state.url = listening.url;
  }

  static async start(options: PortalOptions): Promise<SandboxPortal> {
    const portal = new SandboxPortal(newPortalState(options));
    await portal.#open();
    return portal;
  }

  async #handle(cameTo: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The authorization server stands elsewhere in the world and does not move with a portal.
    const ofTokens = request.url?.startsWith('/oauth/token') === true;
    if (cameTo === this.url || ofTokens) return receive(request, response, this.#door);
    await send(response, redirectReply(`${this.url}${request.url ?? '/'}`));
    this.#log.add(movedLog(request, this.#state.now()));
  }
}

/** Starts a portal on a free port of 127.0.0.1; everything about it is in memory and goes with it. */
export function startPortal(options: PortalOptions = {}): Promise<SandboxPortal> {
  return SandboxPortal.start(options);
}

function movedLog(request: IncomingMessage, at: number): LoggedRequest {
  return {
    at,
    verb: request.method ?? '',
    path: request.url ?? '',
    method: 'moved',
    parameters: {},
    batched: false,
    commands: [],
    userAgent: request.headers['user-agent'],
    contentType: request.headers['content-type'],
    authorization: request.headers.authorization,
    status: 302,
  };
}
