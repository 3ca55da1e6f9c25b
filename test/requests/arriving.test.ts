import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Outgoing, PortalPort } from '../../src/delivery/portal-port.ts';
import { wordsOf } from '../../src/language/catalogues.ts';
import { FILES_WAIT } from '../../src/outbox/file-copy-rows.ts';
import { withArrivedFiles } from '../../src/requests/arriving.ts';
import { ANNA, BORIS, movingHouse } from '../files/moving.ts';

/** What would go to the portal, taken out of the store as delivery takes it. */
async function postman(house: Awaited<ReturnType<typeof movingHouse>>) {
  const sent: Outgoing[] = [];
  const portal: PortalPort = {
    send: async (notifications) => {
      sent.push(...notifications);
      return new Map();
    },
    probe: async () => ({ kind: 'works' }),
    takeBack: async () => new Map(),
  };
  const arriving = { copies: house.copies, words: () => wordsOf('en'), onLeftOut: () => {} };
  const { send } = withArrivedFiles(portal, arriving);
  return {
    sent,
    /** Takes what is due, and sends it. @returns how many */
    async round(): Promise<number> {
      const taken = await house.outbox.take(50, new Set());
      const outgoing = taken.flatMap(({ notification: { id, recipient, tag, form }, content }) =>
        content === undefined ? [] : [{ key: id, recipient, tag, form, content }],
      );
      if (outgoing.length > 0) await send(outgoing);
      return outgoing.length;
    },
    again: () => send(sent.splice(0)),
    links: () => sent.map(({ content }) => JSON.stringify(content.attach)),
  };
}

describe('a text with files', () => {
  const content = randomBytes(1000);

  it('waits for them, and goes to each reader with links of their own', async () => {
    const house = await movingHouse();
    const post = await postman(house);
    const ids = await house.ask([house.file(content)], [ANNA, BORIS]);
    expect(await post.round()).toBe(0);
    await house.start();
    await house.released(ids);
    expect(await post.round()).toBe(2);
    const links = post.links();
    expect(new Set(links).size).toBe(2);
    for (const [index, id] of ids.entries()) expect(links[index]).toContain(`/disk/file/b24notify/${id}/plan.pdf`);
    for (const { content: written } of post.sent) expect(written.messageOut).toContain('/disk/file/b24notify/');
    expect(JSON.stringify(post.sent)).not.toContain(new URL(house.portal.webhookUrl).pathname.split('/')[3]);
  });

  it('goes after thirty seconds with Slack’s link, says why, and stays so when it is repeated', async () => {
    const house = await movingHouse();
    const post = await postman(house);
    const [id = ''] = await house.ask([house.file(content)]);
    house.pass(FILES_WAIT - 1000);
    expect(await post.round()).toBe(0);
    house.pass(1001);
    expect(await post.round()).toBe(1);
    expect(post.links()[0]).toContain('https://acme.slack.com/files/');
    await house.start();
    await post.again();
    expect(post.links()[0]).toContain('https://acme.slack.com/files/');
    const [request] = await house.outbox.history('T1', 'U1', 1);
    expect(request?.leftOut).toEqual([{ what: 'plan.pdf', why: { of: 'link', code: 'late' } }]);
    expect(await house.stateOf(id)).toEqual({ kind: 'late' });
    expect(house.portal.drive.files()).toEqual([]);
  });

  it('is said once to be late, also where an older version of the bot kept a sentence about it', async () => {
    const house = await movingHouse();
    const [id = ''] = await house.ask([house.file(content)]);
    const late = { of: 'link' as const, code: 'late' };
    await house.copies.leaveOut(id, [{ what: 'plan.pdf', why: 'it took too long to copy.' }]);
    await house.copies.leaveOut(id, [{ what: 'plan.pdf', why: late }]);
    await house.copies.leaveOut(id, [{ what: 'other.pdf', why: late }]);
    await house.copies.leaveOut(id, [{ what: 'other.pdf', why: late }]);
    const [request] = await house.outbox.history('T1', 'U1', 1);
    expect(request?.leftOut).toEqual([
      { what: 'plan.pdf', why: 'it took too long to copy.' },
      { what: 'other.pdf', why: late },
    ]);
  });
});
