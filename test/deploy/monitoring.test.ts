import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics, metricsRoutes } from '../../src/ops/metrics.ts';

const deploy = join(import.meta.dirname, '../../deploy');

/** Every metric that the bot has, with its labels. */
async function known() {
  const metrics = createMetrics();
  metricsRoutes(metrics, {
    depth: async () => ({ counts: new Map() }),
    leading: () => true,
    bucketLevel: () => 0,
    checks: {},
  });
  const all = await metrics.registry.getMetricsAsJSON();
  return new Set(
    all.flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

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
});
