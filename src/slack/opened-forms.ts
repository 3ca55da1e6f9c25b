import { slackErrorCode } from './directory.ts';

/** Slack delivers again what was not acknowledged within three seconds, a few times over. */
const MEMORY = 60_000;

export interface OpenedForms {
  add(triggerId: string): void;
  /** Whether the trigger that Slack refused has opened its form before. */
  has(triggerId: string, refusal: unknown): boolean;
}

/**
 * Which triggers have opened their forms. A click is delivered again when its acknowledgement was lost, and a call made again
 * when its answer was: then Slack refuses the trigger as used, or as too old, and the person looks at the form.
 */
export function createOpenedForms(now: () => number = Date.now): OpenedForms {
  const opened = new Map<string, number>();
  return {
    add(triggerId) {
      for (const [id, at] of opened) if (at < now() - MEMORY) opened.delete(id);
      opened.set(triggerId, now());
    },
    // Used by another copy of the bot, or by a call whose answer was lost.
    has: (triggerId, refusal) => slackErrorCode(refusal) === 'exchanged_trigger_id' || opened.has(triggerId),
  };
}
