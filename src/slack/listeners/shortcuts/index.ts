import type { App } from '@slack/bolt';
import { COMPOSE_SHORTCUT, MESSAGE_SHORTCUT } from '../../surfaces.ts';
import type { Ports } from '../ports.ts';
import { compose } from './compose.ts';
import { notifyMessage } from './notify-message.ts';

export function register(app: App, ports: Ports): void {
  app.shortcut({ callback_id: COMPOSE_SHORTCUT, type: 'shortcut' }, compose(ports));
  app.shortcut({ callback_id: MESSAGE_SHORTCUT, type: 'message_action' }, notifyMessage(ports));
}
