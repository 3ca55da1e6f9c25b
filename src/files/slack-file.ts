import { z } from 'zod';

/** A detail that is of another type than expected is a detail less, not a file less. */
const words = z.string().nullish().catch(null);
const number = z.coerce.number().nullish().catch(null);

const schema = z.object({
  id: z.string(),
  name: words,
  title: words,
  mimetype: words,
  size: z.number().nullish().catch(null),
  mode: words,
  file_access: words,
  is_external: z.boolean().nullish().catch(null),
  external_url: words,
  url_private: words,
  permalink: words,
  original_w: number,
  original_h: number,
});

/** A file as Slack describes it, as much of it as the bot needs. */
export interface SlackFile {
  id: string;
  name: string;
  mimetype: string;
  /** Bytes; 0 where Slack does not say. */
  size: number;
  /** Where a person with a browser opens it. */
  link?: string;
  width?: number;
  height?: number;
  /**
   * `there`: it can be shown · `ask`: a stub of Slack Connect, files.info knows more · `deleted`, `hidden` (by the limit
   * of a free plan), `denied`: it cannot
   */
  standing: 'there' | 'ask' | 'deleted' | 'hidden' | 'denied';
}

/**
 * Reads the file objects of a message or a form. What is no file object is passed over.
 * @see https://docs.slack.dev/reference/objects/file-object
 */
export function readFiles(files: unknown): SlackFile[] {
  if (!Array.isArray(files)) return [];
  return files.flatMap((file: unknown) => {
    const read = schema.safeParse(file);
    return read.success ? [slackFile(read.data)] : [];
  });
}

function slackFile(file: z.output<typeof schema>): SlackFile {
  const link = linkOf(file);
  return {
    id: file.id,
    name: file.name || file.title || file.id,
    mimetype: file.mimetype ?? '',
    size: file.size ?? 0,
    ...(link !== undefined && { link }),
    ...(file.original_w && file.original_h && { width: file.original_w, height: file.original_h }),
    standing: standingOf(file),
  };
}

/** An external file lives elsewhere (Google Drive, Dropbox): its own address serves the reader better than Slack's. */
function linkOf(file: z.output<typeof schema>): string | undefined {
  const external = file.is_external || file.mode === 'external';
  const links = external ? [file.external_url, file.url_private, file.permalink] : [file.permalink];
  return links.find((link) => typeof link === 'string' && /^https?:\/\//.test(link)) ?? undefined;
}

/** The modes tombstone and hidden_by_limit are not in Slack's documentation, yet they occur. */
function standingOf({ mode, file_access }: z.output<typeof schema>): SlackFile['standing'] {
  if (mode === 'tombstone' || file_access === 'file_not_found') return 'deleted';
  if (mode === 'hidden_by_limit') return 'hidden';
  if (file_access === 'access_denied') return 'denied';
  if (mode === 'file_access' || file_access === 'check_file_info') return 'ask';
  return 'there';
}

/** Slack draws these as pictures, and so do Bitrix24 and browsers; others (TIFF, HEIC, SVG) go as files. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp']);

export function isPicture({ mimetype }: SlackFile): boolean {
  return PICTURES.has(mimetype.toLowerCase());
}
