import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { variables } from '../../src/config/variables.ts';
import { importsOf } from '../boundaries/imports.ts';
import { acmeWithBot } from '../start/acme-with-bot.ts';

const project = resolve(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(project, path), 'utf8');

/** The instructions of the Dockerfile, continued lines joined. */
const instructions = text('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ name: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const words = z.array(z.string());
const lastOf = (name: string) => instructions.findLast((one) => one.name === name)?.rest ?? '';
const command = words.parse(JSON.parse(lastOf('CMD')));
const healthcheck = words.parse(JSON.parse(lastOf('HEALTHCHECK').replace(/^.*? CMD /, '')));

/** Settings that are the image's, the database's or Node's own. */
const FOREIGN = /^(NODE_ENV|NODE_COMPILE_CACHE|POSTGRES_\w+)$/;
const unknown = (names: readonly string[]) => names.filter((name) => !(name in variables) && !FOREIGN.test(name));

const service = z.looseObject({
  profiles: words,
  image: z.string(),
  read_only: z.boolean().optional(),
  cap_drop: words.optional(),
  environment: z.record(z.string(), z.string()),
});
const compose = z
  .looseObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
  .parse(parse(text('deploy/compose.yml'), { merge: true }));

/** Runs a command line of the Dockerfile with this Node, in the project's folder. */
function run(argv: readonly string[], env: Record<string, string>) {
  const [program = '', ...rest] = argv;
  expect(program).toBe('node');
  const child = spawn(process.execPath, rest, { cwd: project, env: { PATH: process.env.PATH, ...env } });
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, ended };
}

describe('the image', () => {
  it('starts the bot by its very command line, and its health check sees it live and die', async () => {
    const { settings } = await acmeWithBot();
    const bot = run(command, { NODE_ENV: 'production', ...settings });
    onTestFinished(async () => {
      bot.child.kill('SIGKILL');
      await bot.ended;
    });
    let output = '';
    bot.child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    await vi.waitUntil(() => output.includes('b24notify is ready'), { timeout: 15_000 });
    const port = { OPS_PORT: settings.OPS_PORT };
    expect(await run(healthcheck, port).ended).toBe(0);
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    expect(await run(healthcheck, port).ended).toBe(1);
  });

  it('copies what is there, and everything that the bot needs', () => {
    const copied = instructions
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(project, path)))).toEqual([]);
    const kept = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    expect(copied.filter((path) => !kept.includes(`!${path}`))).toEqual([]);
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(text('package.json')));
    const packages = globSync('src/**/*.ts', { cwd: project })
      .flatMap((file) => importsOf(text(file)))
      .flatMap(({ from, typesOnly }) => (from === undefined || typesOnly || /^(\.|node:)/.test(from) ? [] : [from]))
      .map((from) =>
        from
          .split('/')
          .slice(0, from.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect(packages.length).toBeGreaterThan(20);
    expect([...new Set(packages)].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('leaves a compile cache to the user that runs it, from a start that loads everything', async () => {
    const [warming = ''] =
      instructions
        .filter(({ name }) => name === 'RUN')
        .at(-1)
        ?.rest.split(' 2>') ?? [];
    expect(warming.split(' ')).toEqual(command);
    // An empty value wins over whatever .env says.
    expect(await run(command, { SLACK_BOT_TOKEN: '' }).ended).toBe(2);
    const folder = /'\.\.\/(.*)'/.exec(text('src/compile-cache.mjs'))?.[1] ?? '';
    expect(readdirSync(join(project, folder))).not.toEqual([]);
    expect(dirname(folder)).toBe('node_modules/.cache');
    expect(instructions.map(({ rest }) => rest).join('\n')).toContain('chown node:node /data node_modules/.cache');
  });

  it('runs as nobody special, and sets only what the bot knows', () => {
    expect(lastOf('USER')).toBe('node');
    expect(unknown(lastOf('ENV').match(/\b[A-Z][A-Z0-9_]*(?==)/g) ?? [])).toEqual([]);
  });
});

describe('compose.yml', () => {
  it('has one copy on SQLite, or two on PostgreSQL, each with a read-only root and no rights', () => {
    const { bot, copy, database } = compose.services;
    expect(bot).toMatchObject({ profiles: ['sqlite'], read_only: true, cap_drop: ['ALL'] });
    expect(copy).toMatchObject({ profiles: ['postgres'], read_only: true, cap_drop: ['ALL'], deploy: { replicas: 2 } });
    expect(database).toMatchObject({ profiles: ['postgres'] });
    expect(bot?.environment.DATABASE_URL).toMatch(/^sqlite:\/data\//);
    expect(copy?.environment.DATABASE_URL).toMatch(/^postgres:\/\//);
    for (const { environment } of Object.values(compose.services))
      expect(unknown(Object.keys(environment))).toEqual([]);
  });
});

describe('the systemd unit', () => {
  const lines = text('deploy/b24notify.service')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const values = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));

  it('starts the same command line, again after an end, not after a wrong configuration', () => {
    expect(lines.filter((line) => !/^(\[\w+\]|[A-Za-z]+=.*)$/.test(line))).toEqual([]);
    expect(values('ExecStart')).toEqual([`/usr/bin/${command.join(' ')}`]);
    expect(values('Restart')).toEqual(['always']);
    expect(values('RestartPreventExitStatus')).toEqual(['2']);
    expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThan(10);
    expect(unknown(values('Environment').map((value) => value.split('=', 1)[0] ?? ''))).toEqual([]);
  });

  it('is hardened, except for what V8 needs', () => {
    for (const name of ['NoNewPrivileges', 'DynamicUser', 'PrivateTmp', 'PrivateDevices', 'ProtectHome']) {
      expect([name, ...values(name)]).toEqual([name, 'yes']);
    }
    expect(values('ProtectSystem')).toEqual(['strict']);
    expect(values('MemoryDenyWriteExecute')).toEqual([]);
  });
});

describe('the Kubernetes example', () => {
  const pod = z.object({
    containers: z.tuple([
      z.looseObject({
        command: words,
        env: z.array(z.object({ name: z.string(), value: z.string() })),
        volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
        livenessProbe: z.looseObject({ httpGet: z.object({ path: z.literal('/healthz') }) }),
        readinessProbe: z.looseObject({ httpGet: z.object({ path: z.literal('/readyz') }) }),
        securityContext: z.looseObject({ readOnlyRootFilesystem: z.literal(true) }),
      }),
    ]),
    volumes: z.array(z.object({ name: z.string() })),
    terminationGracePeriodSeconds: z.number().min(11),
  });
  const deployment = z.object({
    kind: z.literal('Deployment'),
    spec: z.object({
      replicas: z.literal(1),
      strategy: z.object({ type: z.literal('Recreate') }),
      template: z.object({ spec: pod }),
    }),
  });

  it('starts the same command line, one copy at a time on its volume, with probes', () => {
    const documents = parseAllDocuments(text('deploy/kubernetes.yml')).map((document): unknown => document.toJS());
    const { containers, volumes } = deployment.parse(
      documents.find((one) => deployment.safeParse(one).success) ?? documents[1],
    ).spec.template.spec;
    const [{ command: started, env, volumeMounts }] = containers;
    expect(started).toEqual(command);
    expect(unknown(env.map(({ name }) => name))).toEqual([]);
    expect(volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort());
  });
});
