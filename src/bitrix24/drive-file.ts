import { z } from 'zod';

/** A file in the Drive, with the addresses that open for people who are logged in and may read it. */
export interface DriveFile {
  id: number;
  name: string;
  bytes: number;
  /** The portal's page of the file (DETAIL_URL). */
  page: string;
  /** The bytes themselves, as a browser with a session of the portal draws them. */
  show: string;
}

/** Ids are numbers in some answers and texts in others. */
export const driveId = z.coerce.number().int().positive();

/** A file as the Drive's methods answer it. DOWNLOAD_URL is passed over: it contains the credential. */
export const driveFile = z
  .object({
    ID: driveId,
    NAME: z.string(),
    TYPE: z.literal('file'),
    SIZE: z.coerce.number().catch(0),
    DETAIL_URL: z.url({ protocol: /^https?$/ }),
  })
  .transform(({ ID, NAME, SIZE, DETAIL_URL }): DriveFile => {
    const { origin } = new URL(DETAIL_URL);
    return {
      id: ID,
      name: NAME,
      bytes: SIZE,
      page: escapedAddress(DETAIL_URL),
      show: `${origin}/disk/showFile/${ID}/`,
    };
  });

/**
 * DETAIL_URL holds names as they are, blanks and letters of any script included. The names that the bot gives have no
 * `%`, `#` or `?` (see `files/drive-name.ts`), so what is escaped already stays and the rest becomes what an address holds.
 */
function escapedAddress(address: string): string {
  return address.toWellFormed().replace(/[^\w\-.~$&+,;=:@/%?]/gu, (sign) => encodeURIComponent(sign));
}
