import { once } from 'node:events';
import { connect } from 'node:net';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createFileProxy, FILES_PATH } from '../../src/files/proxy.ts';
import { createSignedLinks } from '../../src/files/signed-link.ts';
import type { Download } from '../../src/files/slack-bytes.ts';
import { startServer } from '../../src/http/server.ts';
import { wordsOf } from '../../src/language/catalogues.ts';

const CHUNK = Buffer.alloc(64 * 1024);
const plan = {
  name: 'film.mp4',
  size: 1024 ** 4,
  picture: false,
  what: 'file' as const,
  source: { id: 'F1', url: 'https://files.slack.com/F1', mimetype: 'video/mp4', editable: false, name: 'film.mp4' },
};

it('lets go of Slack when the reader leaves, and when the reader takes nothing any more', async () => {
  let closed = 0;
  let noticed = () => {};
  let read = 0;
  const download: Download = async () => ({
    kind: 'bytes',
    status: 200,
    length: plan.size,
    range: undefined,
    chunks: (async function* () {
      for (; read < plan.size; read += CHUNK.length) yield CHUNK;
    })(),
    close() {
      closed += 1;
      noticed();
    },
  });
  const proxy = createFileProxy({
    links: createSignedLinks('secret'),
    publicUrl: '/',
    served: async () => plan,
    download,
    pages: () => wordsOf('en').notification.filePages,
    patience: 200,
  });
  const routes = { [`GET ${FILES_PATH}*`]: proxy.handle };
  const server = await startServer({ host: '127.0.0.1', port: 0 }, routes, pino({ level: 'silent' }));
  onTestFinished(() => server.stop());
  const reader = async () => {
    const socket = connect(server.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(`GET ${proxy.address('n1', 0)} HTTP/1.1\r\nhost: bot\r\n\r\n`);
    await once(socket, 'readable');
    return socket;
  };
  const released = (times: number) =>
    new Promise<void>((resolve) => {
      noticed = () => closed >= times && resolve();
      noticed();
    });

  const leaving = await reader();
  leaving.destroy();
  await released(1);
  const before = read;
  const idle = await reader();
  await released(2);
  expect(idle.destroyed).toBe(false);
  // What the line itself takes in, and no more of the file than that.
  expect(read - before).toBeLessThan(64 * 1024 * 1024);
});
