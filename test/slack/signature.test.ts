import { createHmac } from 'node:crypto';
import { isValidSlackRequest } from '@slack/bolt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureCheck } from '../../src/slack/signature.ts';

/** The worked example of docs.slack.dev/authentication/verifying-requests-from-slack. */
const EXAMPLE = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
};
const AT = Number(EXAMPLE.timestamp) * 1000;

function signed(secret: string, timestamp: string, body: string | Buffer) {
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { 'x-slack-signature': `v0=${signature}`, 'x-slack-request-timestamp': timestamp };
}
const example = { 'x-slack-signature': EXAMPLE.signature, 'x-slack-request-timestamp': EXAMPLE.timestamp };

describe("Slack's signature", () => {
  const fits = signatureCheck([EXAMPLE.secret], () => AT);

  it("fits the example of Slack's own manual", () => {
    expect(fits(example, Buffer.from(EXAMPLE.body))).toBe(true);
  });

  it('fits no other body, secret, time, and not without a header', () => {
    const body = Buffer.from(EXAMPLE.body);
    expect(fits(example, Buffer.from(`${EXAMPLE.body}&text=more`))).toBe(false);
    expect(signatureCheck(['another secret'], () => AT)(example, body)).toBe(false);
    expect(fits({ ...example, 'x-slack-request-timestamp': '1531420619' }, body)).toBe(false);
    expect(fits({ 'x-slack-signature': EXAMPLE.signature }, body)).toBe(false);
    expect(fits({ 'x-slack-request-timestamp': EXAMPLE.timestamp }, body)).toBe(false);
  });

  it.each([
    ['another version', { 'x-slack-signature': EXAMPLE.signature.replace('v0', 'v1') }],
    ['half of it', { 'x-slack-signature': EXAMPLE.signature.slice(0, 40) }],
    ['more after it', { 'x-slack-signature': `${EXAMPLE.signature}00` }],
    ['nothing after the version', { 'x-slack-signature': 'v0=' }],
    ['no time', { 'x-slack-request-timestamp': '' }],
    ['a time in words', { 'x-slack-request-timestamp': 'yesterday' }],
    ['a time that is a number in disguise', { 'x-slack-request-timestamp': '0x5b47d58a' }],
  ])('is not: %s', (_, header) => {
    expect(fits({ ...example, ...header }, Buffer.from(EXAMPLE.body))).toBe(false);
  });

  it('fits five minutes long, before and after', () => {
    const at = (seconds: number) => signatureCheck([EXAMPLE.secret], () => AT + seconds * 1000);
    const accepted = [-301, -300, 0, 300, 301].filter((late) => at(late)(example, Buffer.from(EXAMPLE.body)));
    expect(accepted).toEqual([-300, 0, 300]);
  });

  it('fits the new secret and the old one while they are rotated', () => {
    const rotating = signatureCheck(['new', 'old'], () => AT);
    const fitting = ['new', 'old', 'older'].filter((secret) =>
      rotating(signed(secret, EXAMPLE.timestamp, 'payload=1'), Buffer.from('payload=1')),
    );
    expect(fitting).toEqual(['new', 'old']);
  });

  it('is made over the bytes as they came, also where they are no text', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
    expect(fits(signed(EXAMPLE.secret, EXAMPLE.timestamp, bytes), bytes)).toBe(true);
  });

  it("agrees with Bolt's own check", () => {
    const timestamp = Math.floor(Date.now() / 1000);
    const secret = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(secret, secret, fc.boolean(), fc.string({ unit: 'grapheme' }), (ours, other, same, body) => {
        const headers = signed(same ? ours : other, String(timestamp), body);
        const bolt = isValidSlackRequest({
          signingSecret: ours,
          body,
          headers: { 'x-slack-signature': headers['x-slack-signature'], 'x-slack-request-timestamp': timestamp },
        });
        expect(signatureCheck([ours])(headers, Buffer.from(body))).toBe(bolt);
        expect(bolt).toBe(same || ours === other);
      }),
    );
  });
});
