/** What manifest.yml promises Slack and the listeners answer: the same names in both, held together by a test. */
export const COMMAND = '/b24notify';
export const MESSAGE_SHORTCUT = 'b24_notify_message';
export const COMPOSE_SHORTCUT = 'b24_notify_compose';

/** Callback ids of the forms. */
export const MESSAGE_FORM = 'b24_message_form';
export const COMPOSE_FORM = 'b24_compose_form';
export const LINK_FORM = 'b24_link_form';
export const CONFIRM_FORM = 'b24_confirm_form';
export const UNLINKED_FORM = 'b24_unlinked_form';

/** Action ids of the buttons. */
export const OPEN_FORM = 'b24_open_form';
export const UNDO = 'b24_undo';
export const SEND_AGAIN = 'b24_send_again';
export const CONFIRM = 'b24_confirm';
export const DO_NOT_SEND = 'b24_do_not_send';
export const ASK_FOR_LINK = 'b24_ask_for_link';
export const LINK_NOW = 'b24_link_now';
export const SKIP_LINK = 'b24_skip_link';
export const DECLINE_LINK = 'b24_decline_link';
export const REMOVE_LINK = 'b24_remove_link';
/** In the Home alone. */
export const HOME_UNDO = 'b24_home_undo';
export const HOME_SEND_AGAIN = 'b24_home_send_again';
export const HOME_PAGE = 'b24_home_page';
export const HOME_LANGUAGE = 'b24_home_language';
/** In an admin's Home, for anybody's notifications. */
export const ADMIN_SEND_AGAIN = 'b24_admin_send_again';
export const ADMIN_DROP = 'b24_admin_drop';
export const DISMISS = 'b24_dismiss';
export const CHOOSE_PERSON = 'b24_choose_person';

/** Where Slack sends everything in HTTP mode. */
export const EVENTS_PATH = '/slack/events';
