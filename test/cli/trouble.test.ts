import { describe, expect, it } from 'vitest';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import { b24notify, type Ended, modes, naming, portalWithAnn, webhookSecret } from './command-line.ts';

const hello = (user: number) => ['send', '--user', `${user}`, '--text', 'Hello'];
const everything = ({ stdout, stderr }: Ended) => `${stdout}\n${stderr}`;

describe.each(modes)('a portal in trouble, over the %s, ends with 1', (mode) => {
  it('when the credentials are not good any more', async () => {
    const { portal, ann } = await portalWithAnn();
    portal.webhook.revoke();
    portal.tokens.revoke();
    const ended = await b24notify([...hello(ann), ...naming[mode](portal)]);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: expect.any(String),
      error_description: expect.any(String),
    });
    expect(ended.stderr).toContain(JSON.parse(ended.stdout).error);
    expect(everything(ended)).not.toContain(
      mode === 'webhook' ? webhookSecret(portal) : portal.application.accessToken,
    );
  });

  it('when a page comes instead of an answer', async () => {
    const { portal, ann } = await portalWithAnn();
    portal.misbehave({ do: { kind: 'html' } });
    const ended = await b24notify([...hello(ann), '--json', ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('something that is not JSON') });
    expect(ended.stderr).toContain('Look in Bitrix24 whether it arrived');
  });

  it('when nothing listens', async () => {
    const gone = await startPortal();
    const where = naming[mode](gone);
    await gone.stop();
    const ended = await b24notify([...hello(1), ...where]);
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('was not sent (ECONNREFUSED)'),
    });
    expect(ended.stderr).toContain("Check the portal's address");
  });

  it('when it refuses for the rate, and says that the command must be run again', async () => {
    const { portal, ann } = await portalWithAnn();
    portal.misbehave({ do: { kind: 'limit' } });
    const ended = await b24notify([...hello(ann), ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('Run the command again') });
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: 'QUERY_LIMIT_EXCEEDED' });
    expect(portal.bell(ann)).toEqual([]);
  });

  it('when it fails in a way that nobody can read', async () => {
    const { portal, ann } = await portalWithAnn();
    portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'wrongType', as: 'object' } });
    const ended = await b24notify([...hello(ann), ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('not the id of a notification') });
    expect(JSON.parse(ended.stdout)).toHaveProperty('result');
  });

  it('but not when it has only moved', async () => {
    const { portal, ann } = await portalWithAnn();
    const where = naming[mode](portal);
    const { host } = new URL(await portal.rename());
    const ended = await b24notify([...hello(ann), ...where]);
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining(`moved to ${host}`) });
    expect(portal.bell(ann)).toHaveLength(1);
  });
});

describe('no secret is shown', () => {
  const token = 'MARKERTOKEN1x2y3z';
  const secret = 'MARKERSECRET4a5b6c';
  const url = `https://portal.invalid/rest/1/${secret}/`;

  it.each<[string, string[]]>([
    ['in a dry run', [...hello(1), '--dry-run', '--url', url]],
    ['in a dry run of an application', [...hello(1), '--dry-run', '--url', 'portal.invalid', '--token', token]],
    ['even where the text holds it', [...hello(1), '--dry-run', '--url', url, '--tag', secret]],
    ['when nothing listens', [...hello(1), '--url', `http://127.0.0.1:1/rest/1/${secret}/`]],
    ['when it stands in the wrong place', ['send', url, token]],
    ['when it stands for a command', [token]],
    ['when it is glued to its option', [...hello(1), `--token${token}`]],
    ['when its option is misspelt', [...hello(1), `--tokn=${token}`, `--ulr=${url}`]],
    ['when the user is mistaken for it', ['send', '--user', token, '--text', 'x', '--url', url]],
    ['when the address is cut wrongly', [...hello(1), `--url=https://portal.invalid/rest/${secret}`]],
  ])('%s', async (_, argv) => {
    const ended = await b24notify(argv);
    expect(everything(ended)).not.toMatch(/MARKER/);
    expect(everything(ended)).toMatch(/portal\.invalid|127\.0\.0\.1|error: /);
  });

  it('in the stack of a defect, from the command line or the environment', async () => {
    const throwing =
      'setImmediate(() => { throw new Error([...process.argv, process.env.BITRIX24_WEBHOOK_URL].join(" ")) })';
    const env = {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(throwing)}`,
      BITRIX24_WEBHOOK_URL: `https://portal.invalid/rest/1/${secret}/`,
    };
    const ended = await b24notify([...hello(1), '--url', 'portal.invalid', `--token=${token}`], { env });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('defect of b24notify') });
    expect(ended.stderr).toContain('***');
    expect(everything(ended)).not.toMatch(/MARKER/);
  });

  it('and nothing of a page repaints the terminal', async () => {
    const { portal, ann } = await portalWithAnn();
    const error_description = '\u001b[2J\u009b31m\u0007gone';
    portal.misbehave({ do: { kind: 'error', status: 400, code: 'MESSAGE_EMPTY', description: error_description } });
    const { stderr } = await b24notify([...hello(ann), ...naming.webhook(portal)]);
    expect(stderr).toContain('gone');
    expect(stderr).not.toMatch(/[^\P{Cc}\n\t]/u);
  });
});
