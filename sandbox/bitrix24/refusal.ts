/** The portal says no: what it answers instead of a result. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, description: string) {
    super(description);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

export function methodNotFound(): Refusal {
  return new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!');
}

export function insufficientScope(): Refusal {
  return new Refusal(
    403,
    'insufficient_scope',
    'The request requires higher privileges than provided by the access token',
  );
}

/** A webhook that is wrong, was revoked, or whose creator is gone. */
export function invalidCredentials(): Refusal {
  return new Refusal(401, 'INVALID_CREDENTIALS', 'Invalid request credentials');
}

export function accessDenied(why: string): Refusal {
  return new Refusal(403, 'ACCESS_DENIED', `Access denied! ${why}`);
}

/** What a PHP type error becomes on the way out, for example when an array stands where text is needed. */
export function internalError(): Refusal {
  return new Refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal server error');
}
