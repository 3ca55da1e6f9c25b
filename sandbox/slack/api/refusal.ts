/** An answer `{ ok: false, error }`, with whatever else Slack puts beside it. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly beside: Record<string, unknown>;

  constructor(code: string, beside: Record<string, unknown> = {}) {
    super(code);
    this.name = 'SlackRefusal';
    this.code = code;
    this.beside = beside;
  }
}

/** A refusal that says why in `response_metadata.messages`. */
export function refusalWithMessages(code: string, messages: string[]): SlackRefusal {
  return new SlackRefusal(code, {
    ...(code === 'invalid_blocks' ? { errors: messages.map((each) => each.replace(/^\[ERROR\] /, '')) } : {}),
    response_metadata: { messages },
  });
}
