import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { envExample } from '../../src/config/env-example.ts';
import { readSettings } from '../../src/config/settings.ts';
import { variables } from '../../src/config/variables.ts';

describe('.env.example', () => {
  it('is what is known of the variables; to write it anew: npx vitest run test/config -u', async () => {
    await expect(envExample()).toMatchFileSnapshot('../../.env.example');
  });

  it('has every variable once, each below a comment', () => {
    const lines = envExample().split('\n');
    const named = lines.filter((line) => /^#?[A-Z0-9_]+=/.test(line));
    expect(named.map((line) => /[A-Z0-9_]+/.exec(line)?.[0]).sort()).toEqual(Object.keys(variables).sort());
    for (const line of named) expect(lines[lines.indexOf(line) - 1]).toMatch(/^# \S/);
  });

  it('asks for what most people fill in, and shows the rest as it holds without it', () => {
    const tokens = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      BITRIX24_WEBHOOK_URL: 'https://portal.example.com/rest/1/abc/',
    };
    const source = readFileSync('.env.example', 'utf8');
    expect(Object.keys(parse(source))).toEqual(Object.keys(tokens));
    const uncommented = parse(source.replace(/^#(?=[A-Z])/gm, ''));
    expect(readSettings({ ...uncommented, ...tokens })).toEqual(readSettings(tokens));
  });
});
