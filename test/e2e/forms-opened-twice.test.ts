import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { company, type Transport } from './company.ts';

async function acmeWithMessage(transport: Transport) {
  const acme = await company(transport);
  onTestFinished(() => acme.end());
  const me = acme.as(acme.people.ivan);
  const message = acme.workspace.post(acme.sales, acme.people.boris, { text: 'the figures' });
  const complaints = () => me.sees().filter(({ text }) => text.startsWith(':x:'));
  const saidOpen = () => acme.logged.some((line) => line.includes('a form is open already'));
  return { ...acme, me, message, complaints, saidOpen };
}

describe('a form whose click Slack delivers again', () => {
  it.each(['repeat', 'lose-ack'] as const)('is open, and nobody reads that it is not: %s', async (how) => {
    const { workspace, me, complaints, saidOpen } = await acmeWithMessage('socket');
    workspace.misbehave({ on: 'socket', do: how, times: 1 });
    await me.globalShortcut('b24_notify_compose');
    await vi.waitUntil(saidOpen, { timeout: 10_000 });
    expect(me.view()).toBeDefined();
    expect(complaints()).toEqual([]);
  });

  it('is filled with its message all the same', async () => {
    const { workspace, me, message, complaints } = await acmeWithMessage('socket');
    workspace.misbehave({ on: 'socket', do: 'repeat', times: 1 });
    await me.messageShortcut('b24_notify_message', message);
    await workspace.waitFor(
      () => me.viewText().includes('the figures') && workspace.callsOf('views.open').length === 2,
    );
    expect(complaints()).toEqual([]);
  });
});

describe('a form that Slack opens without the answer coming through', () => {
  it('is filled with its message, and nobody reads that it did not open', async () => {
    const { workspace, me, message, complaints } = await acmeWithMessage('http');
    workspace.misbehave({ on: 'views.open', do: 'cut', after: 'work', times: 1 });
    await me.messageShortcut('b24_notify_message', message);
    await workspace.waitFor(() => me.viewText().includes('the figures'));
    expect(complaints()).toEqual([]);
  });

  it('is the compose form that the person looks at', async () => {
    const { workspace, me, complaints, saidOpen } = await acmeWithMessage('http');
    workspace.misbehave({ on: 'views.open', do: 'cut', after: 'work', times: 1 });
    await me.globalShortcut('b24_notify_compose');
    await vi.waitUntil(saidOpen, { timeout: 10_000 });
    expect(me.view()).toBeDefined();
    expect(complaints()).toEqual([]);
  });
});
