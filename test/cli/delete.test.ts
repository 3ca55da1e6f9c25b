import { describe, expect, it } from 'vitest';
import { b24notify, modes, naming, portalWithAnn } from './command-line.ts';

describe.each(modes)('delete, over the %s', (mode) => {
  it('takes a notification back by its tag, whoever got it', async () => {
    const { portal, ann } = await portalWithAnn();
    const where = naming[mode](portal);
    await b24notify(['send', '--user', `${ann}`, '--text', 'Build', '--tag', 'build', ...where]);
    const ended = await b24notify(['delete', '--tag', 'build', '--json', ...where]);
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^\{.*\}\n$/) });
    expect(JSON.parse(ended.stdout)).toMatchObject({ result: true });
    expect(portal.bell(ann)).toEqual([]);
  });

  it('takes one back by the id that send printed', async () => {
    const { portal } = await portalWithAnn();
    const where = naming[mode](portal);
    const sent = await b24notify(['send', '--user', '1', '--text', 'To myself', '--json', ...where]);
    const { result } = JSON.parse(sent.stdout);
    expect(await b24notify(['delete', '--id', `${result}`, ...where])).toMatchObject({ code: 0, stderr: '' });
    expect(portal.bell(1)).toEqual([]);
  });

  it('fails when the portal took nothing back, and says what may help', async () => {
    const { portal } = await portalWithAnn();
    const ended = await b24notify(['delete', '--id', '12345', ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('by its tag') });
    expect(JSON.parse(ended.stdout)).toMatchObject({ result: false });
  });
});

describe('delete', () => {
  it('may be run again when the answer was lost, and says so', async () => {
    const { portal } = await portalWithAnn();
    portal.misbehave({ on: 'im.notify.delete', do: { kind: 'cut', when: 'after' } });
    const ended = await b24notify(['delete', '--tag', 'build', ...naming.webhook(portal)]);
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Run the command again') });
  });

  it.each([
    ['neither an id nor a tag', []],
    ['both', ['--id', '5', '--tag', 'build']],
    ['an id that is no number', ['--id', 'build']],
    ['an id of zero', ['--id', '0']],
    ['an empty tag', ['--tag', '']],
  ])('asks nothing of the portal for %s', async (_, given) => {
    const { portal } = await portalWithAnn();
    const ended = await b24notify(['delete', ...given, ...naming.webhook(portal)]);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('error: ') });
    expect(portal.requests).toEqual([]);
  });
});
