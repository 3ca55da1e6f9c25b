import { pino, stdSerializers } from 'pino';
import { onTestFinished } from 'vitest';
import { type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { type ConnectionOptions, createConnection } from '../../src/slack/connection.ts';
import type { SlackRefusedError } from '../../src/slack/refusal.ts';

/** A workspace and our connection to it by Socket Mode, with nothing of the bot behind it. */
export async function connected(options: ConnectionOptions & { appToken?: string; botToken?: string } = {}) {
  const { appToken, botToken, ...others } = options;
  const workspace = await startWorkspace();
  const logged: string[] = [];
  const refused: SlackRefusedError[] = [];
  const log = pino(
    { level: 'debug', base: null, serializers: { error: stdSerializers.errWithCause } },
    { write: (line) => logged.push(line) },
  );
  const connection = createConnection(
    {
      botToken: botToken ?? workspace.botToken,
      apiUrl: workspace.apiUrl,
      transport: { kind: 'socket', appToken: appToken ?? workspace.appToken },
    },
    log,
    {
      onRefused: (error) => refused.push(error),
      ...others,
    },
  );
  const aborting = new AbortController();
  onTestFinished(async () => {
    aborting.abort();
    await connection.stop();
    await workspace.stop();
  });
  return { workspace, connection, logged, refused, signal: aborting.signal };
}

export const opened = (workspace: SandboxWorkspace) => workspace.callsOf('apps.connections.open').length;
