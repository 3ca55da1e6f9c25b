/**
 * A trigger_id lets the app open one form for the person who acted: within 3 seconds, once.
 * Source: docs.slack.dev/interactivity/handling-user-interaction.
 */
import { randomBytes } from 'node:crypto';
import { SlackRefusal } from './api/refusal.ts';
import type { Ground } from './ground.ts';
import type { Person } from './people.ts';

export const TRIGGER_LIFE_MS = 3000;

export interface Trigger {
  readonly person: Person;
  readonly bornAt: number;
  /** The form in which the person acted, if it was one: only such a trigger may push another form on it. */
  readonly fromView: string | undefined;
  used: boolean;
}

/** Where the triggers are kept. */
export interface Triggers extends Ground {
  readonly triggers: Map<string, Trigger>;
}

export function newTrigger(world: Triggers, person: Person, fromView?: string): string {
  const id = `${world.triggers.size + 10}.${Math.floor(world.now())}.${randomBytes(16).toString('hex')}`;
  world.triggers.set(id, { person, bornAt: world.now(), fromView, used: false });
  return id;
}

/** Spends a trigger; refuses a strange, used or old one by the names Slack has for it. */
export function spendTrigger(world: Triggers, id: string): Trigger {
  const trigger = world.triggers.get(id);
  if (trigger === undefined) throw new SlackRefusal('invalid_trigger_id');
  if (trigger.used) throw new SlackRefusal('exchanged_trigger_id');
  trigger.used = true;
  if (world.now() - trigger.bornAt > TRIGGER_LIFE_MS) throw new SlackRefusal('expired_trigger_id');
  return trigger;
}
