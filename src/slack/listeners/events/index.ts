import type { App } from '@slack/bolt';
import type { Ports } from '../ports.ts';
import { appHomeOpened } from './app-home-opened.ts';
import { groupChanged } from './group-changed.ts';
import { personChanged } from './person-changed.ts';

export function register(app: App, ports: Ports): void {
  app.event('app_home_opened', appHomeOpened(ports));
  app.event('subteam_members_changed', groupChanged(ports));
  app.event('subteam_updated', groupChanged(ports));
  app.event('team_join', personChanged(ports));
  app.event('user_change', personChanged(ports));
}
