import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import {
  ASK_FOR_LINK,
  CHOOSE_PERSON,
  CONFIRM,
  DECLINE_LINK,
  DO_NOT_SEND,
  LINK_NOW,
  OPEN_FORM,
  REMOVE_LINK,
  SEND_AGAIN,
  SKIP_LINK,
  UNDO,
} from '../../surfaces.ts';
import type { Ports } from '../ports.ts';
import { choosePerson } from './choose-person.ts';
import { confirm, doNotSend } from './confirm.ts';
import { askForLink, declineLink, linkNow, skipLink } from './linking.ts';
import { openForm } from './open-form.ts';
import { removeLink } from './remove-link.ts';
import { sendAgain } from './send-again.ts';
import { undo } from './undo.ts';

export function register(app: App, ports: Ports): void {
  app.action<BlockAction<ButtonAction>>(OPEN_FORM, openForm(ports));
  app.action<BlockAction<ButtonAction>>(UNDO, undo(ports));
  app.action<BlockAction<ButtonAction>>(SEND_AGAIN, sendAgain(ports));
  app.action<BlockAction<ButtonAction>>(CONFIRM, confirm(ports));
  app.action<BlockAction<ButtonAction>>(DO_NOT_SEND, doNotSend(ports));
  app.action<BlockAction<ButtonAction>>(new RegExp(`^${CHOOSE_PERSON}_\\d+$`), choosePerson(ports));
  app.action<BlockAction<ButtonAction>>(ASK_FOR_LINK, askForLink(ports));
  app.action<BlockAction<ButtonAction>>(LINK_NOW, linkNow(ports));
  app.action<BlockAction<ButtonAction>>(DECLINE_LINK, declineLink(ports));
  app.action<BlockAction<ButtonAction>>(SKIP_LINK, skipLink(ports));
  app.action<BlockAction<ButtonAction>>(REMOVE_LINK, removeLink(ports));
}
