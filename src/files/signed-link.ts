import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** One file of one notification, until a moment in seconds of the epoch. */
export interface LinkedFile {
  notificationId: string;
  position: number;
  expiresAt: number;
}

const SHAPE = /^([0-9a-z]{1,40})\.(\d{1,4})\.(\d{1,12})\.([\w-]{43})$/;

/**
 * Signs and reads the tokens of file links. The key comes from a secret that the bot has anyway; when that secret is
 * changed, all links end.
 */
export function createSignedLinks(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'b24notify file links', 32));
  const signature = (words: string) => createHmac('sha256', key).update(words).digest();

  return {
    sign({ notificationId, position, expiresAt }: LinkedFile): string {
      const words = `${notificationId}.${position}.${expiresAt}`;
      return `${words}.${signature(words).toString('base64url')}`;
    },

    /** @returns undefined for a token that is not ours, or whose time is over */
    read(token: string, now: number): LinkedFile | undefined {
      const [, notificationId = '', position = '', expiresAt = '', given = ''] = SHAPE.exec(token) ?? [];
      const wanted = signature(`${notificationId}.${position}.${expiresAt}`);
      const bytes = Buffer.from(given, 'base64url');
      if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) return undefined;
      if (Number(expiresAt) * 1000 <= now) return undefined;
      return { notificationId, position: Number(position), expiresAt: Number(expiresAt) };
    },
  };
}

export type SignedLinks = ReturnType<typeof createSignedLinks>;
