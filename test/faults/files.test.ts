import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';
import type { SandboxPortal } from '../../sandbox/bitrix24/portal.ts';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { CROWD, company } from './company.ts';

/** Many processes start at the same moment. */
const MINUTES = 110_000;
const ANNA = CROWD;
const BORIS = CROWD + 1;

/** A company whose bot copies files into the Drive, and a message with one file that is passed on to two people. */
async function sending(test: TestContext, env: Record<string, string> = {}) {
  const house = await company(test, { transport: 'socket', env: { FILES: 'drive', ...env } });
  const { workspace, portal, sender } = house;
  const content = randomBytes(300_000);
  const file = workspace.files.add({
    name: 'plan.pdf',
    mimetype: 'application/pdf',
    content,
    channel: workspace.channels.general,
  });
  const message = workspace.post(workspace.channels.general, 'app', { text: 'the plan', files: [file] });
  return {
    ...house,
    async pass() {
      await sender.messageShortcut('b24_notify_message', message);
      await workspace.waitFor(() => sender.viewText().includes('the plan'));
      sender.fill({ others: `b24:${ANNA} b24:${BORIS}` });
      await sender.submit();
    },
    /** Each of the two has the notification once and can read the file once, byte for byte. */
    async arrivedOnce() {
      const { expect } = test;
      await portal.waitFor(() => [ANNA, BORIS].every((person) => portal.bell(person).length > 0), 45_000);
      const files = portal.drive.files();
      for (const person of [ANNA, BORIS]) {
        expect(portal.bell(person)).toHaveLength(1);
        const [own, ...more] = files.filter(({ readers }) => readers.includes(person));
        expect(more).toEqual([]);
        expect(JSON.stringify(portal.bell(person)[0]?.attach)).toContain('/disk/file/');
        const { bytes } = await portal.openAs(person, `/disk/downloadFile/${own?.id}/`);
        expect(bytes.equals(content)).toBe(true);
      }
      expect(files).toHaveLength(2);
    },
  };
}

const has = (name: string) => (portal: SandboxPortal) =>
  portal.requests.some(({ method, commands }) =>
    [method, ...commands.map((command) => command.method)].some((each) => each.toLowerCase() === name.toLowerCase()),
  );
const holds = (files: number) => (portal: SandboxPortal) => portal.drive.files().length === files;
describe.concurrent('two copies on PostgreSQL, the one that delivers killed', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, MINUTES);
  afterAll(() => server.stop());

  it('in the middle of an upload: the other one brings it, once for each reader', {
    timeout: MINUTES,
  }, async (test) => {
    const { start, pass, workspace, portal, arrivedOnce } = await sending(test, {
      DATABASE_URL: await server.newDatabase(),
    });
    const leader = await start();
    await start();
    workspace.misbehave({ on: 'file', do: 'stall-midway', times: 1 });
    await pass();
    await portal.waitFor(has('upload'), 15_000);
    await leader.kill();
    await arrivedOnce();
  });

  it('after the file was stored: the other one finds it there', { timeout: MINUTES }, async (test) => {
    const { expect } = test;
    const { start, pass, portal, arrivedOnce } = await sending(test, { DATABASE_URL: await server.newDatabase() });
    const leader = await start();
    await start();
    const mend = portal.misbehave({ on: 'upload', do: { kind: 'hang', when: 'after' } });
    await pass();
    await expect.poll(() => holds(1)(portal), { timeout: 15_000 }).toBe(true);
    await leader.kill();
    mend();
    await arrivedOnce();
  });
});
