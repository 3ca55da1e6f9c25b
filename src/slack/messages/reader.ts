/** Who reads a message, as far as it matters for what it offers. */
export interface Reader {
  /** An admin does at once what others ask an admin for. */
  isAdmin: boolean;
  /** Whom the others may ask: Slack IDs. */
  admins: readonly string[];
}

export function readerOf(slackId: string, admins: ReadonlySet<string>): Reader {
  return { isAdmin: admins.has(slackId), admins: [...admins] };
}

/** Somebody of whom nothing is known, and nobody to ask. */
export const anybody: Reader = { isAdmin: false, admins: [] };
