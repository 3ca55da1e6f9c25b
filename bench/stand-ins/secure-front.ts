import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { throwawayCertificate } from './certificate.ts';

/** Speaks TLS in front of a server that does not: the official SDK takes no address but an https one. */
export async function secureFront(
  target: URL,
  { key, certificate } = throwawayCertificate(),
): Promise<{ url: string; certificate: string }> {
  const server = createServer({ key, cert: certificate, ALPNProtocols: ['http/1.1'] }, (secure) => {
    const plain = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    secure.setNoDelay(true);
    secure.pipe(plain).pipe(secure);
    secure.on('error', () => plain.destroy());
    plain.on('error', () => secure.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}`, certificate };
}
