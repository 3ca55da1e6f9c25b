/** Slack's files and the portal's Drive in a process of their own. Files of any size: they are made while they are sent. */
import { type SandboxPortal, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { answer } from '../process/answering.ts';
import { throwawayCertificate } from '../stand-ins/certificate.ts';
import { secureFront } from '../stand-ins/secure-front.ts';

const MB = 1024 * 1024;
/** What a chunk holds does not matter here: the tests compare byte for byte. */
const pattern = Buffer.alloc(MB, 'b24notify bench ');

export interface Ends {
  botToken: string;
  webhookUrl: string;
  /** The same over TLS, with the certificate that both ends show. */
  secureWebhookUrl: string;
  certificate: string;
}

let workspace: SandboxWorkspace | undefined;
let portal: SandboxPortal | undefined;
let secureSlack = '';

const answers = {
  async open(): Promise<Ends> {
    workspace = await startWorkspace();
    portal = await startPortal({ limited: false });
    const pair = throwawayCertificate();
    const [slackFront, portalFront] = await Promise.all([
      secureFront(new URL(workspace.apiUrl), pair),
      secureFront(new URL(portal.url), pair),
    ]);
    secureSlack = slackFront.url;
    const { pathname } = new URL(portal.webhookUrl);
    return {
      botToken: workspace.botToken,
      webhookUrl: portal.webhookUrl,
      secureWebhookUrl: portalFront.url + pathname,
      certificate: pair.certificate,
    };
  },

  /** Slack's addresses of a new file of so many bytes. */
  file({ bytes }: { bytes: number }): { url: string; secureUrl: string } {
    if (workspace === undefined) throw new Error('it is not open yet');
    const { id } = workspace.files.add({
      name: 'large.bin',
      mimetype: 'application/octet-stream',
      content: { size: bytes, read: (start, end) => pattern.subarray(0, end - start) },
      channel: workspace.channels.general,
    });
    const path = `/files-pri/${workspace.team.id}-${id}/download/large.bin`;
    return { url: new URL(path, workspace.apiUrl).href, secureUrl: secureSlack + path };
  },

  /** The sizes of what has come into the Drive. */
  stored: (): number[] => portal?.drive.files().map(({ bytes }) => bytes) ?? [],

  /** Their bytes are on the disk, which a process that is ended does not clean. */
  async close(): Promise<void> {
    await Promise.all([workspace?.stop(), portal?.stop()]);
  },
};
export type FileStandIns = typeof answers;

answer(answers);
