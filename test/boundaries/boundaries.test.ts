import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { forbiddenImports } from './boundaries.ts';
import { circlesIn } from './circles.ts';

const houses: string[] = [];

afterEach(() => {
  for (const house of houses.splice(0)) rmSync(house, { recursive: true, force: true });
});

/** A house of its own with these files. */
function house(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'b24notify-house-'));
  houses.push(root);
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  return root;
}

const checked = (path: string, source: string) => forbiddenImports(house({ [path]: source }));

describe('the import boundaries', () => {
  it('hold in this house', () => {
    expect(forbiddenImports(process.cwd())).toEqual([]);
  });

  it('go one way, for types too', () => {
    for (const folder of ['src', 'sandbox', 'bench']) expect(circlesIn(process.cwd(), folder)).toEqual([]);
  });

  it('name the files of a circle, once', () => {
    const root = house({
      'sandbox/a.ts': "import type { B } from './b.ts';",
      'sandbox/b.ts': "import { c } from './deep/c.ts';",
      'sandbox/deep/c.ts': "import '../a.ts';",
      'sandbox/d.ts': "import './a.ts';",
    });
    expect(circlesIn(root, 'sandbox')).toEqual([['sandbox/a.ts', 'sandbox/b.ts', 'sandbox/deep/c.ts']]);
  });

  it.each([
    ['an import', "import { reply } from '../slack/reply.ts';"],
    ['an import of several lines', "import {\n  reply,\n  other,\n} from '../slack/reply.ts';"],
    ['two imports in a line', "import { a } from './a.ts'; import { reply } from '../slack/reply.ts';"],
    ['an import for its effect', "import '../slack/reply.ts';"],
    ['an import of everything', "import * as reply from '../slack/reply.ts';"],
    ['an import of a type', "import type { Reply } from '../slack/reply.ts';"],
    ['a type inside an import', "import { type Reply } from '../slack/reply.ts';"],
    ['an export from', "export { reply } from '../slack/reply.ts';"],
    ['an export of everything', "export * from '../slack/reply.ts';"],
    ['an export of a type', "export type { Reply } from '../slack/reply.ts';"],
    ['a dynamic import', "export const reply = async () => (await import('../slack/reply.ts')).reply;"],
    ['an import inside a type', "export type Reply = import('../slack/reply.ts').Reply;"],
    ['a require', "declare const require: (name: string) => unknown; require('../slack/reply.ts');"],
    ['a way round by its own folder', "import { reply } from './../text/../slack/reply.ts';"],
  ])('forbid the text to know Slack by %s', (_, source) => {
    expect(checked('src/text/emoji.ts', source)).toEqual([
      expect.stringContaining('src/text may not use src/slack/reply.ts.'),
    ]);
  });

  it('name the line where the import begins', () => {
    const source =
      "import { z } from 'zod';\n\n// from '../slack/other.ts'\nimport {\n  reply,\n} from '../slack/reply.ts';\n";
    expect(checked('src/text/emoji.ts', source)).toEqual([
      'src/text/emoji.ts:4: src/text may not use src/slack/reply.ts.',
    ]);
  });

  it('are not troubled by the same words in a comment, a string or a template', () => {
    const source =
      "// import '../slack/a.ts'\nexport const text = \"import '../slack/b.ts'\" + `import('../slack/c.ts')`;\n";
    expect(checked('src/text/emoji.ts', source)).toEqual([]);
  });

  it('let a room use its own folders, even where they are named as another room is', () => {
    const source = "import { a } from '../files/a.ts';\nimport { b } from './b.ts';\n";
    expect(checked('src/text/render/c.ts', source)).toEqual([]);
  });

  it('let types through where only types may pass', () => {
    const from = "from '../config/people-file.ts';";
    expect(checked('src/people/a.ts', `import type { PeopleFile } ${from}`)).toEqual([]);
    expect(checked('src/people/a.ts', `import { readPeopleFile } ${from}`)).toEqual([
      expect.stringContaining('may use types alone of src/config/people-file.ts'),
    ]);
    expect(checked('src/people/a.ts', `import { type PeopleFile } ${from}`)).toHaveLength(1);
  });

  it('let only the listed names through where a list stands', () => {
    const from = "from '../bitrix24/notifications.ts';";
    expect(checked('src/requests/a.ts', `import { TEXT_LIMIT as limit } ${from}`)).toEqual([]);
    expect(checked('src/requests/a.ts', `import { TEXT_LIMIT, deleteNotification } ${from}`)).toEqual([
      expect.stringContaining('not deleteNotification'),
    ]);
    expect(checked('src/requests/a.ts', `import * as all ${from}`)).toHaveLength(1);
    expect(checked('src/requests/a.ts', "import { createPortal } from '../bitrix24/portal.ts';")).toHaveLength(1);
  });

  it.each([
    ['src/requests/a.ts', '@slack/bolt'],
    ['src/slack/a.ts', 'undici'],
    ['src/delivery/a.ts', 'kysely'],
    ['src/slack/a.ts', 'node:sqlite'],
    ['src/outbox/a.ts', 'pg'],
    ['src/text/a.ts', 'node:fs'],
  ])('forbid %s the package %s', (file, name) => {
    expect(checked(file, `import '${name}';`)).toEqual([expect.stringContaining(`may not use the package ${name}`)]);
  });

  it.each(['sandbox/slack/workspace.ts', 'test/e2e/company.ts', 'bench/text/run.ts', 'node_modules/zod/index.js'])(
    'forbid the bot to use %s',
    (target) => {
      const found = checked('src/app.ts', `import '../${target}';`);
      expect(found).toEqual([`src/app.ts:1: src/app.ts may not use ${target}.`]);
    },
  );

  it('ask for a room where a new folder has none', () => {
    expect(checked('src/utils/a.ts', '')).toEqual(['src/utils/a.ts:1: belongs to no room.']);
  });

  it('refuse what cannot be checked: an address known only when it runs, a file that cannot be parsed', () => {
    expect(checked('src/text/a.ts', 'export const load = (name: string) => import(name);')).toHaveLength(1);
    expect(checked('src/text/a.ts', 'import {')).toEqual([expect.stringContaining('cannot be parsed')]);
  });

  it('end the check with exit code 1 and the place', () => {
    const root = house({ 'src/text/a.ts': "import { reply } from '../slack/reply.ts';" });
    const check = join(import.meta.dirname, 'check.ts');
    const broken = spawnSync(process.execPath, [check, root], { encoding: 'utf8' });
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain('src/text/a.ts:1: src/text may not use src/slack/reply.ts.');
    const whole = spawnSync(process.execPath, [check, house({})], { encoding: 'utf8' });
    expect(whole).toMatchObject({ status: 0, stderr: '' });
  });
});
