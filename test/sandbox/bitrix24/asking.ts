import { afterEach } from 'vitest';
import { type PortalOptions, type SandboxPortal, startPortal } from '../../../sandbox/bitrix24/portal.ts';

const running: SandboxPortal[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((portal) => portal.stop()));
});

/** A portal for one test; without the request rate unless the test is about it. */
export async function portalFor(options: PortalOptions = {}): Promise<SandboxPortal> {
  const portal = await startPortal({ limited: false, ...options });
  running.push(portal);
  return portal;
}

export interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

/** A call over the webhook with a JSON body. */
export async function ask(portal: SandboxPortal, method: string, parameters: object = {}): Promise<Answered> {
  return post(`${portal.webhookUrl}${method}`, parameters);
}

/** A call of the application with its present token, or another one. */
export async function askAsApplication(
  portal: SandboxPortal,
  method: string,
  parameters: object = {},
  auth = portal.application.accessToken,
): Promise<Answered> {
  return post(`${portal.url}/rest/${method}`, { ...parameters, auth });
}

export async function post(url: string, body: object | string, type = 'application/json'): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, 'user-agent': 'sandbox-test' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  });
  return answered(response);
}

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** The part of a batch command after the question mark. */
export function command(method: string, parameters: Record<string, string>): string {
  return `${method}?${new URLSearchParams(parameters)}`;
}
