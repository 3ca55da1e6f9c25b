import type { Caller } from './access.ts';
import { batchMethod, commandsOf, forget } from './batch.ts';
import { execute, type Outcome, type Workshop } from './execute.ts';
import type { Methods } from './method.ts';
import { departmentMethods } from './methods/department.ts';
import { driveObjectMethods } from './methods/drive-object.ts';
import { driveStorageMethods } from './methods/drive-storage.ts';
import { messengerUserMethods } from './methods/messenger-user.ts';
import { notifyMethods } from './methods/notify.ts';
import { serviceMethods } from './methods/service.ts';
import { userMethods } from './methods/user.ts';
import { type CallFault, type Command, type Fault, isExchangeFault, type Misbehaviours } from './misbehaviour.ts';
import type { PortalState } from './portal-state.ts';
import { invalidCredentials, Refusal } from './refusal.ts';
import { errorReply, jsonReply, type Reply } from './reply.ts';
import type { Carried } from './request-parameters.ts';

/** A call of a REST method over HTTP, its credentials not looked at yet. */
export interface RestRequest extends Carried, Command {
  /** The address's user and secret when it is a webhook's. */
  webhook: { userId: string; secret: string } | undefined;
  authorization: string | undefined;
  cookie: string | undefined;
}

/** All methods, with the batch that can call them. */
export function newWorkshop(
  portal: PortalState,
  misbehaviours: Misbehaviours,
  life: Pick<Workshop, 'stopping' | 'changed'>,
): Workshop {
  const methods: Methods = {
    ...notifyMethods,
    ...userMethods,
    ...messengerUserMethods,
    ...departmentMethods,
    ...driveStorageMethods,
    ...driveObjectMethods,
    ...serviceMethods(() => Object.entries(methods)),
  };
  const workshop: Workshop = { portal, methods, ...life };
  methods.batch = batchMethod(workshop, misbehaviours);
  return workshop;
}

/** Path after `/rest/`: a method alone, or a webhook's user, secret and method; undefined for anything else. */
export function restAddress(path: string): Pick<RestRequest, 'webhook' | 'method'> | undefined {
  const [first = '', secret, method, ...more] = path.replace(/\/$/, '').split('/');
  if (more.length > 0 || first === '' || (secret !== undefined && method === undefined)) return undefined;
  const name = (method ?? first).replace(/\.json$/i, '').toLowerCase();
  return { method: name, webhook: secret === undefined ? undefined : { userId: first, secret } };
}

export function batchCommands(request: RestRequest): Command[] {
  return request.method === 'batch' ? commandsOf(request.parameters) : [];
}

/** @throws {Refusal} for credentials that are missing, wrong or old */
export function callerOf(request: RestRequest, portal: PortalState): Caller {
  const { webhook, reserved, parameters, authorization, cookie } = request;
  if (webhook !== undefined) {
    const caller = portal.access.byWebhook(webhook.userId, webhook.secret);
    // It stops with its creator (docs: local-integrations/local-webhooks).
    if (!portal.people.find(caller.userId)?.active) throw invalidCredentials();
    return caller;
  }
  return portal.access.byToken(reserved, parameters, authorization, cookie);
}

export async function callMethod(request: RestRequest, workshop: Workshop, fault: Fault | undefined): Promise<Reply> {
  const callFault: CallFault | undefined = fault === undefined || isExchangeFault(fault) ? undefined : fault;
  try {
    const caller = callerOf(request, workshop.portal);
    const outcome = await execute({ ...request, caller }, workshop, callFault);
    return replyTo(callFault?.kind === 'missing' ? forgetting(outcome, callFault.keys) : outcome);
  } catch (error) {
    if (error instanceof Refusal) return errorReply(error.status, error.code, error.message);
    throw error;
  }
}

function forgetting(outcome: Outcome, keys: readonly string[] | undefined): Outcome {
  return outcome.kind === 'done' ? { ...outcome, result: forget(outcome.result, keys) } : outcome;
}

function replyTo(outcome: Outcome): Reply {
  if (outcome.kind === 'done') {
    const { kind, ...body } = outcome;
    return jsonReply(200, body);
  }
  const { status, code, description, resetAt } = outcome;
  const body = { error: code, error_description: description };
  return jsonReply(status, resetAt === undefined ? body : { ...body, time: { operating_reset_at: resetAt } });
}
