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
  url_private_download: words,
  editable: z.boolean().nullish().catch(null),
  permalink: words,
  original_w: number,
  original_h: number,
});

/** What it is for a reader. `external`: it lives elsewhere; the last four are pages of Slack's own that are no files. */
export type FileKind = 'file' | 'external' | 'canvas' | 'list' | 'post' | 'email';

/** A file as Slack describes it, as much of it as the bot needs. */
export interface SlackFile {
  id: string;
  /** Empty where Slack tells none of a file that cannot be shown: of a deleted one it tells only the id. */
  name: string;
  mimetype: string;
  /** Bytes; 0 where Slack does not say. */
  size: number;
  what: FileKind;
  /** Where its bytes are, for whoever has the bot's token; absent where there are none of Slack's own. */
  url?: string;
  /** The same id may later be other bytes. */
  editable: boolean;
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
  const what = kindOf(file);
  const standing = standingOf(file);
  const url = what === 'file' ? file.url_private_download || file.url_private : undefined;
  return {
    id: file.id,
    name: namesOf(file, what).find(Boolean) ?? (standing === 'there' ? file.id : ''),
    mimetype: file.mimetype ?? '',
    size: file.size ?? 0,
    what,
    editable: file.mode === 'snippet' || file.editable === true,
    ...(url && { url }),
    ...(link !== undefined && { link }),
    ...(file.original_w && file.original_h && { width: file.original_w, height: file.original_h }),
    standing,
  };
}

/** A page of Slack's own is known by its title: the name of a canvas is that with `_` for every blank. */
function namesOf({ name, title }: z.output<typeof schema>, what: FileKind): (string | null | undefined)[] {
  return what === 'file' ? [name, title] : [title, name];
}

/** An external file lives elsewhere (Google Drive, Dropbox): its own address serves the reader better than Slack's. */
function linkOf(file: z.output<typeof schema>): string | undefined {
  const links = kindOf(file) === 'external' ? [file.external_url, file.url_private, file.permalink] : [file.permalink];
  return links.find((link) => typeof link === 'string' && /^https?:\/\//.test(link)) ?? undefined;
}

/** Modes that Slack documents, and those that occur besides: a canvas is also `quip`, a post `space` or `docs`. */
const KINDS: Readonly<Record<string, FileKind>> = {
  canvas: 'canvas',
  quip: 'canvas',
  list: 'list',
  post: 'post',
  space: 'post',
  docs: 'post',
  email: 'email',
  external: 'external',
};

function kindOf({ mode, is_external, mimetype }: z.output<typeof schema>): FileKind {
  if (is_external || mimetype === 'application/vnd.slack-remote') return 'external';
  return KINDS[mode ?? ''] ?? 'file';
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

export function isPicture({ mimetype }: Pick<SlackFile, 'mimetype'>): boolean {
  return PICTURES.has(mimetype.toLowerCase());
}
