import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { message } from '../../../messages/message.ts';
import { reply } from '../../../reply.ts';
import { type Pages, readPages } from '../../../views/home/pages.ts';
import type { Ports } from '../../ports.ts';

type Clicked = Pick<SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs, 'body' | 'client'>;

/**
 * Shows somebody their Home after a click in it, with what came of it on top. Where Slack does not take the Home, a
 * direct message says it.
 */
export async function showHome(
  { body, client }: Clicked,
  { home }: Ports,
  notice?: string,
  pages: Pages = readPages(body.view?.private_metadata ?? ''),
): Promise<void> {
  const shown = await home.show(body.user.id, { pages, ...(notice !== undefined && { notice }) });
  if (shown || notice === undefined) return;
  await reply(client, { user: body.user.id }, message(notice), { replies: 0, age: 0 });
}
