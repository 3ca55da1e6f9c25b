import { describe, expect, it, onTestFinished } from 'vitest';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import { connectPortal } from '../../src/app/connect-portal.ts';
import { createDrive } from '../../src/bitrix24/drive.ts';

const ANNA = 12;
const BORIS = 13;
const BYTES = Buffer.from('every byte of it');
/** What is in the addresses of the portal that hold a credential, whatever the credential. */
const CREDENTIAL_ADDRESSES = ['token=', 'auth=', '/upload', '/download', 'DOWNLOAD_URL', 'uploadUrl'];

async function driveOf(mode: 'webhook' | 'application') {
  const portal = await startPortal({ limited: false });
  portal.people.add({ id: ANNA, name: 'Anna', lastName: 'Lee', email: 'anna@acme.example' });
  portal.people.add({ id: BORIS, name: 'Boris', lastName: 'Orlov', email: 'boris@acme.example' });
  const { domain, clientId, clientSecret, accessToken, refreshToken, oauthUrl } = portal.application;
  const client = connectPortal(
    mode === 'webhook'
      ? { mode, url: portal.webhookUrl }
      : {
          mode,
          domain,
          tokens: { accessToken, refreshToken },
          client: { id: clientId, secret: clientSecret },
          oauthUrl,
        },
    {},
  );
  onTestFinished(async () => {
    await client.close();
    await portal.stop();
  });
  return { portal, drive: createDrive(client, async () => {}) };
}

type Driving = Awaited<ReturnType<typeof driveOf>>['drive'];

/** A folder for Anna and one for Boris, a file uploaded into hers and copied into his. */
async function carryAll(drive: Driving) {
  const home = number(await drive.home());
  const wanted = [ANNA, BORIS].map((reader) => ({ key: `${reader}`, name: `n${reader}`, reader }));
  const folders = await drive.folders(wanted, home);
  const [annas, boriss] = [number(folders.get(`${ANNA}`)), number(folders.get(`${BORIS}`))];
  const bytes = (async function* () {
    yield BYTES;
  })();
  const uploaded = await drive.upload(annas, { name: 'plan.pdf', size: BYTES.length, bytes });
  const copied = await drive.copy([{ key: 'k', file: 'id' in uploaded ? uploaded.id : 0, folder: boriss }]);
  return { annas, uploaded, copied, contents: await drive.contents(annas) };
}

function number(outcome: unknown): number {
  if (typeof outcome === 'number') return outcome;
  throw new Error(`no number, but ${JSON.stringify(outcome)}`);
}

const said = (...outcomes: unknown[]) =>
  JSON.stringify(outcomes, (_, value) => (value instanceof Map ? [...value] : value));

describe.each(['webhook', 'application'] as const)('the Drive over a %s', (mode) => {
  it('has a folder of the bot’s, in it one for each reader alone, and gives out no address with a credential', async () => {
    const { portal, drive } = await driveOf(mode);
    const outcome = await carryAll(drive);
    const files = portal.drive.files();
    expect(files.map(({ name, folders, storage, readers }) => ({ name, folders, storage, readers }))).toEqual(
      [ANNA, BORIS].map((reader) => ({
        name: 'plan.pdf',
        folders: ['b24notify', `n${reader}`],
        storage: mode === 'webhook' ? 'user' : 'restapp',
        readers: [1, reader],
      })),
    );
    const shown = said(outcome);
    for (const part of CREDENTIAL_ADDRESSES) expect(shown).not.toContain(part);
    expect(shown).not.toContain(
      mode === 'webhook' ? portal.webhookUrl.split('/')[5] : portal.tokens.current.accessToken,
    );
    expect(await portal.openAs(ANNA, `/disk/showFile/${files[0]?.id}/`)).toMatchObject({ kind: 'file', bytes: BYTES });
  });

  it('says what went wrong in either step without the address it was sent to', async () => {
    const { portal, drive } = await driveOf(mode);
    const { annas } = await carryAll(drive);
    for (const on of ['disk.folder.uploadFile', 'upload']) {
      for (const when of ['before', 'after'] as const) {
        portal.misbehave({ on, times: 1, do: { kind: 'cut', when } });
        const bytes = (async function* () {
          yield BYTES;
        })();
        const outcome = await drive.upload(annas, { name: `${on} ${when}.pdf`, size: BYTES.length, bytes });
        expect(outcome).toMatchObject({ kind: 'failed', failure: 'unknown' });
        for (const part of CREDENTIAL_ADDRESSES) expect(said(outcome)).not.toContain(part);
      }
    }
  });
});

describe('the Drive over an application', () => {
  it('goes on with a new token when the old one has grown old', async () => {
    const { portal, drive } = await driveOf('application');
    portal.tokens.expireAccess();
    await carryAll(drive);
    expect(portal.drive.files()).toHaveLength(2);
  });

  it('is that of its owner where the application may have none of its own', async () => {
    const { portal, drive } = await driveOf('application');
    portal.misbehave({ on: 'disk.storage.getForApp', do: { kind: 'error', status: 400, code: 'ACCESS_DENIED' } });
    await carryAll(drive);
    expect(portal.drive.files().map(({ storage }) => storage)).toEqual(['user', 'user']);
  });
});
