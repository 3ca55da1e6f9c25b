/** Files of the workspace. Shape and modes: docs.slack.dev/reference/objects/file-object. */
import type { Channel, Places } from '../channels.ts';
import type { Person } from '../people.ts';

/** Content that is made while it is sent, so that a large file needs no memory. */
export interface GeneratedContent {
  size: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Buffer;
}

export type FileMode =
  | 'hosted'
  | 'snippet'
  | 'post'
  | 'space'
  | 'canvas'
  | 'list'
  | 'email'
  | 'external'
  | 'tombstone'
  | 'hidden_by_limit';

export interface StoredFile {
  readonly id: string;
  readonly name: string | null;
  readonly mimetype: string;
  readonly content: GeneratedContent;
  readonly mode: FileMode;
  readonly externalUrl: string | undefined;
  readonly owner: Person | undefined;
  readonly channels: Set<string>;
  readonly thumbnail: Buffer | undefined;
  readonly extra: Record<string, unknown>;
  /** `check_file_info`: messages carry only a stub (Slack Connect); `access_denied`: the app may never have it. */
  readonly access: 'visible' | 'check_file_info' | 'access_denied';
  /** Files a person put into the app's own form are the app's to read. */
  givenToApp: boolean;
  deleted: boolean;
  readonly createdAt: number;
}

/** Where the files are kept; who sees one depends on the conversations it is in. */
export interface FileStore extends Places {
  readonly files: Map<string, StoredFile>;
}

export interface NewFile {
  id?: string;
  name: string | null;
  mimetype: string;
  content?: Buffer | GeneratedContent;
  mode?: FileMode;
  isExternal?: boolean;
  /** Where an external file really is. */
  url?: string;
  channel?: Channel;
  owner?: Person;
  thumbnail?: Buffer;
  access?: StoredFile['access'];
  deleted?: boolean;
  /** Laid over the file's JSON. */
  extra?: Record<string, unknown>;
}

export function addFile(world: FileStore, given: NewFile): StoredFile {
  const content = given.content ?? Buffer.alloc(0);
  const file: StoredFile = {
    id: given.id ?? world.newId('F'),
    name: given.name,
    mimetype: given.mimetype,
    content: Buffer.isBuffer(content) ? fromBuffer(content) : content,
    mode: given.mode ?? (given.isExternal ? 'external' : 'hosted'),
    externalUrl: given.url,
    owner: given.owner,
    channels: new Set(given.channel === undefined ? [] : [given.channel.id]),
    thumbnail: given.thumbnail,
    access: given.access ?? 'visible',
    extra: given.extra ?? {},
    givenToApp: false,
    deleted: given.deleted ?? false,
    createdAt: Math.floor(world.now() / 1000),
  };
  world.files.set(file.id, file);
  return file;
}

function fromBuffer(bytes: Buffer): GeneratedContent {
  return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** Whether the app may read it: it needs to be in one of the file's channels, or the channel to be public. */
export function appCanSee(world: Places, file: StoredFile): boolean {
  if (file.access === 'access_denied') return false;
  if (file.givenToApp) return true;
  return [...file.channels].some((id) => {
    const channel = world.channels.get(id);
    return channel !== undefined && (channel.botIsMember || channel.kind === 'public');
  });
}

const THUMBNAIL_SIZES = [64, 80, 160, 360, 480, 720, 960, 1024];

/** The file as it stands in a message (`message`) or in the answer of files.info (`info`). */
export function fileObject(world: Places, file: StoredFile, where: 'message' | 'info'): Record<string, unknown> {
  if (file.deleted || file.mode === 'tombstone') return { id: file.id, mode: 'tombstone' };
  if (file.mode === 'hidden_by_limit') return { id: file.id, mode: 'hidden_by_limit', date_delete: file.createdAt };
  // Nothing is told of it, not even what it is: files.info has to be asked (docs.slack.dev/apis/slack-connect).
  if (where === 'message' && file.access === 'check_file_info') {
    return { id: file.id, mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0, user: '' };
  }
  const safeName = encodeURIComponent((file.name ?? 'file').toLowerCase().replaceAll(' ', '_').replaceAll('/', '_'));
  const ownUrl = `${world.baseUrl()}/files-pri/${world.team.id}-${file.id}`;
  const isExternal = file.mode === 'external';
  const externalUrl = file.externalUrl ?? `https://drive.example.com/${file.id}`;
  const filetype = file.mode === 'email' ? 'email' : filetypeOf(file);
  const isPicture = file.mimetype.startsWith('image/') && file.mode === 'hosted';
  return {
    id: file.id,
    created: file.createdAt,
    timestamp: file.createdAt,
    // A canvas is named as an address is.
    name: file.mode === 'canvas' ? (file.name?.replaceAll(/[\s/]+/g, '_') ?? null) : file.name,
    title: file.name ?? '',
    mimetype: file.mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user: file.owner?.id ?? '',
    user_team: world.team.id,
    editable: file.mode === 'snippet' || file.mode === 'post' || file.mode === 'space',
    size: file.content.size,
    mode: file.mode,
    is_external: isExternal,
    external_type: isExternal ? 'gdrive' : '',
    ...(isExternal ? { external_url: externalUrl } : {}),
    is_public: [...file.channels].some((id) => world.channels.get(id)?.kind === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    file_access: file.access === 'access_denied' ? 'access_denied' : 'visible',
    url_private: isExternal ? externalUrl : `${ownUrl}/${safeName}`,
    ...(isExternal ? {} : { url_private_download: `${ownUrl}/download/${safeName}` }),
    ...(isPicture
      ? Object.fromEntries(
          THUMBNAIL_SIZES.flatMap((size) => [
            [`thumb_${size}`, `${world.baseUrl()}/files-tmb/${world.team.id}-${file.id}-thumb/${safeName}_${size}.png`],
            [`thumb_${size}_w`, size],
            [`thumb_${size}_h`, size],
          ]),
        )
      : {}),
    ...(isPicture ? { original_w: 1024, original_h: 1024 } : {}),
    permalink: `${world.team.url}files/${file.owner?.id ?? 'U0'}/${file.id}/${safeName}`,
    ...(where === 'info'
      ? { channels: [...file.channels].filter((id) => id.startsWith('C')), groups: [], ims: [] }
      : {}),
    has_rich_preview: false,
    ...file.extra,
  };
}

function filetypeOf(file: StoredFile): string {
  const extension = /\.([a-z0-9]+)$/i.exec(file.name ?? '')?.[1];
  return extension?.toLowerCase() ?? file.mimetype.split('/')[1] ?? 'binary';
}
