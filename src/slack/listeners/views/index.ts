import type { App } from '@slack/bolt';
import { COMPOSE_FORM, CONFIRM_FORM, LINK_FORM, MESSAGE_FORM, UNLINKED_FORM } from '../../surfaces.ts';
import type { Ports } from '../ports.ts';
import { composeForm } from './compose-form.ts';
import { confirmationForm } from './confirmation-form.ts';
import { linkForm } from './link-form.ts';
import { messageForm } from './message-form.ts';
import { unlinkedForm } from './unlinked-form.ts';

export function register(app: App, ports: Ports): void {
  app.view({ callback_id: COMPOSE_FORM, type: 'view_submission' }, composeForm(ports));
  app.view({ callback_id: MESSAGE_FORM, type: 'view_submission' }, messageForm(ports));
  app.view({ callback_id: CONFIRM_FORM, type: 'view_submission' }, confirmationForm(ports));
  app.view({ callback_id: LINK_FORM, type: 'view_submission' }, linkForm(ports));
  app.view({ callback_id: UNLINKED_FORM, type: 'view_submission' }, unlinkedForm(ports));
}
