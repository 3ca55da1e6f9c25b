import type { SandboxPortal } from '../../sandbox/bitrix24/portal.ts';

/** The event as Bitrix24 posts it, of the application as it is now. */
export function installationEvent(
  portal: SandboxPortal,
  name: 'ONAPPINSTALL' | 'ONAPPUNINSTALL',
  auth: Record<string, string> = {},
): URLSearchParams {
  const { accessToken, refreshToken, applicationToken, memberId } = portal.application;
  const fields = {
    domain: 'portal.example.com',
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: '3600',
    scope: 'im,user_basic',
    member_id: memberId,
    application_token: applicationToken,
    ...auth,
  };
  const form = new URLSearchParams({ event: name, 'data[VERSION]': '1', ts: '1696527000' });
  for (const [field, value] of Object.entries(fields)) form.set(`auth[${field}]`, value);
  return form;
}
