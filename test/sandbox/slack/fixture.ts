/** What the tests of the workspace begin with: a workspace, Anna, and what has to be stopped at the end. */
import { afterEach } from 'vitest';
import {
  type Person,
  type SandboxWorkspace,
  startWorkspace,
  type WorkspaceOptions,
} from '../../../sandbox/slack/workspace.ts';
import { startApp, type Transport } from './bolt-app.ts';

type Register = Parameters<typeof startApp>[2];

const running: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

export async function newWorkspace(options?: WorkspaceOptions): Promise<{ workspace: SandboxWorkspace; anna: Person }> {
  const workspace = await startWorkspace(options);
  running.push(() => workspace.stop());
  const anna = workspace.people.add({
    id: 'U0ANNA00001',
    name: 'anna',
    realName: 'Anna Müller',
    displayName: 'Anna',
    email: 'anna@example.com',
  });
  return { workspace, anna };
}

export async function connect(workspace: SandboxWorkspace, transport: Transport, register: Register) {
  const { app, stop } = await startApp(workspace, transport, register);
  running.push(stop);
  return app;
}

/** Calls a Web API method as an app would, with a form. */
export async function callApi(
  workspace: SandboxWorkspace,
  method: string,
  given: Record<string, unknown> = {},
  token: string | undefined = workspace.botToken,
): Promise<Record<string, unknown>> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const response = await fetch(workspace.apiUrl + method, {
    method: 'POST',
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    body: form,
  });
  const body: unknown = await response.json();
  return Object.assign({}, body);
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });
/** A text as Slack gives it back. */
export const shownPlain = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
