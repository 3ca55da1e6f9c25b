/** What a contender that lists the portal's people is given, and says at the end. */
export interface Listing {
  webhookUrl: string;
  /** Gives up after so many milliseconds. */
  patienceMs: number;
}
export interface Listed {
  ms: number;
  /** Different people that it found. */
  people: number;
}

/** What is asked of the portal, the same by all. */
export const QUERY = {
  sort: 'ID',
  order: 'ASC',
  FILTER: { ACTIVE: true },
  select: ['ID', 'ACTIVE', 'NAME', 'LAST_NAME', 'EMAIL', 'USER_TYPE'],
};
/** The portal's page, and the most commands in a batch. */
export const PAGE = 50;
export const BATCH = 50;
