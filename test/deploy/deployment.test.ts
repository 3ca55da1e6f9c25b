import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readSettings } from '../../src/config/settings.ts';
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

const mount = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('bind'),
    source: z.string(),
    target: z.string(),
    read_only: z.literal(true),
    // Else Docker makes an empty folder where there is none.
    bind: z.strictObject({ create_host_path: z.literal(false) }),
  }),
  z.strictObject({ type: z.literal('volume'), source: z.string(), target: z.string() }),
]);
const copy = z.strictObject({
  build: z.literal('..'),
  image: z.string(),
  profiles: words,
  env_file: z.literal('../.env'),
  environment: z.record(z.string(), z.string()),
  read_only: z.literal(true),
  tmpfs: z.tuple([z.literal('/tmp')]),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z.string().regex(/^1[1-9]s$/),
  mem_limit: z.string(),
  // Nothing is reached from outside the machine but through whoever ends TLS.
  ports: z.array(z.string().startsWith('127.0.0.1:')).optional(),
  volumes: z.array(mount),
  deploy: z.strictObject({ replicas: z.number() }).optional(),
  depends_on: z.strictObject({ database: z.strictObject({ condition: z.literal('service_healthy') }) }).optional(),
});
const compose = z
  .strictObject({
    name: z.string(),
    'x-bot': z.unknown(),
    'x-inside': z.record(z.string(), z.string()),
    services: z.strictObject({
      bot: copy,
      copy,
      database: z.looseObject({ profiles: words, environment: z.record(z.string(), z.string()) }),
    }),
    volumes: z.record(z.string(), z.null()),
  })
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

  it('has the Node that the bot needs', () => {
    const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(text('package.json')));
    const images = instructions.filter(({ name }) => name === 'FROM').map(({ rest }) => rest.split(' ')[0]);
    expect(new Set(images)).toEqual(new Set([`node:${engines.node.replace('>=', '')}-slim`]));
  });

  it('has a health check that lets a bot without health be', async () => {
    expect(await run(healthcheck, { OPS_PORT: '0' }).ended).toBe(0);
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
    // Texts of people are below it, and an application's tokens.
    expect(instructions.map(({ rest }) => rest).join('\n')).toContain('chmod 700 /data');
  });

  it('runs as nobody special, and sets only what the bot knows', () => {
    expect(lastOf('USER')).toBe('node');
    expect(unknown(lastOf('ENV').match(/\b[A-Z][A-Z0-9_]*(?==)/g) ?? [])).toEqual([]);
  });
});

describe('compose.yml', () => {
  it('has one copy on SQLite, or two on PostgreSQL, each with a read-only root and no rights', () => {
    const { bot, copy, database } = compose.services;
    expect(bot.profiles).toEqual(['sqlite']);
    expect(bot.deploy).toBeUndefined();
    expect(bot.environment.DATABASE_URL).toMatch(/^sqlite:\/data\//);
    expect(bot.volumes.map(({ target }) => target)).toEqual(['/config', '/data']);
    expect([copy.profiles, database.profiles]).toEqual([['postgres'], ['postgres']]);
    expect(copy.deploy).toEqual({ replicas: 2 });
    expect(copy.depends_on).toBeDefined();
    // Two copies cannot have one port of the machine.
    expect(copy.ports).toBeUndefined();
    expect(copy.environment.DATABASE_URL).toMatch(/^postgres:\/\//);
    const named = Object.values(compose.services).flatMap(({ environment }) => Object.keys(environment));
    expect(unknown(named)).toEqual([]);
    for (const { environment } of [bot, copy]) expect(environment).toMatchObject(compose['x-inside']);
    expect(compose['x-inside'].PEOPLE_FILE).toBe('/config/people.yml');
  });

  it('publishes the ports that the bot has inside', () => {
    const { ports, environment } = compose.services.bot;
    expect(ports?.map((port) => port.split(':').at(-1))).toEqual([environment.PORT, environment.OPS_PORT]);
  });

  it('gives both copies what the bot takes as its settings', () => {
    const least = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      BITRIX24_WEBHOOK_URL: 'https://a.example/rest/1/x/',
    };
    for (const { environment } of [compose.services.bot, compose.services.copy]) {
      const inside = Object.entries(environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-\}/, 'p')]);
      expect(() => readSettings({ ...least, ...Object.fromEntries(inside) })).not.toThrow();
    }
  });
});

/** systemd.unit(5), systemd.service(5), systemd.exec(5), systemd.kill(5): it ignores a misspelt one with a line in its log. */
const DIRECTIVES = new Set(
  `Description Wants After StartLimitIntervalSec WorkingDirectory ExecStart EnvironmentFile Environment Restart RestartSec
  RestartPreventExitStatus TimeoutStopSec DynamicUser StateDirectory StateDirectoryMode CacheDirectory CacheDirectoryMode UMask NoNewPrivileges
  CapabilityBoundingSet ProtectSystem ProtectHome PrivateTmp PrivateDevices ProtectClock ProtectHostname
  ProtectKernelTunables ProtectKernelModules ProtectKernelLogs ProtectControlGroups ProtectProc LockPersonality
  RestrictRealtime RestrictSUIDSGID RestrictNamespaces RestrictAddressFamilies SystemCallArchitectures SystemCallFilter
  SystemCallErrorNumber WantedBy`.split(/\s+/),
);

describe('the systemd unit', () => {
  const lines = text('deploy/b24notify.service')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const values = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));

  it('says only what systemd knows', () => {
    const names = lines.flatMap((line) => /^([A-Za-z]+)=/.exec(line)?.[1] ?? []);
    expect(names.filter((name) => !DIRECTIVES.has(name))).toEqual([]);
  });

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
        startupProbe: z.looseObject({ httpGet: z.object({ path: z.literal('/healthz') }) }),
        livenessProbe: z.looseObject({ httpGet: z.object({ path: z.literal('/healthz') }) }),
        readinessProbe: z.looseObject({ httpGet: z.object({ path: z.literal('/readyz') }) }),
        securityContext: z.strictObject({
          allowPrivilegeEscalation: z.literal(false),
          readOnlyRootFilesystem: z.literal(true),
          capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
        }),
      }),
    ]),
    volumes: z.array(z.object({ name: z.string() })),
    terminationGracePeriodSeconds: z.number().min(11),
    automountServiceAccountToken: z.literal(false),
    securityContext: z.looseObject({
      runAsNonRoot: z.literal(true),
      runAsUser: z.literal(1000),
      fsGroup: z.literal(1000),
    }),
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
