import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateBucket } from '../../src/delivery/rate-bucket.ts';

const PLAN = { perSecond: 2, burst: 50 };

/** Milliseconds that a request may be under way to the portal. */
const WAY = 100;

/** The bucket as the portal keeps it: every request adds one, over the burst it is refused. */
function portalBucket({ perSecond, burst }: typeof PLAN) {
  let level = 0;
  let at = 0;
  return (now: number): boolean => {
    level = Math.max(0, level - ((now - at) / 1000) * perSecond) + 1;
    at = now;
    return level <= burst + 1e-9;
  };
}

describe("our count of the portal's rate", () => {
  it('lets the burst go at once but for the time of the way to the portal, then two a second', () => {
    const bucket = new RateBucket(PLAN, 0);
    for (let request = 0; request < 49; request++) {
      expect(bucket.wait(0)).toBe(0);
      bucket.add(0);
    }
    expect(bucket.wait(0)).toBe(125);
    expect(bucket.wait(100)).toBe(25);
    expect(bucket.wait(125)).toBe(0);
    bucket.add(125);
    expect(bucket.wait(125)).toBe(500);
  });

  it('keeps in hand what ran off while a connection was made, until it is empty again', () => {
    const bucket = new RateBucket(PLAN, 0);
    for (let request = 0; request < 49; request++) bucket.add(0);
    bucket.late(400);
    bucket.late(20);
    expect(bucket.wait(0)).toBe(125 + 400);
    expect(bucket.level(60_000)).toBe(0);
    for (let request = 0; request < 49; request++) bucket.add(60_000);
    expect(bucket.wait(60_000)).toBe(125);
  });

  it('keeps a reserve of the burst untouched', () => {
    const bucket = new RateBucket(PLAN, 0);
    for (let request = 0; request < 47; request++) bucket.add(0);
    expect(bucket.wait(0, 3)).toBe(500);
    expect(bucket.wait(0)).toBe(0);
  });

  it('is full when the portal refused: somebody else shares our address', () => {
    const bucket = new RateBucket(PLAN, 0);
    bucket.correct(0);
    expect(bucket.wait(0)).toBe(1125);
    bucket.correct(500);
    bucket.correct(500);
    expect(bucket.wait(500)).toBe(1125);
    expect(bucket.wait(1700)).toBe(0);
  });

  it('is empty again after a while, and never less than empty', () => {
    const bucket = new RateBucket(PLAN, 0);
    bucket.add(0);
    expect(bucket.level(3_600_000)).toBe(0);
  });

  it('gives nothing away when the clock goes backwards', () => {
    const bucket = new RateBucket(PLAN, 10_000);
    for (let request = 0; request < 49; request++) bucket.add(10_000);
    expect(bucket.wait(5000)).toBe(125);
  });

  it('is never refused by the portal, whatever the pace at which we are asked, and though the first ones wait for a connection', () => {
    const plan = fc.constantFrom(PLAN, { perSecond: 2, burst: 10 });
    fc.assert(
      fc.property(plan, fc.array(fc.nat({ max: 3000 }), { maxLength: 400 }), (given, pauses) => {
        const bucket = new RateBucket(given, 0);
        const admits = portalBucket(given);
        let now = 0;
        let late = 500;
        for (const pause of pauses) {
          now += pause;
          now += bucket.wait(now);
          expect(bucket.wait(now)).toBe(0);
          bucket.add(now);
          bucket.late(late);
          expect(admits(now + late + WAY)).toBe(true);
          late = Math.max(0, late - 100);
        }
      }),
    );
  });
});
