/**
 * What one room may take from another: `all` of it, `types` alone (nothing that runs), or these names.
 * A key of `uses` is a folder or a single file.
 */
export type Use = 'all' | 'types' | readonly string[];

export interface Room {
  uses: Readonly<Record<string, Use>>;
  /** Packages and Node's own modules, `*` standing for the rest of a name. */
  packages: readonly string[];
}

const allOf = (...rooms: string[]) => Object.fromEntries(rooms.map((room) => [room, 'all'] as const));

const ANY = ['*'];

/**
 * The map of the house: every folder and file with source has a room here, and uses only what stands beside it.
 * What is not allowed is forbidden. Widening a line changes the design: change ARCHITECTURE.md with it.
 */
export const rooms: Readonly<Record<string, Room>> = {
  'src/config': {
    uses: { 'src/language': 'types', 'src/language/catalogues.ts': 'all' },
    packages: ['dotenv', 'node:fs/promises', 'node:path', 'yaml', 'zod'],
  },
  'src/cli/setup': { uses: allOf('src'), packages: ['@clack/prompts', 'node:*', 'yaml', 'zod'] },
  'src/text': {
    uses: {},
    packages: ['emojibase-data', 'mdast', 'mdast-util-*', 'micromark-*', 'node:module', 'zod'],
  },
  'src/language': { uses: {}, packages: [] },
  'src/people': { uses: { 'src/config': 'types' }, packages: [] },
  'src/files': {
    uses: { 'src/outbox': 'types' },
    packages: ['node:crypto', 'node:http', 'node:stream', 'node:stream/promises', 'zod'],
  },
  'src/requests': {
    uses: {
      ...allOf('src/people', 'src/files', 'src/language', 'src/text', 'src/outbox'),
      'src/config': 'types',
      'src/delivery': 'types',
      'src/bitrix24/attach.ts': 'all',
      'src/bitrix24/attach-blocks.ts': 'all',
      'src/bitrix24/notifications.ts': ['TEXT_LIMIT'],
    },
    packages: [],
  },
  'src/outbox': { uses: allOf('src/store'), packages: ['kysely', 'ulid', 'zod'] },
  'src/delivery': { uses: allOf('src/outbox'), packages: [] },
  'src/bitrix24': { uses: {}, packages: ['node:crypto', 'node:http', 'node:stream', 'undici', 'zod'] },
  'src/slack': {
    uses: {
      ...allOf('src/language', 'src/people', 'src/files', 'src/text', 'src/requests', 'src/outbox', 'src/log'),
      'src/config': 'types',
      'src/config/people-fault.ts': 'all',
      'src/delivery': 'types',
      'src/store/languages.ts': 'types',
      'src/store/links.ts': 'types',
    },
    packages: ['@slack/*', 'node:crypto', 'node:http', 'zod'],
  },
  'src/slack/download.ts': {
    uses: { 'src/files': 'types', 'src/slack/spent-buffers.ts': 'all' },
    packages: ['node:http', 'undici'],
  },
  'src/slack/spent-buffers.ts': { uses: {}, packages: ['node:v8', 'node:vm'] },
  'src/store': { uses: {}, packages: ['kysely', 'node:*', 'pg', 'zod'] },
  'src/log': { uses: {}, packages: ['node:stream', 'pino', 'pino-pretty'] },
  'src/http': { uses: { 'src/log': 'types' }, packages: ['node:http'] },
  'src/ops': {
    uses: {
      ...allOf('src/http'),
      'src/bitrix24': 'types',
      'src/delivery': 'types',
      'src/files/slack-bytes.ts': 'types',
      'src/log': 'types',
      'src/outbox': 'types',
      'src/outbox/reference.ts': 'all',
      'src/people/portal-people.ts': 'types',
      'src/requests': 'types',
    },
    packages: ['prom-client', 'ulid'],
  },
  'src/installation': {
    uses: { ...allOf('src/bitrix24', 'src/http'), 'src/log': 'types' },
    packages: ['node:crypto', 'node:http', 'zod'],
  },
  'src/ops/doctor': {
    uses: allOf('src/bitrix24', 'src/config', 'src/language/catalogues.ts', 'src/slack', 'src/store'),
    packages: ['@slack/bolt', 'node:fs', 'node:fs/promises', 'node:path', 'ulid', 'yaml', 'zod'],
  },
  'src/cli': { uses: allOf('src'), packages: ['commander', 'dotenv', 'node:*', 'ulid', 'zod'] },
  'src/compile-cache.mjs': { uses: {}, packages: ['node:module', 'node:url'] },
  'src/app.ts': { uses: allOf('src'), packages: [] },
  'src/app': { uses: allOf('src'), packages: [] },
  'src/stop-signals.ts': { uses: {}, packages: [] },
  'src/main.ts': { uses: allOf('src/app.ts', 'src/stop-signals.ts', 'src/config', 'src/log'), packages: ['dotenv'] },
  sandbox: { uses: {}, packages: ANY },
  test: { uses: allOf('src', 'sandbox', 'bench'), packages: ANY },
  bench: { uses: allOf('src', 'sandbox'), packages: ANY },
};
