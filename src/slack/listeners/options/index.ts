import type { App } from '@slack/bolt';
import { FIELDS } from '../../views/fields.ts';
import { LINK_PERSON } from '../../views/link-form.ts';
import type { Ports } from '../ports.ts';
import { portalPeople } from './portal-people.ts';

export function register(app: App, ports: Ports): void {
  app.options({ type: 'block_suggestion', action_id: FIELDS.portalPeople }, portalPeople(ports));
  app.options({ type: 'block_suggestion', action_id: LINK_PERSON }, portalPeople(ports));
}
