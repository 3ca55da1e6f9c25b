/** Something a person did, on its way to the app and back. */
import { botChannel, type Channel } from '../channels.ts';
import type { Acknowledgement, Payload } from '../delivery/delivery.ts';
import { addMessage } from '../messages.ts';
import type { Person } from '../people.ts';
import type { World } from '../world.ts';

export interface Interaction {
  status: number | 'socket';
  body: unknown;
  acknowledgedInMs: number;
  timedOut: boolean;
  /**
   * What Slack told the person went wrong: `operation_timeout`, `dispatch_failed`, `http_service_error`, or that the
   * app's answer was not valid. Undefined when all went well.
   */
  error: string | undefined;
}

export async function dispatch(world: World, payload: Payload): Promise<Acknowledgement> {
  const delivery = world.delivery;
  if (delivery === undefined) {
    return { kind: 'failed', reason: 'dispatch_failed', status: 0, body: undefined, ms: 0 };
  }
  return delivery.send(payload);
}

/** The outcome as a test sees it; `answerProblem` is what was wrong with an answer that came in time. */
export function interactionOf(ack: Acknowledgement, answerProblem?: string): Interaction {
  if (ack.kind === 'timed out') {
    return { status: 0, body: undefined, acknowledgedInMs: ack.ms, timedOut: true, error: 'operation_timeout' };
  }
  return {
    status: ack.status,
    body: ack.body,
    acknowledgedInMs: ack.ms,
    timedOut: false,
    error: ack.kind === 'failed' ? ack.reason : answerProblem,
  };
}

/** Shows the person Slack's own words about a failed interaction. */
export function complain(world: World, person: Person, channel: Channel | undefined, what: string, error: string) {
  addMessage(
    world,
    { channel: channel ?? botChannel(world, person), author: { kind: 'slackbot' }, onlyFor: person.id },
    { text: `${what} failed with the error "${error}"` },
  );
}

/** An interaction whose answer may only be empty: shortcuts, clicks, closed forms. */
export async function dispatchExpectingNothing(
  world: World,
  body: Record<string, unknown>,
  who: { person: Person; channel?: Channel; what: string },
): Promise<Interaction> {
  const ack = await dispatch(world, { kind: 'interactive', body });
  const surprising = ack.kind === 'answered' && ack.body !== undefined;
  const interaction = interactionOf(ack, surprising ? 'the answer must be empty' : undefined);
  if (interaction.error !== undefined) complain(world, who.person, who.channel, who.what, interaction.error);
  world.happenings.tell();
  return interaction;
}

/** What every interactive payload begins with. */
export function interactiveBase(world: World, person: Person) {
  return {
    token: world.secrets.verificationToken,
    team: { id: world.team.id, domain: world.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: world.app.id,
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
  };
}
