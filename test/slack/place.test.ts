import { expect, it } from 'vitest';
import { placeOf } from '../../src/slack/place.ts';

it.each([
  [
    { id: 'C1', name: 'sales' },
    { kind: 'channel', name: 'sales' },
  ],
  [{ id: 'C1', name: 'privategroup' }, { kind: 'private channel' }],
  [{ id: 'G1', name: '' }, { kind: 'private channel' }],
  [{ id: 'D1', name: 'directmessage' }, { kind: 'direct' }],
  [{ id: 'C1' }, { kind: 'private channel' }],
  [{ id: 'D1' }, { kind: 'direct' }],
  [{}, { kind: 'none' }],
  [{ id: 'D1', name: 'anything' }, { kind: 'direct' }],
  [{ id: 'C1', name: 'mpdm-anna--boris-1' }, { kind: 'group' }],
])('%j is %j', (channel, place) => {
  expect(placeOf(channel)).toEqual(place);
});
