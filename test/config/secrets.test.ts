import { describe, expect, it } from 'vitest';
import { secretsOfEnvironment } from '../../src/config/secrets.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-bot', SLACK_APP_TOKEN: 'xapp-app' };
const webhook = { BITRIX24_WEBHOOK_URL: 'https://portal.example.com/rest/17/hook' };

describe('the secrets of the configuration', () => {
  it('are both tokens of Slack and the secret of the webhook', () => {
    expect(secretsOfEnvironment({ ...slack, ...webhook })).toEqual(['xoxb-bot', 'xapp-app', 'hook']);
  });

  it('are both signing secrets while rotating', () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-bot', SLACK_SIGNING_SECRET: 'new,old', ...webhook };
    expect(secretsOfEnvironment(env)).toEqual(['xoxb-bot', 'new', 'old', 'hook']);
  });

  it('are the tokens of an application and its client secret, and not its id', () => {
    const env = {
      ...slack,
      BITRIX24_DOMAIN: 'portal.example.com',
      BITRIX24_ACCESS_TOKEN: 'access',
      BITRIX24_REFRESH_TOKEN: 'refresh',
      BITRIX24_CLIENT_ID: 'local.1',
      BITRIX24_CLIENT_SECRET: 'secret',
    };
    expect(secretsOfEnvironment(env)).toEqual(['access', 'refresh', 'secret', 'xoxb-bot', 'xapp-app']);
  });

  it.each([
    ['postgres://bot:pa%40ss@db.example.com/b24', ['pa%40ss', 'pa@ss']],
    ['postgresql://db.example.com/b24?user=bot&password=in%20query', ['in query']],
    ['postgres://bot:%ff@db.example.com/b24', ['%ff']],
    ['postgres://db.example.com/b24', []],
  ])('are the password in %s, as written and as meant', (url, passwords) => {
    expect(secretsOfEnvironment({ DATABASE_URL: url })).toEqual(passwords);
  });

  it('are found though their variables are wrong', () => {
    const env = {
      SLACK_BOT_TOKEN: ' pasted-with-blanks ',
      BITRIX24_WEBHOOK_URL: 'http://portal.example.com/rest/17/hook/profile.json',
      DATABASE_URL: 'nonsense',
    };
    expect(secretsOfEnvironment(env)).toEqual(['pasted-with-blanks', 'hook', 'profile.json']);
  });
});
