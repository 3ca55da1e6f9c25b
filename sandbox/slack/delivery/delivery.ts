/** How payloads get to the app: over HTTP or Socket Mode, never both (turning Socket Mode on stops HTTP). */

/** One payload for the app. */
export interface Payload {
  kind: 'command' | 'interactive' | 'event';
  body: Record<string, unknown>;
}

export type Acknowledgement =
  | { kind: 'answered'; status: number | 'socket'; body: unknown; ms: number }
  | { kind: 'timed out'; ms: number }
  /** As Slack names it to the person: `dispatch_failed`, `http_client_error`, `http_service_error`. */
  | { kind: 'failed'; reason: string; status: number | 'socket'; body: unknown; ms: number };

export interface Delivery {
  send(payload: Payload): Promise<Acknowledgement>;
  stop(): void;
}
