import { type Block, date, type Inline, lettersOf, link, paragraphOf, text } from '../document.ts';
import { arrayAt, isPayload, numberAt, type Payload, payloadAt, stringAt } from './payload.ts';
import { blocksOfTextObject, inlinesOfTextObject } from './text-objects.ts';

/**
 * Buttons and menus of a message in words. A button with an address is a link; one without does something in Slack
 * only, so its caption stands in brackets as a thing that is there. Menus show what is chosen in them.
 */
export function inlinesOfButtons(elements: readonly unknown[]): Inline[] {
  const shown = elements
    .map((element) => (isPayload(element) ? inlinesOfControl(element) : []))
    .filter((own) => own.length > 0);
  return shown.flatMap((own, index) => (index > 0 ? [text(' · '), ...own] : own));
}

function inlinesOfControl(element: Payload): Inline[] {
  if (element.type === 'image') return [];
  const url = stringAt(element, 'url');
  const caption = captionOf(element);
  if (url !== '') return [link(url, caption)];
  if (caption !== '' && element.type === 'button') return [text(`[ ${caption} ]`)];
  if (element.type === 'workflow_button' && caption !== '') return [text(`[ ${caption} ]`)];
  return inlinesOfChoice(element);
}

const captionOf = (element: Payload): string => lettersOf(inlinesOfTextObject(element.text));

/** What is chosen or filled in at first. */
function inlinesOfChoice(element: Payload): Inline[] {
  const moment = numberAt(element, 'initial_date_time');
  if (moment !== undefined) {
    return [date({ seconds: moment, format: '{date_short} {time}', fallback: '', url: '' })];
  }
  const options = [payloadAt(element, 'initial_option'), ...arrayAt(element, 'initial_options')]
    .map((option) => inlinesOfTextObject(isPayload(option) ? option.text : undefined))
    .filter((inlines) => inlines.length > 0);
  if (options.length > 0) return options.flatMap((own, index) => (index > 0 ? [text(', '), ...own] : own));
  const filled = ['initial_value', 'initial_date', 'initial_time'].map((key) => stringAt(element, key)).find(Boolean);
  return filled === undefined ? [] : [text(filled)];
}

/** A form field inside a message: its label, and what it holds at first. */
export function blocksOfInput(block: Payload): Block[] {
  const element = payloadAt(block, 'element');
  const held = inlinesOfChoice(element);
  const label = inlinesOfTextObject(block.label);
  const filled = blocksOfTextObject(payloadAt(element, 'initial_value'));
  const first = label.length > 0 && held.length > 0 ? [...label, text(': '), ...held] : [...label, ...held];
  return [...(first.length > 0 ? [paragraphOf(first)] : []), ...filled, ...blocksOfTextObject(block.hint)];
}
