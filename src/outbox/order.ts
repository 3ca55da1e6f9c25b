/** Notifications of small requests go before those of large ones. */
export const SMALL_LANE = 0;
export const LARGE_LANE = 1;
/** A notification that is tried again this soon, in milliseconds, is waited for by the later ones for the same person; behind a longer wait they go ahead. */
export const KEPT_IN_ORDER = 30_000;
