/** Slash commands. Source: docs.slack.dev/interactivity/implementing-slash-commands. */
import { SlackRefusal } from '../api/refusal.ts';
import { parseResponseMessage } from '../app-message.ts';
import { type Channel, canRead, payloadName } from '../channels.ts';
import { escapeTyped, type TypingOptions } from '../escaping.ts';
import type { Person } from '../people.ts';
import { newResponseUrl, respond } from '../response-url.ts';
import { newTrigger } from '../trigger.ts';
import type { World } from '../world.ts';
import { PersonCannot } from './cannot.ts';
import { complain, dispatch, type Interaction, interactionOf } from './interaction.ts';

export interface CommandOptions extends TypingOptions {
  /** Sends the text exactly as given, escaped by the test itself. */
  raw?: boolean;
}

export async function runCommand(
  world: World,
  person: Person,
  command: `/${string}`,
  typed: string,
  channel: Channel,
  options: CommandOptions = {},
): Promise<Interaction> {
  if (!canRead(channel, person)) throw new PersonCannot(`${person.name} is not in ${channel.name}`);
  if (person.deleted) throw new PersonCannot(`${person.name} is deactivated`);
  const responseUrl = newResponseUrl(world, { kind: 'commands', person, channel });
  const ack = await dispatch(world, {
    kind: 'command',
    body: {
      token: world.secrets.verificationToken,
      team_id: person.teamId,
      team_domain: world.team.domain,
      channel_id: channel.id,
      channel_name: payloadName(channel),
      user_id: person.id,
      user_name: person.name,
      command,
      // Slack trims what follows the command.
      text: options.raw ? typed : escapeTyped(world, typed.trim(), options),
      api_app_id: world.app.id,
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: newTrigger(world, person),
    },
  });
  const problem = ack.kind === 'answered' ? showAnswer(world, person, channel, ack.body) : undefined;
  const interaction = interactionOf(ack, problem);
  if (interaction.error !== undefined) complain(world, person, channel, command, interaction.error);
  world.happenings.tell();
  return interaction;
}

/** The acknowledgement itself may be a text or a message. Returns what was wrong with it. */
function showAnswer(world: World, person: Person, channel: Channel, body: unknown): string | undefined {
  if (body === undefined) return undefined;
  try {
    respond(world, { person, channel }, parseResponseMessage(typeof body === 'string' ? { text: body } : body));
    return undefined;
  } catch (error) {
    if (error instanceof SlackRefusal) return error.code;
    throw error;
  }
}
