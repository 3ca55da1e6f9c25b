import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'vitest';

/** A line to a server on loopback that can be disturbed. */
export async function tcpProxy({ onTestFinished }: TestContext, target: string) {
  const { port: targetPort } = new URL(target);
  const pairs = new Set<[Socket, Socket]>();
  const dead = new WeakSet<[Socket, Socket]>();
  let answers: 'pass' | 'are lost' = 'pass';
  const server = createServer((near) => {
    const far = connect(Number(targetPort), '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    near.on('data', (chunk) => far.write(chunk));
    const passes = () => answers === 'pass' && !dead.has(pair);
    far.on('data', (chunk) => passes() && !near.destroyed && near.write(chunk));
    for (const [one, other] of [pair, [far, near] as const]) {
      one.on('error', () => {});
      one.on('close', () => {
        pairs.delete(pair);
        if (passes()) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy has no address.');
  const cut = () => {
    for (const sockets of pairs) for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    server.close();
    cut();
  });
  const url = new URL(target);
  url.port = String(address.port);
  return {
    url: url.href,
    /** From now on what the server answers disappears, and nobody hears that the line is dead. */
    halfOpen() {
      answers = 'are lost';
    },
    /** Lets answers through again, on new lines. */
    heal() {
      answers = 'pass';
      cut();
    },
    /** Lets answers through on new lines; those that are dead stay so, and nobody hears of it. */
    healNewLines() {
      answers = 'pass';
      for (const pair of pairs) dead.add(pair);
    },
    /** Lines that are open at the moment. */
    get open() {
      return pairs.size;
    },
    cut,
  };
}
