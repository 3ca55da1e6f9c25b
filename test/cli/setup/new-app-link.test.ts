import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newAppLink } from '../../../src/cli/setup/new-app-link.ts';

const manifest = await readFile('manifest.yml', 'utf8');
const manifestIn = (link: string) => parse(new URL(link).searchParams.get('manifest_yaml') ?? '');

describe('the link to a new Slack app', () => {
  it('carries the manifest, whole and without its comments', () => {
    const link = newAppLink(manifest);
    expect(link).toMatch(/^https:\/\/api\.slack\.com\/apps\?new_app=1&manifest_yaml=[\w%.~-]+$/);
    expect(manifestIn(link)).toEqual(parse(manifest));
  });

  it('fits into what browsers and servers take', () => {
    expect(newAppLink(manifest, 'https://b24notify.internal.example.com/').length).toBeLessThan(4000);
  });

  it('puts the address of the bot where manifest.yml shows it, for HTTP', () => {
    const address = 'https://bot.example.com/slack/events';
    const named = manifestIn(newAppLink(manifest, 'https://bot.example.com/'));
    const uncommented = parse(manifest.replace(/# HTTP: (?=\w+: )/g, '').replace(/true # HTTP: false/, 'false'));
    expect(named).toEqual(uncommented);
    expect(JSON.stringify(named).split(address)).toHaveLength(5);
  });
});
