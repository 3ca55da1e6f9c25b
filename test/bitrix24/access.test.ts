import { describe, expect, it } from 'vitest';
import { maskUrl, parseDomain, parseWebhookUrl } from '../../src/bitrix24/access.ts';
import { CredentialsError } from '../../src/bitrix24/errors/credentials-error.ts';
import { everythingIn } from './failing.ts';

describe('a webhook address', () => {
  it.each([
    'https://portal.example/rest/17/abcdef0123456789/',
    'https://portal.example/rest/17/abcdef0123456789',
    ' https://portal.example/rest/17/abcdef0123456789/profile.json ',
  ])('is read in every form people paste it: %s', (url) => {
    expect(parseWebhookUrl(url)).toEqual({
      origin: 'https://portal.example',
      host: 'portal.example',
      user: 17,
      secret: 'abcdef0123456789',
    });
  });

  it.each([
    ['no address at all', 'MARKERSECRET'],
    ['plain http to another machine', 'http://portal.example/rest/1/MARKERSECRET/'],
    ['the newer interface, which has no notifications', 'https://portal.example/rest/api/1/MARKERSECRET/'],
    ['no user', 'https://portal.example/rest/MARKERSECRET/'],
    ['a path behind the secret', 'https://portal.example/rest/1/MARKERSECRET/a/b'],
  ])('is refused without repeating it: %s', (_, url) => {
    const attempt = () => parseWebhookUrl(url);
    expect(attempt).toThrow(CredentialsError);
    try {
      attempt();
    } catch (error) {
      expect(everythingIn(error)).not.toContain('MARKERSECRET');
      expect(error).toMatchObject({ code: 'WEBHOOK_ADDRESS', advice: expect.stringContaining('BITRIX24_WEBHOOK_URL') });
    }
  });

  it('may be plain http on this machine', () => {
    expect(parseWebhookUrl('http://127.0.0.1:8080/rest/1/abc/').origin).toBe('http://127.0.0.1:8080');
  });

  it('is shown without its secret', () => {
    expect(maskUrl('https://portal.example/rest/1/MARKERSECRET/')).toBe('https://portal.example/rest/1/***/');
    expect(maskUrl('https://portal.example/other/MARKERSECRET')).toBe('https://portal.example/***');
    expect(maskUrl('MARKERSECRET')).toBe('***');
  });
});

describe("a portal's domain", () => {
  it.each(['portal.example', 'https://portal.example', 'https://portal.example/rest/', ' portal.example '])(
    'is read with or without scheme: %j',
    (domain) => {
      expect(parseDomain(domain)).toEqual({ origin: 'https://portal.example', host: 'portal.example' });
    },
  );

  it.each(['', 'http://portal.example', 'two words', 'https://me:word@portal.example'])('is refused: %j', (domain) => {
    expect(() => parseDomain(domain)).toThrow(CredentialsError);
  });
});
