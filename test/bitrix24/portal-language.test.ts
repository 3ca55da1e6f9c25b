import { expect, it, onTestFinished } from 'vitest';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import { createPortal } from '../../src/bitrix24/portal.ts';
import { portalLanguage } from '../../src/bitrix24/portal-language.ts';
import { answering, withJson } from './answering-server.ts';

it.each<['refused' | 'licence', string | undefined]>([
  ['licence', 'ru'],
  ['refused', undefined],
])('a webhook is told the language where the portal tells it anything: %s', async (webhookInfo, said) => {
  const sandbox = await startPortal({ language: 'ru', webhookInfo });
  const portal = createPortal({ mode: 'webhook', url: sandbox.webhookUrl });
  onTestFinished(async () => {
    await portal.close();
    await sandbox.stop();
  });
  expect(await portalLanguage(portal)).toBe(said);
});

it.each<[unknown, string | undefined]>([
  [{ LANGUAGE_ID: 'de', LICENSE: 'ru_company' }, 'de'],
  [{ LICENSE: 'RU_selfhosted' }, 'ru'],
  [{ LICENSE: 'selfhosted' }, undefined],
  [{ LANGUAGE_ID: 5, LICENSE: null }, undefined],
  [[], undefined],
])('reads what the portal says: %j', async (result, said) => {
  const server = await answering(withJson({ result }));
  const portal = createPortal({ mode: 'webhook', url: `${server.origin}/rest/1/secret/` });
  onTestFinished(() => portal.close());
  expect(await portalLanguage(portal)).toBe(said);
});

it('does not take a portal that is out of order for one that does not say', async () => {
  const server = await answering(withJson({ error: 'INTERNAL_SERVER_ERROR' }, 500));
  const portal = createPortal({ mode: 'webhook', url: `${server.origin}/rest/1/secret/` });
  onTestFinished(() => portal.close());
  await expect(portalLanguage(portal)).rejects.toThrow('INTERNAL_SERVER_ERROR');
});
