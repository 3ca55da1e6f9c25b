import type { Place } from '../language/place.ts';

/**
 * Where in Slack something happened. Slack does not tell the names of conversations that the app is not in: it writes
 * `directmessage`, `privategroup`, or `mpdm-…` for a conversation of several people, and may leave the name out.
 */
export function placeOf({ id = '', name = '' }: { id?: string; name?: string }): Place {
  if (name === 'directmessage' || id.startsWith('D')) return { kind: 'direct' };
  if (id === '' && name === '') return { kind: 'none' };
  if (name.startsWith('mpdm-')) return { kind: 'group' };
  if (name === 'privategroup' || name === '') return { kind: 'private channel' };
  return { kind: 'channel', name };
}
