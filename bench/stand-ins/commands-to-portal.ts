import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxPortal } from '../../sandbox/bitrix24/portal.ts';
import type { Person, SandboxWorkspace } from '../../sandbox/slack/workspace.ts';

/** So long nothing is asked of the bot after everything of the last command is done: it is idle again. */
const REST = 5;

let sent = 0;

/**
 * Somebody types commands, one after the other.
 * @returns for each the milliseconds from the moment Slack begins its request to the moment the portal has read its own
 */
export async function commandsToPortal(
  workspace: SandboxWorkspace,
  portal: SandboxPortal,
  sender: Person,
  recipient: number,
  count: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let left = count; left > 0; left -= 1) {
    sent += 1;
    const asked = portal.requests.length;
    const told = workspace.callsOf('response_url').length;
    const startedAt = performance.timeOrigin + performance.now();
    const interaction = workspace.as(sender).command('/b24notify', `b24:${recipient} Build ${sent} is ready`);
    await portal.waitFor(({ requests }) => requests.length > asked);
    const at = portal.requests[asked]?.at ?? Number.NaN;
    times.push(at - startedAt);
    const { error } = await interaction;
    if (error !== undefined) throw new Error(`Slack told the sender: ${error}`);
    await workspace.waitFor(() => {
      const said = workspace.callsOf('response_url');
      return said.length > told && said.every(({ status }) => status !== undefined);
    });
    await pause(REST);
  }
  return times;
}
