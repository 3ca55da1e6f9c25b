import type { SandboxPortal } from '../../sandbox/bitrix24/portal.ts';

/** What recipients see at the portal: the judge of every contender. */
export interface Visible {
  /** Notifications that differ in their text or their recipient. */
  different: number;
  /** Further ones with a text that their recipient has already. */
  doubled: number;
  /** Put in the place of one with the same tag. */
  replaced: number;
  /** HTTP requests that reached the portal, and those of them that it refused for their rate. */
  requests: number;
  refused: number;
}

export function visible(portal: SandboxPortal): Visible {
  let all = 0;
  let different = 0;
  for (const { id } of portal.people.all()) {
    const texts = portal.bell(id).map(({ message }) => message);
    all += texts.length;
    different += new Set(texts).size;
  }
  return {
    different,
    doubled: all - different,
    replaced: portal.everReplaced,
    requests: portal.requests.length,
    refused: portal.everRefused,
  };
}
