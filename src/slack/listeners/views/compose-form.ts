import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { isEmpty } from '../../../text/document.ts';
import { parseRichText } from '../../../text/parse/rich-text.ts';
import { FIELDS } from '../../views/fields.ts';
import type { Ports } from '../ports.ts';
import { submitForm } from './form.ts';

/** The compose form was sent. */
export const composeForm = (ports: Ports) => (args: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs) =>
  submitForm(args, ports, ({ richText, files }, _, { form }) => {
    const body = parseRichText(richText);
    if (isEmpty(body)) return { field: FIELDS.text, wrong: form.noText };
    return { surface: 'compose', body, files };
  });
