import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Failure } from '../../src/bitrix24/failure.ts';
import type { FileLinked } from '../../src/files/handing.ts';
import { createMetrics, metricsRoutes } from '../../src/ops/metrics.ts';
import type { State } from '../../src/outbox/notification.ts';
import type { AddressMatch } from '../../src/people/portal-people.ts';
import type { AuditLine } from '../../src/requests/audit.ts';
import { BOT_PARTS } from '../../src/slack/views/home/health.ts';

const deploy = join(import.meta.dirname, '../../deploy');

async function everything() {
  const metrics = createMetrics();
  metricsRoutes(metrics, {
    depth: async () => ({ counts: new Map() }),
    leading: () => true,
    bucketLevel: () => 0,
    checks: {},
  });
  return metrics;
}

/** Every metric that the bot has, as Prometheus names them. */
async function known() {
  const all = await (await everything()).registry.getMetricsAsJSON();
  return new Set(
    all.flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

/** What Prometheus and Grafana add to every metric. */
const FOREIGN_LABELS = ['job', 'instance', 'le'];

/** Every label of the bot's metrics. */
async function knownLabels(): Promise<Set<string>> {
  const { registry } = await everything();
  const withLabels = z.object({ labelNames: z.array(z.string()) });
  const all = (await registry.getMetricsAsJSON()).map(({ name }) => registry.getSingleMetric(name));
  return new Set([...FOREIGN_LABELS, ...all.flatMap((metric) => withLabels.parse({ ...metric }).labelNames)]);
}

/** The labels that an expression selects or groups by. */
function labelsIn(expression: string): string[] {
  const selected = [...expression.matchAll(/\{([^}]*)\}/g)].flatMap(
    ([, inside = '']) => inside.match(/\w+(?=\s*[=!])/g) ?? [],
  );
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, inside = '']) => inside.split(/,\s*/));
  return [...selected, ...grouped];
}

/** The values that an alert waits for, by label; a type of the bot's own says that there are such. */
const VALUES = {
  state: ['failed', 'unknown'] satisfies State[],
  outcome: ['not_stored', 'defect', 'limited', 'addresses_hidden'] satisfies (
    | Underscored<AuditLine['outcome']>
    | Failure
    | Underscored<AddressMatch['kind']>
  )[],
  what: ['file'],
  why: ['no_drive_right', 'drive_full'] satisfies Underscored<FileLinked>[],
};
type Underscored<T extends string> = T extends `${infer Head} ${infer Tail}` ? `${Head}_${Underscored<Tail>}` : T;

/** The metrics that an expression of Prometheus' names. */
function metricsIn(expression: string): string[] {
  return expression.match(/\b(?:b24notify|process|nodejs)_\w+/g) ?? [];
}

function isBalanced(expression: string): boolean {
  const text = expression.replace(/"[^"]*"/g, '');
  return ['()', '[]', '{}'].every(([open = '', close = '']) => text.split(open).length === text.split(close).length);
}

it('the dashboard asks only for metrics that there are, and for every one of the bot', async () => {
  const dashboard = z
    .object({
      panels: z.array(
        z.object({ id: z.number(), title: z.string(), targets: z.array(z.object({ expr: z.string() })) }),
      ),
    })
    .parse(JSON.parse(readFileSync(join(deploy, 'grafana-dashboard.json'), 'utf8')));
  const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const there = await known();
  const asked = new Set(expressions.flatMap(metricsIn));
  expect([...asked].filter((name) => !there.has(name))).toEqual([]);
  expect(expressions.filter((expression) => !isBalanced(expression))).toEqual([]);
  const labels = await knownLabels();
  expect(expressions.flatMap(labelsIn).filter((label) => !labels.has(label))).toEqual([]);
  const ours = [...there].filter((name) => name.startsWith('b24notify_'));
  const unseen = ours.filter(
    (name) => !asked.has(name) && !/_(sum|count)$/.test(name) && name !== 'b24notify_batch_size_bucket',
  );
  expect(unseen).toEqual([]);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

it('every alert asks for metrics that there are, and says what to do', async () => {
  const rule = z.strictObject({
    alert: z.string().regex(/^B24Notify[A-Z]/),
    expr: z.string().refine(isBalanced),
    for: z
      .string()
      .regex(/^\d+m$/)
      .optional(),
    labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
    annotations: z.strictObject({ summary: z.string().endsWith('.'), action: z.string().endsWith('.') }),
  });
  const { groups } = z
    .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
    .parse(parse(readFileSync(join(deploy, 'prometheus-alerts.yml'), 'utf8')));
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(5);
  const there = await known();
  const asked = rules.flatMap(({ expr }) => metricsIn(expr));
  expect(asked.filter((name) => !there.has(name))).toEqual([]);
  const labels = await knownLabels();
  expect(rules.flatMap(({ expr }) => labelsIn(expr)).filter((label) => !labels.has(label))).toEqual([]);
  const waitedFor = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/(\w+)=~?"([^"]*)"/g)].flatMap(([, label = '', value = '']) =>
      value.split('|').map((one) => `${label}=${one}`),
    ),
  );
  const possible = Object.entries(VALUES).flatMap(([label, values]) => values.map((value) => `${label}=${value}`));
  expect(new Set(waitedFor)).toEqual(new Set(possible));
  // What appears with its first 1 has not increased, to Prometheus.
  const lines = (await (await everything()).registry.metrics()).split('\n');
  const atZero = (one: string) => {
    const [label = '', value = ''] = one.split('=');
    return lines.some((line) => line.includes(`${label}="${value}"`) && line.endsWith(' 0'));
  };
  expect(waitedFor.filter((one) => !atZero(one))).toEqual([]);
});

it('docs/operating.md tells what every metric and every check of /readyz means, and of no other', async () => {
  const page = readFileSync(join(deploy, '../docs/operating.md'), 'utf8');
  const firstColumn = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name);
  const there = (await (await everything()).registry.getMetricsAsJSON()).map(({ name }) => name);
  const ours = there.filter((name) => name.startsWith('b24notify_'));
  expect(firstColumn.filter((name) => name.startsWith('b24notify_')).sort()).toEqual(ours.sort());
  expect(firstColumn).toEqual(expect.arrayContaining([...BOT_PARTS, 'portal']));
});
