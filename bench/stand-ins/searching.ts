import type { Person, SandboxWorkspace } from '../../sandbox/slack/workspace.ts';

export interface Searched {
  /** From Slack's request to the bot's answer. */
  ms: number;
  found: number;
}

/** Somebody has the compose form open and types into the field for people of Bitrix24. */
export async function search(
  workspace: SandboxWorkspace,
  sender: Person,
  typed: readonly string[],
): Promise<Searched[]> {
  const actor = workspace.as(sender);
  if (actor.view() === undefined) {
    await actor.globalShortcut('b24_notify_compose');
    await workspace.waitFor(() => actor.view() !== undefined);
  }
  const searched: Searched[] = [];
  for (const text of typed) {
    const { labels, interaction } = await actor.suggest('portal_people', text);
    if (interaction === undefined) continue;
    if (interaction.error !== undefined) throw new Error(`Slack shows an error: ${interaction.error}`);
    searched.push({ ms: interaction.acknowledgedInMs, found: labels.length });
  }
  return searched;
}
