import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { permissionOf } from '../../../people/permission.ts';
import { shortened } from '../../../text/shortening.ts';
import { patientFor } from '../../directory.ts';
import { plain } from '../../views/fields.ts';
import type { Ports } from '../ports.ts';

/** Slack shows "no results" where nothing comes in three seconds; while the first list is read, that is the answer. */
const PATIENCE = 1500;
const MOST = 20;
const LONGEST_OPTION = 75;

/** People of Bitrix24, while a name is being typed. Slack cannot show an error here: trouble is an empty list. */
export const portalPeople =
  ({ portalDirectory, who, directory, log }: Ports) =>
  async ({ ack, payload, body }: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs): Promise<void> => {
    // Who may not send has no business with the names of everybody in the portal.
    const permission = await permissionOf(body.user.id, who().file, directory, directory.inGroup);
    if (permission.kind === 'refused') return ack({ options: [] });
    await patientFor(portalDirectory.ready(), PATIENCE).catch(() => {
      log.info('the people of the portal are still being read; a search found nobody');
    });
    const options = portalDirectory.find(payload.value, MOST).map(({ bitrix24Id, name, email }) => ({
      text: plain(
        shortened(email ? `${name || `b24:${bitrix24Id}`} · ${email}` : name || `b24:${bitrix24Id}`, LONGEST_OPTION),
      ),
      value: String(bitrix24Id),
    }));
    await ack({ options });
  };
