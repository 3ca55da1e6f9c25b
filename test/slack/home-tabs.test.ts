import { webApi } from '@slack/bolt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Person, type SandboxWorkspace, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { HomeTabs, type Shown } from '../../src/slack/home-tabs.ts';
import { FIRST_PAGES } from '../../src/slack/views/home/pages.ts';

/** Following takes a few seconds by itself. */
const FOLLOWS = 8000;

describe('the Home tabs', () => {
  let workspace: SandboxWorkspace;
  let ivan: Person;
  let anna: Person;
  let tabs: HomeTabs[];
  let late: number;
  /** What the Home says, and on which requests. */
  let says: string;
  let drawn: number;

  beforeEach(async () => {
    workspace = await startWorkspace();
    ivan = workspace.people.add({ name: 'ivan', realName: 'Ivan Petrov' });
    anna = workspace.people.add({ name: 'anna', realName: 'Anna Lee' });
    [tabs, late, says, drawn] = [[], 0, 'one', 0];
  });
  afterEach(async () => {
    await Promise.all(tabs.map((each) => each.stop()));
    await workspace.stop();
  });

  function copy(shared = false): HomeTabs {
    const client = new webApi.WebClient(workspace.botToken, {
      slackApiUrl: workspace.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: {
        debug() {},
        info() {},
        warn() {},
        error() {},
        setLevel() {},
        getLevel: () => webApi.LogLevel.ERROR,
        setName() {},
      },
    });
    const draw = async (slackId: string, { notice = 'no notice' }: Shown) => {
      drawn += 1;
      const text = { type: 'plain_text' as const, text: `${says} · ${notice}` };
      return {
        view: { type: 'home' as const, blocks: [{ type: 'section' as const, text }] },
        requests: new Set([`request of ${slackId}`]),
      };
    };
    const log = pino({ level: 'silent' });
    const made = new HomeTabs({ client, draw, log, shared, now: () => Date.now() + late });
    tabs.push(made);
    return made;
  }
  const published = () => workspace.callsOf('views.publish').filter(({ answer }) => Object(answer).ok === true);
  const answers = (error: string) =>
    workspace.callsOf('views.publish').filter(({ answer }) => Object(answer).error === error);
  const text = (person: Person) => workspace.as(person).homeText();
  const reads = (person: Person, words: string) => workspace.waitFor(() => text(person) === words, FOLLOWS);

  it('show a Home when it is opened, and what came of a click until the next one', async () => {
    const home = copy();
    expect(await home.open(ivan.id)).toBe(true);
    expect(text(ivan)).toBe('one · no notice');
    await home.show(ivan.id, { pages: FIRST_PAGES, notice: 'done' });
    expect(text(ivan)).toBe('one · done');
    expect(await home.tell(ivan.id, 'told')).toBe(true);
    expect(text(ivan)).toBe('one · told');
    await home.open(ivan.id);
    expect(text(ivan)).toBe('one · no notice');
    expect(await home.tell(anna.id, 'told')).toBe(false);
    expect(workspace.as(anna).home()).toBeUndefined();
  });

  it('follow changes of what they show, a burst of them at once, and nothing else', async () => {
    const home = copy();
    await home.open(ivan.id);
    await home.open(anna.id);
    for (let change = 0; change < 50; change++) {
      says = `change ${change}`;
      home.changed({ requests: [`request of ${ivan.id}`, 'another'] });
    }
    await reads(ivan, 'change 49 · no notice');
    expect(published()).toHaveLength(3);
    expect(text(anna)).toBe('one · no notice');
    home.changed({ people: [anna.id] });
    await reads(anna, 'change 49 · no notice');
  });

  it('publish nothing that stands there already', async () => {
    const home = copy();
    await home.open(ivan.id);
    home.changed({ people: [ivan.id] });
    await expect.poll(() => drawn, { timeout: FOLLOWS }).toBe(2);
    says = 'two';
    home.look();
    await reads(ivan, 'two · no notice');
    expect(published()).toHaveLength(2);
  });

  it('forget whoever has not touched theirs for ten minutes', async () => {
    const home = copy();
    await home.open(ivan.id);
    late = 10 * 60_000 + 1;
    says = 'two';
    await home.open(anna.id);
    home.look();
    home.changed({ people: [ivan.id, anna.id] });
    await expect.poll(() => drawn, { timeout: FOLLOWS }).toBe(3);
    expect(text(ivan)).toBe('one · no notice');
  });

  it('are left to the copy of the bot that showed them last', async () => {
    const [one, other] = [copy(true), copy(true)];
    await one.open(ivan.id);
    says = 'of the other copy';
    await other.show(ivan.id, { pages: FIRST_PAGES, notice: 'clicked' });
    says = 'too late';
    one.changed({ people: [ivan.id] });
    await workspace.waitFor(() => answers('hash_conflict').length === 1, FOLLOWS);
    expect(text(ivan)).toBe('of the other copy · clicked');
    says = 'later';
    one.changed({ people: [ivan.id] });
    other.changed({ people: [ivan.id] });
    await reads(ivan, 'later · clicked');
    expect(answers('hash_conflict')).toHaveLength(1);
  });

  it('are drawn over what an earlier run of the only copy left', async () => {
    const home = copy();
    await home.open(ivan.id);
    await copy().show(ivan.id, { pages: FIRST_PAGES, notice: 'of another run' });
    says = 'two';
    home.changed({ people: [ivan.id] });
    await reads(ivan, 'two · no notice');
    expect(answers('hash_conflict')).toHaveLength(1);
  });

  it('wait as long as Slack says when it takes no more, and come then', async () => {
    const home = copy();
    workspace.misbehave({ on: 'views.publish', do: 'rate-limit', retryAfter: 1, times: 1 });
    expect(await home.open(ivan.id)).toBe(true);
    expect(workspace.as(ivan).home()).toBeUndefined();
    says = 'two';
    await reads(ivan, 'two · no notice');
    const [refused, taken] = workspace.callsOf('views.publish');
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('say when Slack does not take them', async () => {
    const home = copy();
    workspace.misbehave({ on: 'views.publish', do: 'status', status: 500, times: 1 });
    workspace.misbehave({ on: 'views.publish', do: 'error', error: 'not_enabled', times: 1 });
    expect(await home.open(ivan.id)).toBe(false);
    expect(await home.open(anna.id)).toBe(false);
    expect(await home.open(ivan.id)).toBe(true);
  });
});
