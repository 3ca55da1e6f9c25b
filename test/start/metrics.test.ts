import { describe, expect, it, vi } from 'vitest';
import { acmeWithBot, freePort } from './acme-with-bot.ts';

/** The samples of Prometheus' text: name and labels to value. */
async function scrape(ops: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${ops}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

describe('the metrics', () => {
  it('count a request from Slack to the bell, and hold nothing of a person', async () => {
    const { acme, start, ops } = await acmeWithBot();
    await start();
    const ivan = acme.workspace.as(acme.people.ivan);
    await ivan.command('/b24notify', '@anna @boris --tag secret-tag The salary of Olga', acme.sales);
    await ivan.answers(':white_check_mark:', 10_000);
    await ivan.command('/b24notify', 'stranger@example.com hello', acme.sales);
    await ivan.answers(':x:');
    const seen = await scrape(ops);
    expect(
      Object.fromEntries(
        [...seen].filter(([name, count]) => count > 0 && /^b24notify_(requests|left_out|notif|tries)/.test(name)),
      ),
    ).toEqual({
      'b24notify_requests_total{surface="command",outcome="accepted"}': 1,
      'b24notify_requests_total{surface="command",outcome="nobody_found"}': 1,
      'b24notify_left_out_total{what="person",why="not_listed"}': 1,
      'b24notify_notifications_total{state="delivered"}': 2,
      'b24notify_tries_total{outcome="created"}': 2,
    });
    expect(seen.get('b24notify_batch_size_sum')).toBe(2);
    expect(seen.get('b24notify_delivery_seconds_count')).toBe(2);
    expect(seen.get('b24notify_delivery_seconds_bucket{le="30"}')).toBe(2);
    expect(seen.get('b24notify_portal_requests_total{method="batch",code="ok"}')).toBe(1);
    expect(seen.get('b24notify_slack_calls_total{method="auth.test",status="200"}')).toBe(1);
    expect(seen.get('b24notify_slack_calls_total{method="apps.connections.open",status="200"}')).toBe(1);
    expect(seen.get('b24notify_leading')).toBe(1);
    expect(seen.get('b24notify_works{check="slack"}')).toBe(1);
    expect(seen.get('b24notify_works{check="store writes"}')).toBe(1);
    expect(seen.get('b24notify_outbox_notifications{state="queued"}')).toBe(0);
    expect(seen.get('b24notify_outbox_oldest_seconds')).toBe(0);
    expect(seen.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    const names = [...seen.keys()].join('\n');
    for (const personal of ['anna', 'Anna', acme.people.ivan.id, 'example', 'secret', 'Olga', 'sales', 'acme']) {
      expect(names).not.toContain(personal);
    }
  });

  it('show what waits, how old it is and why, while the portal refuses', async () => {
    const { acme, start, ops } = await acmeWithBot();
    await start();
    acme.portal.webhook.revoke();
    const ivan = acme.workspace.as(acme.people.ivan);
    await ivan.command('/b24notify', '@anna hello', acme.sales);
    await vi.waitUntil(async () => (await scrape(ops)).get('b24notify_works{check="portal"}') === 0, {
      timeout: 10_000,
    });
    const seen = await scrape(ops);
    expect(seen.get('b24notify_outbox_notifications{state="waiting"}')).toBe(1);
    expect(seen.get('b24notify_outbox_oldest_seconds')).toBeGreaterThan(0);
    expect(seen.get('b24notify_tries_total{outcome="credentials"}')).toBeGreaterThan(0);
  });

  it('count what Slack makes the bot wait for', async () => {
    const { acme, start, ops } = await acmeWithBot();
    await start();
    const ivan = acme.workspace.as(acme.people.ivan);
    acme.workspace.misbehave({ on: 'users.info', do: 'rate-limit', retryAfter: 2, times: 1 });
    await ivan.command('/b24notify', '@anna hello', acme.sales);
    await vi.waitUntil(async () => (await scrape(ops)).get('b24notify_slack_wait_seconds_total') === 2, {
      timeout: 10_000,
    });
    expect((await scrape(ops)).get('b24notify_slack_calls_total{method="users.info",status="429"}')).toBe(1);
  });

  it('count the bytes of files, each way, and neither their names nor whose they are', async () => {
    const { acme, start, ops } = await acmeWithBot();
    await start();
    const { workspace, people, sales } = acme;
    const ivan = workspace.as(people.ivan);
    const content = Buffer.alloc(48_200, 'p');
    const file = workspace.files.add({ name: 'Contract.pdf', mimetype: 'application/pdf', content });
    await ivan.messageShortcut(
      'b24_notify_message',
      workspace.post(sales, people.boris, { text: 'See', files: [file] }),
    );
    await workspace.waitFor(() => ivan.viewText().includes('Contract.pdf'), 10_000);
    ivan.fill({ To: [people.anna, people.boris] });
    await ivan.submit();
    await ivan.answers(':white_check_mark:', 10_000);
    const seen = await scrape(ops);
    // Streamed once; the second reader's copy is made inside the portal.
    expect(seen.get('b24notify_file_bytes_total{way="drive",direction="in"}')).toBe(content.length);
    expect(seen.get('b24notify_file_bytes_total{way="drive",direction="out"}')).toBe(content.length);
    expect([...seen.keys()].join('\n')).not.toMatch(/contract|pdf/i);
  });

  it('count the bytes that go on to a reader', async () => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}/`;
    const files = { FILES: 'proxy', PUBLIC_URL: publicUrl, HOST: '127.0.0.1', PORT: String(port) };
    const { acme, start, ops } = await acmeWithBot(files);
    await start();
    const { workspace, people, sales, portal } = acme;
    const ivan = workspace.as(people.ivan);
    const content = Buffer.alloc(9_300, 'i');
    const file = workspace.files.add({ name: 'plan.png', mimetype: 'image/png', content });
    await ivan.messageShortcut(
      'b24_notify_message',
      workspace.post(sales, people.boris, { text: 'See', files: [file] }),
    );
    await workspace.waitFor(() => ivan.viewText().includes('plan.png'), 10_000);
    ivan.fill({ To: [people.anna] });
    await ivan.submit();
    await ivan.answers(':white_check_mark:', 10_000);
    const link = JSON.stringify(portal.bell(12)).match(new RegExp(`${publicUrl}files/[\\w.-]+`))?.[0] ?? '';
    expect((await (await fetch(link)).arrayBuffer()).byteLength).toBe(content.length);
    const seen = await scrape(ops);
    expect(seen.get('b24notify_file_bytes_total{way="proxy",direction="in"}')).toBe(content.length);
    expect(seen.get('b24notify_file_bytes_total{way="proxy",direction="out"}')).toBe(content.length);
  });

  it('count whom an address found, and each miss by its reason', async () => {
    const { acme, start, ops } = await acmeWithBot();
    await start();
    const ivan = acme.workspace.as(acme.people.ivan);
    for (const id of [20, 21])
      acme.portal.people.add({ id, name: 'Twin', lastName: `${id}`, email: 'twin@acme.example' });
    acme.portal.people.add({ id: 22, name: 'Olga', lastName: 'One', email: 'olga@acme.example' });
    await ivan.command('/b24notify', 'olga@acme.example twin@acme.example nobody@acme.example hello', acme.sales);
    await ivan.answers(':warning:', 10_000);
    const seen = await scrape(ops);
    const matches = [...seen].filter(([name, count]) => count > 0 && name.startsWith('b24notify_email_matches_total'));
    expect(Object.fromEntries(matches)).toEqual({
      'b24notify_email_matches_total{outcome="found"}': 1,
      'b24notify_email_matches_total{outcome="several"}': 1,
      'b24notify_email_matches_total{outcome="nobody"}': 1,
    });
  });
});
