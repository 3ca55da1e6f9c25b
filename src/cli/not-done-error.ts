export interface NotDoneFacts {
  code: string;
  message: string;
  advice: string;
  answer?: Record<string, unknown> | undefined;
  cause?: unknown;
}

/** The portal answered, and yet what the command promises has not happened. */
export class NotDoneError extends Error {
  override readonly name = 'NotDoneError';
  readonly code: string;
  /** What to do about it. */
  readonly advice: string;
  /** The portal's answer map, without secrets. */
  readonly answer: Record<string, unknown> | undefined;

  constructor({ code, message, advice, answer, cause }: NotDoneFacts) {
    super(message, { cause });
    this.code = code;
    this.advice = advice;
    this.answer = answer;
  }
}
