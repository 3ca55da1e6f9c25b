import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../bench/process/free-port.ts';
import { type Company, company } from './company.ts';

const PUBLIC_URL = 'http://127.0.0.1:9/bot/';
/** The portal's addresses that hold a credential, by what is in each of them. */
const ADDRESSES = [
  'DOWNLOAD_URL',
  'uploadUrl',
  'token=disk',
  '/upload/?',
  '/download/?',
  'upload.json',
  'download.json',
];

let acme: Company;
afterEach(() => acme.end());

/** Everything that the bot leaves behind, by where. */
async function left(opsPort: number): Promise<Record<string, string>> {
  const { workspace, portal, logged, storePath } = acme;
  const folder = dirname(storePath);
  const stored = (await readdir(folder)).filter((name) => name.includes('sqlite'));
  const store = await Promise.all(stored.map((name) => readFile(join(folder, name), 'latin1')));
  const metrics = await fetch(`http://127.0.0.1:${opsPort}/metrics`);
  return {
    log: logged.join(''),
    store: store.join(''),
    metrics: await metrics.text(),
    'what people in Slack see': JSON.stringify(workspace.calls.map((call) => call.arguments)),
    'what people in Bitrix24 see': JSON.stringify([1, 10, 12, 15, 20].map((id) => portal.bell(id))),
  };
}

async function pass(text: string) {
  const { workspace, people, sales } = acme;
  const files = ['one.pdf', 'two.png'].map((name) =>
    workspace.files.add({
      name,
      mimetype: name.endsWith('pdf') ? 'application/pdf' : 'image/png',
      content: Buffer.from(text),
    }),
  );
  const sender = acme.as(people.ivan);
  await sender.messageShortcut('b24_notify_message', workspace.post(sales, people.boris, { text, files }));
  await workspace.waitFor(() => sender.viewText().includes(text));
  sender.fill({ people: [people.anna, people.boris] });
  await sender.submit();
  await workspace.waitFor(
    () => sender.sees().some((line) => /^:(?:white_check_mark|warning):/.test(line.text) && line.text.includes(text)),
    15_000,
  );
}

describe('no file way lets a secret out', () => {
  it.each(['drive', 'proxy', 'permalink', 'off'])('FILES=%s', async (way) => {
    const opsPort = await freePort();
    acme = await company('http', {
      env: { FILES: way, PUBLIC_URL, OPS_HOST: '127.0.0.1', OPS_PORT: String(opsPort) },
    });
    const { workspace, portal } = acme;
    await pass('all is well');
    if (way === 'drive') {
      // What goes wrong is told and logged, with the address at hand.
      portal.misbehave({ on: 'upload', times: 4, do: { kind: 'status', status: 500, body: 'html' } });
      await pass('the second step fails');
      portal.misbehave({
        on: 'disk.folder.uploadFile',
        do: { kind: 'error', status: 400, code: 'ERROR_ARGUMENT' },
        times: 2,
      });
      await pass('the first step is refused');
    }
    const secrets = [
      workspace.botToken,
      workspace.signingSecret,
      new URL(portal.webhookUrl).pathname.split('/')[3] ?? '',
    ];
    const everything = await left(opsPort);
    for (const [where, text] of Object.entries(everything)) {
      expect(text, where).not.toBe('');
      for (const secret of [...secrets, ...ADDRESSES])
        expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
    }
    // The log's own redaction had nothing to take out.
    expect(everything.log).not.toContain('***');
    expect(everything.log).toContain('"audit"');
    expect(everything['what people in Bitrix24 see']).toContain('all is well');
  });
});
