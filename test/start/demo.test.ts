import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../sandbox/demo/main.ts');

function demo() {
  const child = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, ended };
}

describe('npm run demo', () => {
  it('plays the main job to its end, with names as people see them', async () => {
    const { child, ended } = demo();
    const [shown, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(await ended).toBe(0);
    expect(shown).toContain('Delivered to @Anna Lee and @Boris Orlov');
    expect(shown).toContain('Everything arrived.');
    expect(shown).not.toMatch(/<@|&amp;|Something did not arrive/);
    expect(errors).toBe('');
  }, 60_000);

  it('plays on when whoever reads it goes', async () => {
    const { child, ended } = demo();
    const errors = text(child.stderr);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await ended).toBe(0);
    expect(await errors).toBe('');
  }, 60_000);
});
