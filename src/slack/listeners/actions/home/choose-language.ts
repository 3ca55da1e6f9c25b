import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs, StaticSelectAction } from '@slack/bolt';
import { localeOf } from '../../../../language/catalogues.ts';
import { AS_IN_SLACK } from '../../../views/home/home.ts';
import type { Ports } from '../../ports.ts';
import { showHome } from './show.ts';

/** The language in which the bot speaks to somebody was picked; their Home is the first to show it. */
export const chooseLanguage =
  (ports: Ports) =>
  async (args: SlackActionMiddlewareArgs<BlockAction<StaticSelectAction>> & AllMiddlewareArgs): Promise<void> => {
    await args.ack();
    const user = args.body.user.id;
    const { value } = args.action.selected_option;
    const locale = localeOf(value);
    try {
      if (locale !== undefined || value === AS_IN_SLACK) await ports.languages.choose(user, locale);
    } catch (error) {
      ports.log.error({ error, user }, 'a chosen language could not be kept');
      await showHome(args, ports, `:x: ${(await ports.wordsFor(user)).home.languageNotKept}`);
      return;
    }
    await showHome(args, ports);
  };
