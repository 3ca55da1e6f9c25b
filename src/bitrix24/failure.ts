/**
 * What a failure means for the caller:
 *
 * - `not sent` — certainly not done, repeat
 * - `limited` — refused for the rate, wait and repeat
 * - `unknown` — may have been done
 * - `recipient` — this person can not be reached
 * - `content` — this content is not accepted, simpler content may be
 * - `credentials` — nothing works until somebody mends the access
 * - `defect` — the request itself is wrong
 */
export type Failure = 'not sent' | 'limited' | 'unknown' | 'recipient' | 'content' | 'credentials' | 'defect';

/**
 * The portal's codes, lower case. Sources: the system error table of the Bitrix24 REST docs (`_includes/system-errors.md`),
 * the `im.notify.*` and `im.user.get` pages, and the rest module (`rest/lib/oauth/auth.php`).
 */
const byCode: Readonly<Record<string, Failure>> = {
  query_limit_exceeded: 'limited',
  operation_time_limit: 'limited',

  // The portal could not ask its authorization server, so it did not even look at the method.
  connection_error: 'not sent',

  internal_server_error: 'unknown',
  error_unexpected_answer: 'unknown',

  user_id_empty: 'recipient',
  user_not_exists: 'recipient',
  id_empty: 'recipient',

  message_empty: 'content',
  attach_oversize: 'content',
  attach_error: 'content',

  // A block set by the vendor's support: repeating is pointless, so it is no limit in our sense.
  overload_limit: 'credentials',
  portal_deleted: 'credentials',
  access_denied: 'credentials',
  insufficient_scope: 'credentials',
  invalid_scope: 'credentials',
  user_access_error: 'credentials',
  no_auth_found: 'credentials',
  invalid_credentials: 'credentials',
  wrong_auth_type: 'credentials',
  authorization_error: 'credentials',
  application_not_found: 'credentials',
  expired_token: 'credentials',
  invalid_token: 'credentials',
  invalid_grant: 'credentials',
  invalid_client: 'credentials',
  wrong_client: 'credentials',
  payment_required: 'credentials',
  // "Https required" of the portal; of the authorization server: a parameter is missing. Both are a wrong setting.
  invalid_request: 'credentials',
  method_confirm_waiting: 'credentials',
  method_confirm_denied: 'credentials',

  error_method_not_found: 'defect',
  error_batch_length_exceeded: 'defect',
  error_batch_method_not_allowed: 'defect',
  error_manifest_is_not_available: 'defect',
  error_argument: 'defect',
  params_error: 'defect',
  wrong_encoding: 'defect',
};

const byStatus: Readonly<Record<number, Failure>> = {
  // Without a code of the portal's own, these come from something in front of it, or from a wrong address.
  401: 'credentials',
  402: 'credentials',
  403: 'credentials',
  404: 'credentials',
  407: 'credentials',
  410: 'credentials',
  408: 'unknown',
  413: 'content',
  429: 'limited',
};

/**
 * Which class a failed answer is: the portal's code first, compared without case; the HTTP status only where the code
 * is empty or unheard of, for code and status do not pair strictly between versions. No status means an error of one
 * command inside a batch, where the envelope's 200 says nothing.
 */
export function classify(code: string, status?: number): Failure {
  const known = code.toLowerCase();
  // Some methods answer 400 ACCESS_DENIED for one object ("Application context required", no right to this file).
  if (known === 'access_denied' && status === 400) return 'defect';
  const failure = Object.hasOwn(byCode, known) ? byCode[known] : undefined;
  if (failure !== undefined) return failure;
  if (code !== '' && (status === undefined || status === 400 || status === 404)) return 'defect';
  return status === undefined ? 'unknown' : classifyStatus(status);
}

/** Which class an answer is that carries no code of the portal's at all: an HTML page, an empty body. */
export function classifyStatus(status: number): Failure {
  const failure = byStatus[status];
  if (failure !== undefined) return failure;
  if (status >= 300 && status < 400) return 'credentials';
  if (status >= 400 && status < 500) return 'defect';
  // 5xx, or a 2xx without a usable body (an overloaded portal answers HTML with 200): it may have been done.
  return 'unknown';
}
