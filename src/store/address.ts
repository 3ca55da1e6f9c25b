/** Where a store is, as `DATABASE_URL` says. */
export type StoreAddress = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };
