import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/bitrix24/misbehaviour.ts';
import type { SandboxPortal } from '../../sandbox/bitrix24/portal.ts';
import type { Misbehaviour } from '../../sandbox/slack/misbehaviour.ts';
import { FILES_WAIT } from '../../src/outbox/file-copy-rows.ts';
import { onEachDatabase } from '../store/each-database.ts';
import { ANNA, BORIS, movingHouse } from './moving.ts';

const uploads = (requests: readonly { method: string; status: unknown }[]) =>
  requests.filter(({ method }) => method === 'upload').length;

const isCallOf = ({ method }: { method: string }, name: string) => method.toLowerCase() === name.toLowerCase();

/** The commands of batches that call this method. */
const commandsOf = (requests: SandboxPortal['requests'], name: string) =>
  requests.flatMap(({ commands }) => commands).filter(({ method }) => method.toLowerCase() === name);

const content = randomBytes(400_000);

const steps = [
  'disk.folder.getChildren',
  'disk.storage.getList',
  'disk.rights.getTasks',
  'disk.folder.addSubFolder',
  'disk.folder.uploadFile',
  'upload',
  'disk.file.copyTo',
];
const faults: [string, Fault][] = [
  ['is cut off before it is done', { kind: 'cut', when: 'before' }],
  ['is cut off after it is done', { kind: 'cut', when: 'after' }],
  ['is answered with half of the answer', { kind: 'truncate' }],
  ['is refused with 500', { kind: 'status', status: 500, body: 'html' }],
];

// The faults are the same for every database, and many.
describe('files on their way into the Drive', () => {
  it.each(steps.flatMap((step) => faults.map(([what, fault]) => [step, what, fault] as const)))(
    'arrive once for each reader when %s %s',
    async (step, _, fault) => {
      const house = await movingHouse();
      house.portal.misbehave({ on: step, times: 1, do: fault });
      await house.start();
      const ids = await house.ask([house.file(content)], [ANNA, BORIS]);
      await house.released(ids);
      for (const id of ids) expect(await house.stateOf(id)).toMatchObject({ kind: 'ready' });
      for (const person of [ANNA, BORIS]) {
        const files = await house.readableBy(person);
        expect(files).toHaveLength(1);
        expect(files[0]?.bytes.equals(content)).toBe(true);
      }
      expect(house.portal.drive.files()).toHaveLength(2);
    },
  );
});

