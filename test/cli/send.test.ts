import { describe, expect, it } from 'vitest';
import { b24notify, emptyFolder, modes, naming, portalWithAnn } from './command-line.ts';

const log = { LINK: { NAME: 'Log', LINK: 'https://ci.example.com/42' } };

describe.each(modes)('send, over the %s', (mode) => {
  it("delivers a personal notification and prints the portal's answer map", async () => {
    const { portal, ann } = await portalWithAnn();
    const text = '[B]Backup[/B] finished';
    const ended = await b24notify(['send', '--user', `${ann}`, '--text', text, ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Sent\. To take it back: .*\n$/) });
    const [seen, ...others] = portal.bell(ann);
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ author: 1, text: 'Backup finished', message: text, subTag: 'b24notify' });
    expect(JSON.parse(ended.stdout)).toMatchObject({ result: seen?.id, time: { start: expect.any(Number) } });
    expect(ended.stdout.split('\n').length).toBeGreaterThan(3);
  });

  it('delivers without an author when it is of the system, and prints one line for machines', async () => {
    const { portal, ann } = await portalWithAnn();
    const argv = ['send', '--user', `${ann}`, '--text', 'Backup', '--tag', 't', '--system', '--json'];
    const ended = await b24notify([...argv, ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^\{.*\}\n$/) });
    expect(portal.bell(ann)).toMatchObject([{ author: 'system', text: expect.stringContaining('Backup') }]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ result: portal.bell(ann)[0]?.id });
  });

  it('takes the place of an earlier notification with the same tag', async () => {
    const { portal, ann } = await portalWithAnn();
    for (const text of ['Build 41 failed', 'Build 42 passed']) {
      await b24notify(['send', '--user', `${ann}`, '--text', text, '--tag', 'build', ...naming[mode](portal)]);
    }
    expect(portal.bell(ann)).toMatchObject([{ text: 'Build 42 passed', tag: 'build' }]);
    expect(portal.everReplaced).toBe(1);
  });

  it('prints what the portal refused on stdout, why and what to do on stderr', async () => {
    const { portal } = await portalWithAnn();
    const ended = await b24notify(['send', '--user', '999', '--text', 'Hello', '--json', ...naming[mode](portal)]);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ result: false });
    expect(ended.stderr).toContain('there is no such person');
    expect(ended.stderr).toContain('Check the id of the person');
    expect(portal.everCreated).toBe(0);
  });

  it('does not take the clock for an id when the recipient has switched these off', async () => {
    const { portal, ann } = await portalWithAnn();
    portal.people.change(ann, { restNotifications: false });
    const ended = await b24notify(['send', '--user', `${ann}`, '--text', 'Hello', ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('switched off notifications') });
    expect(JSON.parse(ended.stdout)).toMatchObject({ result: expect.any(Number) });
    expect(portal.bell(ann)).toEqual([]);
  });

  it('shows the request of a dry run and asks the portal nothing', async () => {
    const { portal, ann } = await portalWithAnn();
    const argv = ['send', '--user', `${ann}`, '--text', 'Hello', '--tag', 't', '--blocks', JSON.stringify([log])];
    const ended = await b24notify([...argv, '--dry-run', ...naming[mode](portal)]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const path = mode === 'webhook' ? '/rest/1/***/' : '/rest/';
    const method = 'im.notify.personal.add';
    const own = mode === 'webhook' ? { CLIENT_ID: 'b24notify' } : { auth: '***' };
    expect(JSON.parse(ended.stdout)).toEqual({
      verb: 'POST',
      url: `${portal.url}${path}${method}`,
      method,
      parameters: {
        USER_ID: ann,
        MESSAGE: 'Hello',
        TAG: 't',
        SUB_TAG: 'b24notify',
        ATTACH: { COLOR_TOKEN: 'primary', COLOR: '#29619b', BLOCKS: [log] },
        ...own,
      },
    });
    expect(portal.requests).toEqual([]);
    const { parameters } = JSON.parse(ended.stdout);
    await b24notify([...argv, ...naming[mode](portal)]);
    const { auth, ...asSent } = parameters;
    expect(portal.requests).toMatchObject([{ verb: 'POST', method, parameters: asSent }]);
  });
});

