/** One request the app made, and what it was answered. */
export interface LoggedCall {
  /** Milliseconds on the workspace's clock. */
  at: number;
  /** A Web API method, `response_url`, or `file`. */
  method: string;
  token: 'bot' | 'app' | 'wrong' | 'none';
  arguments: Record<string, unknown>;
  /** Undefined until (or unless) an answer was sent. */
  answer: unknown;
  status: number | undefined;
}
