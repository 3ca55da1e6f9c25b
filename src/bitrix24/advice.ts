import type { Failure } from './failure.ts';

/** The two ways in, as far as advice differs between them. */
export type Mode = 'webhook' | 'application';

const newWebhook =
  'Create a new inbound webhook with the rights im, user_basic and put it in BITRIX24_WEBHOOK_URL (Bitrix24: Developer resources → Inbound webhook).';
const newTokens =
  'Install the local application again (or put a fresh pair in BITRIX24_ACCESS_TOKEN and BITRIX24_REFRESH_TOKEN), and check BITRIX24_CLIENT_ID and BITRIX24_CLIENT_SECRET.';
const newAccess: Record<Mode, string> = { webhook: newWebhook, application: newTokens };

const rights: Record<Mode, string> = {
  webhook: 'Open the inbound webhook in Bitrix24 and give it the rights im, user_basic (and disk for files).',
  application:
    "Give the local application the rights im, user_basic (and disk for files) in Bitrix24's developer resources, then install it again.",
};

const certificate =
  'Renew the certificate of the portal; if it is signed by your own authority, set NODE_EXTRA_CA_CERTS.';
const wait = 'Nothing needs doing: it is tried again when the portal allows.';

const byCode: Readonly<Record<string, string | Record<Mode, string>>> = {
  not_installed:
    'While the bot runs, install the local application from its page in Bitrix24 ("Reinstall", where it was installed before), or put a first pair in BITRIX24_ACCESS_TOKEN and BITRIX24_REFRESH_TOKEN.',
  insufficient_scope: rights,
  invalid_scope: rights,
  access_denied:
    "Check the portal's plan: REST needs a commercial plan with a Market subscription. If it has one, check that the webhook's owner or the application may do this.",
  payment_required: "Renew the portal's plan or Market subscription: REST is part of a commercial plan.",
  user_access_error: "Give the token's user access to the application in Bitrix24 (Applications → its settings).",
  overload_limit: 'Ask the support of Bitrix24 to lift the block; trying again does not help.',
  portal_deleted: "Check that the portal still exists, and put its address in the bot's settings.",
  method_confirm_waiting: "Ask an administrator of the portal to confirm this method for the webhook's owner.",
  method_confirm_denied:
    "An administrator of the portal refused this method; ask them to allow it for the webhook's owner.",
  invalid_client: 'Check BITRIX24_CLIENT_ID and BITRIX24_CLIENT_SECRET against the local application in Bitrix24.',
  wrong_client: 'Check BITRIX24_CLIENT_ID and BITRIX24_CLIENT_SECRET against the local application in Bitrix24.',
  application_not_found:
    'The application was deleted in the portal: add it again and put its id, secret and tokens in the settings.',
  invalid_request: 'Check that the address begins with https:// and that the settings of the application are complete.',
  wrong_auth_type: 'Use an inbound webhook or the tokens of an application; a browser session can not do this.',
  redirected: 'Check the address in the settings: it leads to a page for people instead of the REST interface.',
  // An overloaded portal answers with a page too, so a call that does something may have done it.
  not_json:
    "Look in Bitrix24 whether it arrived before sending it again. If it goes on, check the portal's address in the settings: a page for people answers there.",
  enotfound: 'Check the host name in the settings and the DNS of this machine.',
  eai_again: 'Check the DNS of this machine.',
  econnrefused: "Check the portal's address, and that nothing between this machine and it refuses the connection.",
  cert_has_expired: certificate,
  depth_zero_self_signed_cert: certificate,
  self_signed_cert_in_chain: certificate,
  unable_to_verify_leaf_signature: certificate,
  err_tls_cert_altname_invalid: 'The certificate is made out for another name: check the host in the settings.',
  error_method_not_found:
    'The portal does not know this method: check that its messenger module is installed and up to date; if it is, report a defect of b24notify.',
  attach_oversize: 'Send fewer or smaller attachments: all of them together must stay under 60,000 characters.',
  attach_error: 'Check the attachment blocks: each is an object with one key, and links are http(s) addresses.',
  message_empty: 'Send a text that is not blank.',
};

const byFailure: Record<Failure, string | Record<Mode, string>> = {
  'not sent': 'Nothing was done, so it can safely be tried again; check the network to the portal if it goes on.',
  limited: wait,
  unknown: 'Look in Bitrix24 whether it arrived before sending it again.',
  recipient: 'Check the id of the person in people.yml: the account must exist and be active.',
  content: 'Send it simpler: without attachments, or as plain text.',
  credentials: newAccess,
  defect: 'This is a defect of b24notify: report it with the error code and the method.',
};

/** What an operator does about a failure: by the code where there is more to say, else by the class. */
export function adviceFor(code: string, failure: Failure, mode: Mode): string {
  // A page where the authorization server should answer: nothing has gone to the portal yet.
  const known = failure === 'not sent' && code === 'NOT_JSON' ? '' : code.toLowerCase();
  const advice = (Object.hasOwn(byCode, known) ? byCode[known] : undefined) ?? byFailure[failure];
  return typeof advice === 'string' ? advice : advice[mode];
}