describe('send', () => {
  it('gives a notification without --tag a tag of its own, by which it can be taken back', async () => {
    const { portal, ann } = await portalWithAnn();
    const where = naming.webhook(portal);
    const { stderr } = await b24notify(['send', '--user', `${ann}`, '--text', 'Oops', ...where]);
    const tag = portal.bell(ann)[0]?.tag ?? '';
    expect(stderr).toContain(`delete --tag ${tag}\n`);
    expect(await b24notify(['delete', '--tag', tag, ...where])).toMatchObject({ code: 0 });
    expect(portal.bell(ann)).toEqual([]);
  });

  it('sends nothing twice when the answer was lost and it is run again as it says', async () => {
    const { portal, ann } = await portalWithAnn();
    const argv = ['send', '--user', `${ann}`, '--text', 'Hello', ...naming.webhook(portal)];
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'cut', when: 'after' } });
    const lost = await b24notify(argv);
    expect(lost).toMatchObject({ code: 1, stdout: '' });
    const tag = /--tag (\S+)/.exec(lost.stderr)?.[1] ?? '';
    expect(await b24notify([...argv, '--tag', tag])).toMatchObject({ code: 0 });
    expect(portal.bell(ann)).toHaveLength(1);
    expect(portal.everCreated).toBe(2);
  });

  it('reads the text from stdin, several lines and every letter of it', async () => {
    const { portal, ann } = await portalWithAnn();
    const argv = ['send', '--user', `${ann}`, '--text', '-', ...naming.webhook(portal)];
    expect(await b24notify(argv, { stdin: '\uFEFFПривет 😀\nsecond line\n' })).toMatchObject({ code: 0 });
    expect(portal.requests[0]?.parameters).toMatchObject({ MESSAGE: 'Привет 😀\nsecond line' });
  });

  it('counts the text as the portal does, and refuses what the portal would cut', async () => {
    const { portal, ann } = await portalWithAnn();
    const argv = ['send', '--user', `${ann}`, '--text', '-', ...naming.webhook(portal)];
    expect(await b24notify(argv, { stdin: '😀'.repeat(20_000) })).toMatchObject({ code: 0 });
    const ended = await b24notify(argv, { stdin: 'x'.repeat(20_001) });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('20001 characters') });
    expect(portal.everCreated).toBe(1);
  });

  it('attaches blocks that are typed, in a file or on stdin', async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder({ 'report.json': `\n${JSON.stringify(log)}\n` });
    const argv = ['send', '--user', `${ann}`, '--text', 'Hello', ...naming.webhook(portal), '--blocks'];
    const whole = { COLOR_TOKEN: 'alert', COLOR: '#ff0000', BLOCKS: [{ MESSAGE: 'C:\\new' }, log] };
    expect(await b24notify([...argv, JSON.stringify(whole)])).toMatchObject({ code: 0 });
    expect(await b24notify([...argv, './report.json'], { folder })).toMatchObject({ code: 0 });
    expect(await b24notify([...argv, '-'], { stdin: JSON.stringify([log]) })).toMatchObject({ code: 0 });
    expect(await b24notify([...argv, '[]'])).toMatchObject({ code: 0 });
    const [typed, named, piped, none] = portal.bell(ann);
    expect(typed?.attach).toMatchObject({ COLOR_TOKEN: 'alert', COLOR: '#ff0000' });
    expect(typed?.attach?.BLOCKS[0]).toEqual({ MESSAGE: 'C:\\\u200Bnew' });
    for (const seen of [named, piped]) expect(seen?.attach?.BLOCKS).toMatchObject([{ LINK: [log.LINK] }]);
    expect(none?.attach).toBeNull();
  });

  it('attaches every kind of block that the portal has', async () => {
    const { portal, ann } = await portalWithAnn();
    const url = 'https://x.example/a.png';
    const blocks = [
      { USER: { NAME: 'Build bot', AVATAR: url } },
      log,
      { RICH_LINK: { NAME: 'Site', LINK: url } },
      { MESSAGE: '[B]Failed[/B]' },
      { DELIMITER: { SIZE: 200, COLOR: '#c6c6c6' } },
      { GRID: [{ NAME: 'Branch', VALUE: 'main', DISPLAY: 'ROW', WIDTH: 100 }] },
      { IMAGE: [{ NAME: 'chart', LINK: url, PREVIEW: url }] },
      { FILE: { NAME: 'log.txt', LINK: '/disk/5', SIZE: 1679 } },
    ];
    const argv = ['send', '--user', `${ann}`, '--text', 'Hello', '--blocks', JSON.stringify(blocks)];
    expect(await b24notify([...argv, ...naming.webhook(portal)])).toMatchObject({ code: 0 });
    const kinds = portal.bell(ann)[0]?.attach?.BLOCKS.flatMap(Object.keys);
    expect(kinds).toEqual(blocks.flatMap(Object.keys));
  });
});
