/** Every benchmark, one after the other: tables, or with `--json` one document. Each can be run alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

const BENCHMARKS = ['delivery', 'latency', 'intake', 'backlog', 'text', 'files', 'people', 'start'];

async function run(benchmark: string, json: boolean): Promise<string> {
  const module = new URL(`./${benchmark}/main.ts`, import.meta.url).pathname;
  const child = spawn(process.execPath, [module, ...(json ? ['--json'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (!json) process.stdout.write(chunk);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The benchmark ${benchmark} ended with ${code}.`);
  return said;
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const reports: unknown[] = [];
for (const benchmark of BENCHMARKS) {
  const said = await run(benchmark, values.json);
  if (values.json) reports.push(JSON.parse(said));
  else process.stdout.write('\n');
}
if (values.json) process.stdout.write(`${JSON.stringify({ reports })}\n`);
