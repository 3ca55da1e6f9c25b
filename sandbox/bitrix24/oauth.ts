import { ACCESS_SECONDS, type Access } from './access.ts';
import type { Now } from './clock.ts';
import type { Parameters } from './php-value.ts';
import { errorReply, jsonReply, type Reply } from './reply.ts';

/**
 * The token endpoint: a refresh token for a new pair, by GET or by a form (docs: settings/oauth). The old pair dies at
 * once. Which HTTP status its refusals have is not documented; 400 here, and 401 for a wrong client.
 */
export function refreshTokens(parameters: Parameters, access: Access, url: string, now: Now): Reply {
  const { GRANT_TYPE, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN } = parameters;
  const { application } = access;
  if (typeof GRANT_TYPE !== 'string') return errorReply(400, 'invalid_request', 'grant_type is missing');
  if (CLIENT_ID !== application.clientId || CLIENT_SECRET !== application.clientSecret) {
    return errorReply(401, 'invalid_client', 'Invalid client');
  }
  if (GRANT_TYPE !== 'refresh_token') return errorReply(400, 'invalid_request', 'Unsupported grant_type');
  const tokens = typeof REFRESH_TOKEN === 'string' ? access.refresh(REFRESH_TOKEN) : undefined;
  if (tokens === undefined) return errorReply(400, 'invalid_grant', 'Invalid grant');
  return jsonReply(200, {
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    expires: Math.floor(now() / 1000) + ACCESS_SECONDS,
    expires_in: ACCESS_SECONDS,
    client_endpoint: `${url}/rest/`,
    server_endpoint: `${url}/rest/`,
    domain: 'oauth.bitrix.info',
    member_id: application.memberId,
    scope: tokens.scopes.join(','),
    status: 'L',
    user_id: 1,
  });
}
