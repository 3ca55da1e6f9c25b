import { z } from 'zod';
import { ATTACH_LIMIT, type Attach, attach, attachLength, isAttachable } from '../bitrix24/attach.ts';
import { UsageError } from './usage-error.ts';

const link = z.string().refine(isAttachable, 'must begin with http://, https:// or /');
const words = z.string().regex(/\S/, 'must not be blank');
const id = z.union([z.number(), z.string()]).optional();

const target = z
  .looseObject({
    NAME: z.string().optional(),
    LINK: link.optional(),
    PREVIEW: link.optional(),
    USER_ID: id,
    CHAT_ID: id,
  })
  .refine(({ NAME, LINK, USER_ID, CHAT_ID }) => LINK ?? (NAME && (USER_ID ?? CHAT_ID)), 'needs LINK');
const stored = z.looseObject({ LINK: link, NAME: z.string().optional(), PREVIEW: link.optional() });
const cell = z.looseObject({
  DISPLAY: z.enum(['BLOCK', 'LINE', 'ROW', 'TABLE', 'CARD', 'COLUMN']).optional(),
  NAME: z.union([z.string(), z.number()]).optional(),
  VALUE: z.union([z.string(), z.number()]).optional(),
  LINK: link.optional(),
});

/**
 * The kinds of block and what the portal drops without a word when it is missing or wrong (Bitrix24 REST docs, "Attachments";
 * module source: im/classes/general/im_message_param.php). Fields beyond that pass as they are.
 */
const kinds: Record<string, z.ZodType> = {
  USER: oneOrMore(z.looseObject({ NAME: words, LINK: link.optional(), AVATAR: link.optional() })),
  LINK: oneOrMore(target),
  RICH_LINK: oneOrMore(target),
  MESSAGE: z.union([words, z.looseObject({ TEXT: words })], 'must be a text that is not blank'),
  DELIMITER: z.looseObject({}),
  GRID: z.array(cell).min(1, 'must not be empty'),
  IMAGE: oneOrMore(stored),
  FILE: oneOrMore(stored),
};

const block = z.record(z.string(), z.unknown());
const frame = z.strictObject({
  ID: z.number().optional(),
  COLOR_TOKEN: z.enum(['primary', 'secondary', 'alert', 'base']).optional(),
  COLOR: z
    .string()
    .regex(/^(?:#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|TRANSPARENT|CHAT)$/, 'must be #RRGGBB')
    .optional(),
  DESCRIPTION: z.string().optional(),
  BLOCKS: z.array(z.unknown()),
});

/**
 * Reads what `--blocks` may hold: the JSON of an array of blocks, of one block, or of a whole attachment (`{"BLOCKS":[…]}`).
 * @throws UsageError for anything that the portal would refuse or drop in silence, and for 60,000 characters or more
 */
export function readAttachment(json: string): Attach {
  const made = attachmentOf(parse(json));
  const length = attachLength(made);
  if (length < ATTACH_LIMIT) return made;
  throw new UsageError(
    `--blocks holds ${length} characters as the portal may count them, and it takes fewer than ${ATTACH_LIMIT}.`,
    'Send fewer or smaller blocks.',
  );
}

function attachmentOf(value: unknown): Attach {
  if (Array.isArray(value)) return attach(value.map(readBlock));
  const map = block.safeParse(value).data;
  if (map === undefined) throw wrong('is neither an array of blocks nor an object');
  if (!('BLOCKS' in map)) return attach([readBlock(map, 0)]);
  const read = frame.safeParse(map);
  if (!read.success) throw wrong(`is not an attachment: ${firstIssue(read.error)}`);
  const { BLOCKS, COLOR_TOKEN = 'base', ...rest } = read.data;
  const { COLOR, ...made } = attach(BLOCKS.map(readBlock), COLOR_TOKEN);
  return { ...made, ...rest, COLOR: rest.COLOR ?? COLOR };
}

function readBlock(value: unknown, index: number): Record<string, unknown> {
  const name = `has a block ${index + 1} that`;
  const map = block.safeParse(value).data;
  if (map === undefined) throw wrong(`${name} is no object`);
  const [kind, ...others] = Object.keys(map);
  if (kind === undefined) throw wrong(`${name} is empty`);
  if (others.length > 0)
    throw wrong(`${name} has several keys (${[kind, ...others].join(', ')}) instead of one, its kind`);
  const schema = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (schema === undefined) throw wrong(`${name} is of no known kind (${kind})`);
  const read = schema.safeParse(map[kind]);
  if (!read.success) throw wrong(`${name} is no ${kind}: ${firstIssue(read.error)}`);
  return map;
}

/** The portal takes one item without its array. */
function oneOrMore(item: z.ZodType): z.ZodType {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1, 'must not be empty'));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw wrong(`is not JSON: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return [issue?.path.join('.'), issue?.message].filter((part) => part).join(' ');
}

function wrong(what: string, cause?: unknown): UsageError {
  return new UsageError(
    `--blocks ${what}.`,
    `Give a JSON array of blocks, each an object with one key of ${Object.keys(kinds).join(', ')}.`,
    cause,
  );
}
