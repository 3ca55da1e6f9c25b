import { pressables } from '../../sandbox/slack/readable.ts';
import type { Actor, SandboxWorkspace } from '../../sandbox/slack/workspace.ts';

/** The value of the first button of that name in somebody's Home. */
export function buttonValue(actor: Actor, text: string): string {
  const value = pressables(actor.home()?.blocks ?? []).find((each) => each.text === text)?.value;
  if (value === undefined) throw new Error(`there is no button ${text}`);
  return value;
}

/** Presses a button in one's own Home that the bot never put there. */
export async function forge(workspace: SandboxWorkspace, actor: Actor, action: string, value: string): Promise<void> {
  const text = { type: 'plain_text', text: 'Forged' };
  const block = { type: 'actions', elements: [{ type: 'button', action_id: action, text, value }] };
  await fetch(`${workspace.apiUrl}views.publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${workspace.botToken}` },
    body: JSON.stringify({ user_id: actor.person.id, view: { type: 'home', blocks: [block] } }),
  });
  await actor.click('Forged');
}
