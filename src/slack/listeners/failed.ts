import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { message } from '../messages/message.ts';
import { isOutOfReach, reply } from '../reply.ts';
import { COMMAND } from '../surfaces.ts';
import type { Ports } from './ports.ts';

type Telling = Pick<Ports, 'wordsFor' | 'log'>;

const word = z.string().optional().catch(undefined);

/** What any of Slack's payloads may say about who did what, as far as it is no one's text. */
const bodySchema = z.object({
  type: word,
  command: word,
  callback_id: word,
  user_id: word,
  response_url: word,
  user: z.object({ id: word }).optional().catch(undefined),
  view: z.object({ callback_id: word }).optional().catch(undefined),
  actions: z
    .array(z.object({ action_id: word }))
    .optional()
    .catch(undefined),
  event: z.object({ type: word }).optional().catch(undefined),
});

/** A listener failed in a way it did not foresee: the log learns on what, and the person that something went wrong. */
export async function listenerFailed(
  error: unknown,
  body: unknown,
  client: webApi.WebClient,
  ports: Telling,
): Promise<void> {
  const { type, command, callback_id, user_id, user, view, actions, event, response_url } = bodySchema
    .catch({})
    .parse(body);
  const sender = user_id ?? user?.id;
  const what = command ?? event?.type ?? actions?.[0]?.action_id ?? view?.callback_id ?? callback_id;
  ports.log.error({ error, type, what, user: sender }, 'a listener failed');
  // Nobody waits for the answer to an event.
  if (sender === undefined || event !== undefined) return;
  const { trouble } = await ports.wordsFor(sender);
  await tellOrLog(
    client,
    { user: sender, ...(response_url !== undefined && { responseUrl: response_url }) },
    `:x: ${trouble.inside(COMMAND)}`,
    ports,
  );
}

/** The form did not open: the person would wait for it. Says nothing where it had opened already. */
export async function formNotOpened(
  error: unknown,
  { triggerId, ...to }: { user: string; responseUrl?: string; triggerId: string },
  client: webApi.WebClient,
  ports: Telling & Pick<Ports, 'openedForms'>,
): Promise<void> {
  if (ports.openedForms.has(triggerId, error)) {
    return ports.log.info({ error, user: to.user }, 'a form is open already');
  }
  ports.log.warn({ error, user: to.user }, 'a form could not be opened');
  const { form } = await ports.wordsFor(to.user);
  await tellOrLog(client, to, `:x: ${form.notOpened}`, ports);
}

async function tellOrLog(
  client: webApi.WebClient,
  to: { user: string; responseUrl?: string },
  what: string,
  { log }: Telling,
): Promise<void> {
  try {
    await reply(client, to, message(what), { replies: 0, age: 0 });
  } catch (error) {
    log[isOutOfReach(error) ? 'info' : 'warn']({ error, user: to.user }, 'the person could not be told of trouble');
  }
}
