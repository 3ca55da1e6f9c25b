import type { App, BlockAction, ButtonAction, StaticSelectAction } from '@slack/bolt';
import {
  ADMIN_DROP,
  ADMIN_SEND_AGAIN,
  ASK_FOR_LINK,
  CHOOSE_PERSON,
  CONFIRM,
  DECLINE_LINK,
  DISMISS,
  DO_NOT_SEND,
  HOME_LANGUAGE,
  HOME_PAGE,
  HOME_SEND_AGAIN,
  HOME_UNDO,
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
import { chooseLanguage } from './home/choose-language.ts';
import { dismiss } from './home/dismiss.ts';
import { intervene } from './home/intervene.ts';
import { removeLink } from './home/remove-link.ts';
import { sendAgainFromHome } from './home/send-again.ts';
import { turnPage } from './home/turn-page.ts';
import { undoFromHome } from './home/undo.ts';
import { askForLink, declineLink, linkNow, skipLink } from './linking.ts';
import { openForm } from './open-form.ts';
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
  app.action<BlockAction<ButtonAction>>(HOME_UNDO, undoFromHome(ports));
  app.action<BlockAction<ButtonAction>>(HOME_SEND_AGAIN, sendAgainFromHome(ports));
  app.action<BlockAction<ButtonAction>>(new RegExp(`^${HOME_PAGE}_(on|back)$`), turnPage(ports));
  app.action<BlockAction<StaticSelectAction>>(HOME_LANGUAGE, chooseLanguage(ports));
  app.action<BlockAction<ButtonAction>>(ADMIN_SEND_AGAIN, intervene(ports, 'sent again'));
  app.action<BlockAction<ButtonAction>>(ADMIN_DROP, intervene(ports, 'dropped'));
  app.action<BlockAction<ButtonAction>>(DISMISS, dismiss(ports));
}
