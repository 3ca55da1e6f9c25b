import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/language/catalogues.ts';
import type { Notification, State, Trouble } from '../../../src/outbox/notification.ts';
import type { RequestStatus } from '../../../src/outbox/outbox.ts';
import type { LeftOut } from '../../../src/outbox/request.ts';
import { outcomeMessage } from '../../../src/slack/messages/outcome.ts';
import { expectTaken, textOf } from '../block-kit.ts';

function notification(namedAs: string, state: State, more: Partial<Notification> = {}): Notification {
  return {
    id: namedAs,
    requestId: 'r1',
    recipient: 1,
    namedAs,
    tag: 't:1',
    state,
    attempts: 0,
    doubts: 0,
    form: 'whole',
    dueAt: 0,
    ...more,
  };
}

function status(
  notifications: Notification[],
  { leftOut = [], summary = 'lunch' }: { leftOut?: LeftOut; summary?: string } = {},
): RequestStatus {
  return {
    request: {
      id: 'r1',
      team: 'T1',
      sender: 'U1',
      surface: 'command',
      summary,
      content: { message: '', messageOut: '', attachedFiles: '', plain: '' },
      leftOut,
      reply: { user: 'U1' },
      createdAt: 0,
      report: 'silent',
      replies: 0,
      repliedSince: 0,
    },
    notifications,
    changedAt: 0,
  };
}

const trouble = (code: string): Trouble => ({
  code,
  sentence: 'im.notify.personal.add at portal.example was refused.',
});
const written = (...given: Parameters<typeof status>) => {
  const message = outcomeMessage(wordsOf('en'), status(...given));
  expectTaken(message);
  const buttons = JSON.stringify(message.blocks).match(/"Undo"|"Send again"/g) ?? [];
  return { text: textOf(message), buttons: buttons.map((button) => button.slice(1, -1)) };
};

describe('how a request ended', () => {
  it.each<[string, Parameters<typeof status>, string, string[]]>([
    [
      'all arrived',
      [[notification('<@U1>', 'delivered'), notification('b24:5', 'delivered')]],
      ':white_check_mark: Delivered to <@U1> and b24:5: “lunch”',
      ['Undo'],
    ],
    [
      'files alone',
      [[notification('<@U1>', 'delivered')], { summary: '' }],
      ':white_check_mark: Delivered to <@U1>',
      ['Undo'],
    ],
    [
      'under way',
      [[notification('<@U1>', 'queued')]],
      ':hourglass_flowing_sand: Stored, on its way to <@U1>: “lunch”. You will be told when it has arrived.',
      ['Undo'],
    ],
    [
      'under way, with trouble',
      [[notification('<@U1>', 'waiting', { trouble: trouble('ECONNREFUSED') })]],
      ':hourglass_flowing_sand: Stored, on its way to <@U1>: “lunch”. You will be told when it has arrived. Bitrix24 does not take it at the moment; the bot keeps trying.',
      ['Undo'],
    ],
    [
      'some left out',
      [
        [notification('<@U1>', 'delivered')],
        {
          leftOut: [
            { what: '<@U2>', why: 'gone.' },
            { what: 'a<b>.pdf', why: 'deleted.' },
            { what: 'x@y.example', why: 'gone.' },
          ],
        },
      ],
      ':warning: Delivered to <@U1>: “lunch”, but:\n• <@U2> and x@y.example: gone.\n• a&lt;b&gt;.pdf: deleted.',
      ['Undo'],
    ],
    [
      'one failed',
      [[notification('<@U1>', 'delivered'), notification('<@U2>', 'failed', { trouble: trouble('NOTHING_CREATED') })]],
      ':warning: Delivered to <@U1>: “lunch”, but:\n• <@U2>: Bitrix24 has no active account for them: they may have left, or their number is wrong. Ask an admin of this bot.',
      ['Undo', 'Send again'],
    ],
    [
      'all failed',
      [[notification('<@U2>', 'failed', { trouble: trouble('too_old') })]],
      ':x: Not delivered: “lunch”\n• <@U2>: Bitrix24 did not take it for too long, so it was given up. Send it again later.',
      ['Send again'],
    ],
    [
      'nobody knows',
      [[notification('<@U2>', 'unknown', { trouble: trouble('TIMEOUT') })]],
      ':warning: Nobody knows whether it arrived: “lunch”\n• <@U2>: Bitrix24 broke off without a clear answer. Ask them; or send again: if it did arrive, the new one takes its place.',
      ['Undo', 'Send again'],
    ],
    [
      'taken back',
      [[notification('<@U1>', 'cancelled')]],
      ':leftwards_arrow_with_hook: Taken back from <@U1>: “lunch”',
      [],
    ],
    [
      'in a simpler form',
      [[notification('<@U1>', 'delivered', { form: 'plain' })]],
      ':warning: Delivered to <@U1>: “lunch”, but:\n• <@U1>: Bitrix24 refused the attachments or the formatting, so it arrived in a simpler form.',
      ['Undo'],
    ],
  ])('%s', (_, given, text, buttons) => {
    expect(written(...given)).toEqual({ text, buttons });
  });

  it('escapes what was typed', () => {
    expect(written([notification('<script>', 'delivered')], { summary: 'a <@U2> & b' }).text).toBe(
      ':white_check_mark: Delivered to &lt;script&gt;: “a &lt;@U2&gt; &amp; b”',
    );
  });

  it('names every one of 200 who are left out, within what Slack takes', () => {
    const names = Array.from({ length: 200 }, (_, index) => `<@U0LEFTOUT${index}>`);
    const { text } = written([notification('<@U1>', 'delivered')], {
      leftOut: names.map((what, index) => ({ what, why: `reason ${index % 3}.` })),
    });
    for (const name of names) expect(text).toContain(name);
    expect(text.split('\n').filter((line) => line.startsWith('• '))).toHaveLength(3);
  });

  it('stays within what Slack takes with 200 recipients of long names and long reasons', () => {
    const people = Array.from({ length: 200 }, (_, index) => `${'x'.repeat(300)}${index}@example.com`);
    const leftOut = people.map((what) => ({ what, why: `${what} ${'y'.repeat(300)}` }));
    expect(
      written(
        people.map((name) => notification(name, 'delivered')),
        { leftOut },
      ).text,
    ).toContain('and 180 more');
    expect(written(people.map((name) => notification(name, 'failed', { trouble: trouble(name) }))).text).toMatch(
      /^:x: Not delivered/,
    );
  });
});