onEachDatabase((newStore) =>
  describe('files on their way into the Drive', () => {
    const newHouse = async (stall?: number) => movingHouse({ store: await newStore(), ...(stall && { stall }) });

    const atSlack: [string, Misbehaviour, stall?: number][] = [
      ['breaks off in the middle', { on: 'file', do: 'cut-midway', times: 1 }],
      ['stands still in the middle', { on: 'file', do: 'stall-midway', times: 1 }, 1500],
      ['never answers', { on: 'file', do: 'hang', times: 1 }, 1500],
      ['answers 503', { on: 'file', do: 'status', status: 503, times: 1 }],
    ];
    it.each(atSlack)('arrive whole when Slack %s', async (_, rule, stall) => {
      const house = await newHouse(stall);
      house.workspace.misbehave(rule);
      await house.start();
      const ids = await house.ask([house.file(content)]);
      await house.released(ids);
      expect(await house.stateOf(ids[0])).toMatchObject({ kind: 'ready' });
      const [file, ...more] = await house.readableBy(ANNA);
      expect(more).toEqual([]);
      expect(file?.bytes.equals(content)).toBe(true);
      expect(house.troubles).toEqual([]);
    });

    it.each(steps.slice(-4))(
      'never keep the text waiting when %s takes too long, and leave nothing behind',
      async (step) => {
        const house = await newHouse();
        house.portal.misbehave({ on: step, times: 1, do: { kind: 'delay', ms: 700, when: 'after' } });
        await house.start();
        const ids = await house.ask([house.file(content)], [ANNA, BORIS]);
        await house.portal.waitFor(({ requests }) =>
          requests.some(({ method, commands }) => [{ method }, ...commands].some((each) => isCallOf(each, step))),
        );
        house.pass(FILES_WAIT);
        const states = await house.copies.settle(ids);
        for (const id of ids) expect(['late', 'ready']).toContain(states.get(id)?.get(0)?.kind);
        const late = ids.filter((id) => states.get(id)?.get(0)?.kind === 'late');
        expect(late.length).toBeGreaterThan(0);
        await house.stop();
        await house.start();
        await house.endAccess();
        expect(await house.copies.idle(undefined, 10)).toEqual([]);
        expect(house.portal.drive.files()).toHaveLength(ids.length - late.length);
        expect(house.troubles).toEqual([]);
      },
    );

    it('arrive once for each reader when two copies of the bot believe that they deliver', async () => {
      const house = await newHouse();
      house.workspace.misbehave({ on: 'file', do: 'delay', ms: 100, times: 2 });
      await house.start();
      await house.start();
      const ids = await house.ask([house.file(content)], [ANNA, BORIS]);
      await house.released(ids);
      await house.stop();
      expect(house.workspace.callsOf('file')).toHaveLength(2);
      for (const id of ids) expect(await house.stateOf(id)).toMatchObject({ kind: 'ready' });
      for (const person of [ANNA, BORIS]) expect(await house.readableBy(person)).toHaveLength(1);
      expect(house.troubles).toEqual([]);
    });

    /** Where a copy of the bot ends: nothing that it began is answered, and what it did is done. */
    const ends: [string, { on: string; after?: number; when: 'before' | 'after' }, done: number][] = [
      ['the folders were made', { on: 'disk.folder.addSubFolder', after: 1, when: 'after' }, 0],
      ['the upload was begun', { on: 'disk.folder.uploadFile', when: 'after' }, 0],
      ['the file was stored', { on: 'upload', when: 'after' }, 1],
      ['it was copied for the other reader', { on: 'disk.file.copyTo', when: 'after' }, 2],
    ];
    it.each(ends)(
      'are brought once by another copy of the bot when the first one ends after %s',
      async (_, { on, after = 0, when }, done) => {
        const house = await newHouse();
        house.portal.misbehave({ on, after, times: 1, do: { kind: 'hang', when } });
        await house.start();
        const ids = await house.ask([house.file(content)], [ANNA, BORIS]);
        await expect
          .poll(() => house.portal.requests.at(-1)?.status === undefined && house.portal.drive.files().length === done)
          .toBe(true);
        await house.start();
        await house.released(ids);
        for (const id of ids) expect(await house.stateOf(id)).toMatchObject({ kind: 'ready' });
        for (const person of [ANNA, BORIS]) expect(await house.readableBy(person)).toHaveLength(1);
        expect(house.portal.drive.files()).toHaveLength(2);
      },
    );

    it('give up after the second time, for that file alone', async () => {
      const house = await newHouse();
      const broken = house.file(content, 'broken.pdf');
      house.workspace.misbehave({ on: 'file', do: 'cut-midway', when: ({ id }) => id === broken.id });
      await house.start();
      const ids = await house.ask([broken, house.file(content, 'whole.pdf')]);
      await house.released(ids);
      const own = (await house.copies.settle(ids)).get(ids[0] ?? '');
      expect(own?.get(0)).toEqual({ kind: 'failed', why: 'broken' });
      expect(own?.get(1)).toMatchObject({ kind: 'ready' });
      expect(house.workspace.callsOf('file')).toHaveLength(3);
      expect((await house.readableBy(ANNA)).map(({ name }) => name)).toEqual(['whole.pdf']);
    });

    it('refuse a file of another length than Slack said', async () => {
      const house = await newHouse();
      await house.start();
      const file = house.file(content);
      const ids = await house.ask([{ ...file, content: { ...file.content, size: content.length + 1 } }]);
      await house.released(ids);
      expect(await house.stateOf(ids[0])).toEqual({ kind: 'failed', why: 'broken' });
      expect(house.portal.drive.files()).toEqual([]);
    });

    it('take up after a restart what was on its way, without doubling what is there', async () => {
      const house = await newHouse();
      const files = [house.file(content, 'first.pdf'), house.file(content, 'second.pdf')];
      const [first, second] = files;
      const heal = house.workspace.misbehave({ on: 'file', do: 'hang', when: ({ id }) => id === second?.id });
      await house.start({ stall: 60_000 });
      const ids = await house.ask(files);
      await house.portal.waitFor((portal) => portal.drive.files().some(({ name }) => name === first?.name));
      await house.stop();
      heal();
      house.pass(FILES_WAIT * 2);
      await house.start();
      await house.released(ids);
      const own = (await house.copies.settle(ids)).get(ids[0] ?? '');
      expect([own?.get(0)?.kind, own?.get(1)?.kind]).toEqual(['ready', 'ready']);
      expect((await house.readableBy(ANNA)).map(({ name }) => name).sort()).toEqual(['first.pdf', 'second.pdf']);
      expect(house.portal.drive.files()).toHaveLength(2);
    });

    it('are late once the text has gone, and are not given any more', async () => {
      const house = await newHouse();
      const heal = house.workspace.misbehave({ on: 'file', do: 'delay', ms: 200 });
      await house.start();
      const ids = await house.ask([house.file(content)]);
      expect(await house.stateOf(ids[0])).toEqual({ kind: 'late' });
      heal();
      await house.stop();
      expect(await house.stateOf(ids[0])).toEqual({ kind: 'late' });
    });

    it('do not wait for the slow file of somebody else', async () => {
      const house = await newHouse();
      const slow = house.file(content, 'slow.pdf');
      house.workspace.misbehave({ on: 'file', do: 'hang', when: ({ id }) => id === slow.id });
      await house.start({ stall: 60_000 });
      await house.ask([slow]);
      const ids = await house.ask([house.file(content, 'quick.pdf')], [BORIS]);
      await house.released(ids);
      expect(await house.stateOf(ids[0])).toMatchObject({ kind: 'ready' });
    });

    it('let the text go when all of them come at the same moment', async () => {
      const house = await newHouse();
      const [id = ''] = await house.ask(Array.from({ length: 8 }, (_, index) => house.file(content, `${index}.pdf`)));
      const ended = Array.from(
        { length: 8 },
        (_, position) => ({ notificationId: id, position, kind: 'failed', why: 'broken' }) as const,
      );
      await Promise.all(ended.map((result) => house.copies.note([result])));
      await house.released([id]);
    });

    it('stream two at a time', async () => {
      const house = await newHouse();
      let most = 0;
      let now = 0;
      const read = (start: number, end: number) => Buffer.alloc(end - start, 'x');
      house.workspace.misbehave({
        on: 'file',
        do: 'delay',
        ms: 50,
        when: () => {
          now += 1;
          most = Math.max(most, now);
          setTimeout(() => {
            now -= 1;
          }, 50);
          return true;
        },
      });
      await house.start();
      const ids = await house.ask(
        Array.from({ length: 6 }, (_, index) => house.file({ size: 1000, read }, `${index}.bin`)),
      );
      await house.released(ids);
      expect(most).toBeLessThanOrEqual(2);
      expect(house.portal.drive.files()).toHaveLength(6);
    });

    it('reach fifty people with one upload and a handful of requests', async () => {
      const house = await newHouse();
      const crowd = Array.from({ length: 50 }, (_, index) => 1000 + index);
      for (const id of crowd)
        house.portal.people.add({ id, name: 'P', lastName: `${id}`, email: `p${id}@acme.example` });
      await house.start();
      const ids = await house.ask([house.file(content)], crowd);
      await house.released(ids);
      expect(uploads(house.portal.requests)).toBe(1);
      expect(house.portal.requests.length).toBeLessThan(15);
      expect(
        house.portal.drive
          .files()
          .map(({ readers }) => readers.at(-1))
          .sort(),
      ).toEqual(crowd);
    });

    it('make the bot’s folder anew when somebody removed it', async () => {
      const house = await newHouse();
      await house.start();
      await house.released(await house.ask([house.file(content, 'one.pdf')]));
      const home = commandsOf(house.portal.requests, 'disk.folder.addsubfolder')[0]?.parameters.ID;
      await fetch(`${house.portal.webhookUrl}disk.folder.deleteTree?id=${home}`, {
        headers: { 'user-agent': 'somebody' },
      });
      expect(house.portal.drive.files()).toEqual([]);
      const ids = await house.ask([house.file(content, 'two.pdf')]);
      await house.released(ids);
      expect((await house.readableBy(ANNA)).map(({ name }) => name)).toEqual(['two.pdf']);
    });

    it('are removed when their notification is taken back, also when the portal refuses at first', async () => {
      const house = await newHouse();
      await house.start();
      const ids = await house.ask([house.file(content)], [ANNA, BORIS]);
      await house.released(ids);
      await house.outbox.note([{ id: ids[0] ?? '', happening: { kind: 'cancelled' } }]);
      const heal = house.portal.misbehave({ on: 'disk.folder.deleteTree', do: { kind: 'status', status: 503 } });
      await house.endAccess();
      expect(await house.readableBy(ANNA)).toHaveLength(1);
      heal();
      await house.endAccess();
      expect(await house.readableBy(ANNA)).toEqual([]);
      expect(await house.readableBy(BORIS)).toHaveLength(1);
    });

    it.each(faults)('are removed in the end when their removal %s', async (_, fault) => {
      const house = await newHouse();
      await house.start();
      const ids = await house.ask([house.file(content)], [ANNA, BORIS]);
      await house.released(ids);
      await house.outbox.note([{ id: ids[0] ?? '', happening: { kind: 'cancelled' } }]);
      house.portal.misbehave({ on: 'disk.folder.deleteTree', times: 1, do: fault });
      await house.endAccess();
      await house.endAccess();
      expect(await house.readableBy(ANNA)).toEqual([]);
      expect(await house.readableBy(BORIS)).toHaveLength(1);
      expect(await house.copies.idle(undefined, 10)).toEqual([]);
      expect(house.troubles).toEqual([]);
    });

    it('are removed by another copy of the bot when the first one ends in the middle of it', async () => {
      const house = await newHouse();
      await house.start();
      const ids = await house.ask([house.file(content)]);
      await house.released(ids);
      await house.outbox.note([{ id: ids[0] ?? '', happening: { kind: 'cancelled' } }]);
      house.portal.misbehave({ on: 'disk.folder.deleteTree', times: 1, do: { kind: 'hang', when: 'before' } });
      void house.endAccess();
      await house.portal.waitFor(({ requests }) => commandsOf(requests, 'disk.folder.deletetree').length > 0);
      expect(house.portal.drive.files()).toHaveLength(1);
      await house.start();
      await house.portal.waitFor((portal) => portal.drive.files().length === 0);
    });

    it('are removed when a newer notification with the same tag has arrived in their place', async () => {
      const house = await newHouse();
      await house.start();
      const send = async (name: string) => {
        const [id = ''] = await house.ask([house.file(content, name)], [ANNA], 'report');
        await house.released([id]);
        return id;
      };
      const arrive = async (id: string) => {
        await house.outbox.take(1, new Set());
        await house.outbox.note([{ id, happening: { kind: 'delivered', portalId: 1 } }]);
        await house.endAccess();
        return (await house.readableBy(ANNA)).map(({ name }) => name).sort();
      };
      expect(await arrive(await send('monday.pdf'))).toEqual(['monday.pdf']);
      const newer = await send('tuesday.pdf');
      await house.endAccess();
      expect(await house.readableBy(ANNA)).toHaveLength(2);
      expect(await arrive(newer)).toEqual(['tuesday.pdf']);
    });

    it('leave nothing behind when they are taken back in the middle', async () => {
      const house = await newHouse();
      house.workspace.misbehave({ on: 'file', do: 'delay', ms: 150 });
      await house.start();
      const [id = ''] = await house.ask([house.file(content)]);
      await house.portal.waitFor((portal) => portal.requests.some(({ commands }) => commands.length > 0));
      await house.outbox.note([{ id, happening: { kind: 'cancelled' } }]);
      await house.portal.waitFor(({ requests }) => commandsOf(requests, 'disk.folder.deletetree').length > 0);
      await house.stop();
      expect(house.portal.drive.files()).toEqual([]);
      expect(await house.copies.idle(undefined, 10)).toEqual([]);
    });

    it('of what never arrived are removed with its history, when nobody can send it again', async () => {
      const house = await newHouse();
      await house.start();
      const [failed = '', arrived = ''] = await house.ask([house.file(content)], [ANNA, BORIS]);
      await house.released([failed, arrived]);
      const trouble = { code: 'CODE', sentence: 'No.' };
      await house.outbox.take(2, new Set());
      await house.outbox.note([
        { id: failed, happening: { kind: 'failed', trouble } },
        { id: arrived, happening: { kind: 'delivered', portalId: 1 } },
      ]);
      await house.endAccess();
      expect(await house.readableBy(ANNA)).toHaveLength(1);
      house.pass(60_000);
      expect(await house.outbox.forget(Date.now() + 30_000)).toBe(1);
      await house.endAccess();
      expect([await house.readableBy(ANNA), (await house.readableBy(BORIS)).length]).toEqual([[], 1]);
    });

    it('are removed after a while, where that is wanted, and stay where it is not', async () => {
      const house = await newHouse();
      const day = 24 * 3_600_000;
      await house.start();
      await house.released(await house.ask([house.file(content)]));
      house.pass(2 * day);
      await house.endAccess();
      expect(house.portal.drive.files()).toHaveLength(1);
      await house.stop();
      await house.start({ keep: day });
      await house.portal.waitFor((portal) => portal.drive.files().length === 0);
    });
  }),
);
