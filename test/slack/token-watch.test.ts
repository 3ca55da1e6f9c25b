import { describe, expect, it, vi } from 'vitest';
import { connected } from './connection.ts';

describe('a bot whose token Slack takes no more while it runs', () => {
  it.each(['account_inactive', 'token_revoked', 'invalid_auth'])('says so, and how to mend it: %s', async (error) => {
    const { workspace, connection, signal } = await connected({ tokenPace: 20 });
    await connection.connect(signal);
    const end = workspace.misbehave({ on: 'auth.test', do: 'error', error });
    await vi.waitUntil(() => connection.trouble() !== undefined, { timeout: 5000 });
    expect(connection.trouble()).toContain(`Slack refuses SLACK_BOT_TOKEN: ${error}.`);
    expect(connection.trouble()).toContain('reinstall the app');
    end();
    await vi.waitUntil(() => connection.trouble() === undefined, { timeout: 5000 });
  });

  it('is not said to be so by a Slack that does not answer', async () => {
    const { workspace, connection, signal } = await connected({ tokenPace: 20 });
    await connection.connect(signal);
    workspace.misbehave({ on: 'auth.test', do: 'status', status: 500 });
    await workspace.waitFor(() => workspace.callsOf('auth.test').filter(({ status }) => status === 500).length > 2);
    expect(connection.trouble()).toBeUndefined();
  });
});
