import type { App } from '@slack/bolt';
import { COMMAND } from '../../surfaces.ts';
import type { Ports } from '../ports.ts';
import { b24notify } from './b24notify.ts';

export function register(app: App, ports: Ports): void {
  app.command(COMMAND, b24notify(ports));
}
