import type { App } from '@slack/bolt';
import type { Ports } from '../ports.ts';
import { appHomeOpened } from './app-home-opened.ts';

export function register(app: App, ports: Ports): void {
  app.event('app_home_opened', appHomeOpened(ports));
}
