import type { FilePlan } from '../outbox/file-plan.ts';
import { driveNames } from './drive-name.ts';
import { type FileKind, isPicture, type SlackFile } from './slack-file.ts';

/** How the reader gets at files. */
export type Way = 'drive' | 'proxy' | 'permalink' | 'off';

/** How a file is shown to the reader. */
export type Handed = { name: string; size: number; what: FileKind } & (
  | { kind: 'picture'; link: string; preview?: string; width?: number; height?: number }
  | { kind: 'file'; link: string }
  /** Only its name and size are told. */
  | { kind: 'name' }
);

/** Why a file is left out. What the sender reads about it is written in `slack/`. */
export type FileLeftOut = 'deleted' | 'hidden' | 'denied' | 'no link';

/** Why of a file only Slack's own link goes, although more was wanted. */
export type FileLinked =
  | 'too large'
  /** Slack shows a login page instead: the bot is not where the file is. */
  | 'unreadable'
  | 'no scope'
  | 'gone'
  /** The line broke, the length was wrong, twice. */
  | 'broken'
  | 'late'
  | 'no drive right'
  | 'drive full'
  | 'too large for portal'
  | 'portal';

export interface Handing {
  /** What is handed over, in the order of the message. */
  plans: FilePlan[];
  leftOut: { name: string; why: FileLeftOut }[];
  linked: { name: string; why: FileLinked }[];
}

/** Asks Slack about one file again (files.info). @returns undefined when the bot may not see it */
export type FileInfo = (id: string) => Promise<SlackFile | undefined>;

/** Why Slack does not give a file to the bot; undefined: it knows nothing against it. */
export type WhyUnreadable = (id: string) => Promise<'unreadable' | 'no scope' | 'gone' | undefined>;

/**
 * Decides how each file reaches the reader: its bytes are copied (`drive`, `proxy`), or Slack's own link goes, which
 * opens for people with a Slack account (`permalink`). A file that cannot be handed over never stops the others.
 * @param largest bytes; of a larger file the link goes
 */
export async function handOver(
  files: readonly SlackFile[],
  { way, largest }: { way: Way; largest: number },
  fileInfo: FileInfo,
  whyUnreadable: WhyUnreadable,
): Promise<Handing> {
  if (files.length === 0) return { plans: [], leftOut: [], linked: [] };
  const known = await Promise.all(
    files.map(async (file) => {
      if (file.standing !== 'ask') return file;
      return (await fileInfo(file.id).catch(() => undefined)) ?? denied(file);
    }),
  );
  const handing: Handing = { plans: [], leftOut: [], linked: [] };
  const names = driveNames(known.map(({ name }) => name));
  const reasons = await Promise.all(known.map((file) => whyNotCopied(file, { way, largest }, whyUnreadable)));
  for (const [index, file] of known.entries()) {
    const { name } = file;
    if (file.standing !== 'there') {
      handing.leftOut.push({ name, why: file.standing === 'ask' ? 'denied' : file.standing });
      continue;
    }
    const copied = (way === 'drive' || way === 'proxy') && file.url !== undefined;
    const why = copied ? reasons[index] : undefined;
    if (why !== undefined && file.link !== undefined) handing.linked.push({ name, why });
    const plan = planOf(file, copied && why === undefined ? names[index] : undefined);
    if (way === 'off' || plan.source || plan.link !== undefined) handing.plans.push(plan);
    else handing.leftOut.push({ name, why: 'no link' });
  }
  return handing;
}

/**
 * With `proxy` nothing is fetched before the reader comes, who must not find that the bot may not have it: so Slack is
 * asked first. With `drive` the copying finds it out.
 */
async function whyNotCopied(
  { id, size, url, standing }: SlackFile,
  { way, largest }: { way: Way; largest: number },
  whyUnreadable: WhyUnreadable,
): Promise<FileLinked | undefined> {
  if (size > largest) return 'too large';
  if (way !== 'proxy' || url === undefined || standing !== 'there') return undefined;
  return whyUnreadable(id);
}

/** How a file is shown. @param reached where the reader opens it; without it Slack's own link, or only its name */
export function asHanded(plan: FilePlan, reached?: { link: string; preview?: string }): Handed {
  const { name, size, what, width, height } = plan;
  const link = reached?.link ?? plan.link;
  if (link === undefined) return { kind: 'name', name, size, what };
  if (!plan.picture) return { kind: 'file', name, size, what, link };
  const { preview } = reached ?? {};
  return {
    kind: 'picture',
    name,
    size,
    what,
    link,
    ...(preview !== undefined && { preview }),
    ...(width && height && { width, height }),
  };
}

function planOf(file: SlackFile, driveName: string | undefined): FilePlan {
  const { id, name, size, what, link, width, height, url, mimetype, editable } = file;
  return {
    name,
    size,
    what,
    picture: what === 'file' && isPicture(file),
    ...(width && height && { width, height }),
    ...(link !== undefined && { link }),
    ...(driveName !== undefined && url !== undefined && { source: { id, url, mimetype, editable, name: driveName } }),
  };
}

function denied(file: SlackFile): SlackFile {
  return { ...file, standing: 'denied' };
}
