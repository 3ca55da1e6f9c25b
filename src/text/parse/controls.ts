import {
  type Block,
  channel,
  date,
  type Inline,
  lettersOf,
  lineBreak,
  link,
  paragraphOf,
  person,
  text,
} from '../document.ts';
import { arrayAt, asPayload, isPayload, numberAt, type Payload, payloadAt, stringAt } from './payload.ts';
import { blocksOfTextObject, inlinesOfTextObject } from './text-objects.ts';

/**
 * Buttons and menus of a message in words. A button with an address is a link; one without does something in Slack
 * only, so its caption stands in brackets as a thing that is there. Menus show what is chosen in them, or what they ask
 * for; boxes to tick show all there are, each on its line.
 */
export function inlinesOfButtons(elements: readonly unknown[]): Inline[] {
  const shown = elements
    .filter(isPayload)
    .map((element) => ({ inlines: inlinesOfControl(element), isTall: hasBoxes(element) }))
    .filter(({ inlines }) => inlines.length > 0);
  return shown.flatMap(({ inlines, isTall }, index) => {
    if (index === 0) return inlines;
    return [isTall || shown[index - 1]?.isTall ? lineBreak() : text(' · '), ...inlines];
  });
}

const hasBoxes = ({ type }: Payload): boolean => type === 'checkboxes' || type === 'radio_buttons';

function inlinesOfControl(element: Payload): Inline[] {
  if (element.type === 'image') return [];
  const url = stringAt(element, 'url');
  const caption = captionOf(element, 'text');
  if (url !== '') return [link(url, caption)];
  if (caption !== '' && (element.type === 'button' || element.type === 'workflow_button')) return inBrackets(caption);
  const chosen = inlinesOfChoice(element);
  const asked = captionOf(element, 'placeholder');
  return chosen.length > 0 || asked === '' ? chosen : inBrackets(asked);
}

const captionOf = (element: Payload, key: string): string => lettersOf(inlinesOfTextObject(element[key]));
const inBrackets = (caption: string): Inline[] => [text(`[ ${caption} ]`)];

/** What is chosen or filled in at first. */
function inlinesOfChoice(element: Payload): Inline[] {
  if (hasBoxes(element)) return inlinesOfBoxes(element);
  const moment = numberAt(element, 'initial_date_time');
  if (moment !== undefined) {
    return [date({ seconds: moment, format: '{date_short} {time}', fallback: '', url: '' })];
  }
  const options = [...chosenIn(element).map(({ text: words }) => inlinesOfTextObject(words)), ...inlinesOfIds(element)];
  const shown = options.filter((inlines) => inlines.length > 0);
  if (shown.length > 0) return shown.flatMap((own, index) => (index > 0 ? [text(', '), ...own] : own));
  const filled = ['initial_value', 'initial_date', 'initial_time'].map((key) => stringAt(element, key)).find(Boolean);
  return filled === undefined ? [] : [text(filled)];
}

const chosenIn = (element: Payload): Payload[] =>
  [element.initial_option, ...arrayAt(element, 'initial_options')].filter(isPayload);

/** People and conversations that a menu holds. */
function inlinesOfIds(element: Payload): Inline[][] {
  const ids = (name: string): string[] =>
    [element[`initial_${name}`], ...arrayAt(element, `initial_${name}s`)].filter((id) => typeof id === 'string');
  return [
    ...ids('user').map((id) => [person(id)]),
    ...[...ids('channel'), ...ids('conversation')].map((id) => [/^[UW]/.test(id) ? person(id) : channel(id)]),
  ];
}

/** A list to tick, as far as it is ticked at first. */
function inlinesOfBoxes(element: Payload): Inline[] {
  const [ticked, open] = element.type === 'checkboxes' ? ['☑', '☐'] : ['◉', '○'];
  const chosen = new Set(chosenIn(element).map((option) => stringAt(option, 'value')));
  return arrayAt(element, 'options')
    .map(asPayload)
    .flatMap((option, index) => {
      const description = inlinesOfTextObject(option.description);
      return [
        ...(index > 0 ? [lineBreak()] : []),
        text(`${chosen.has(stringAt(option, 'value')) ? ticked : open} `),
        ...inlinesOfTextObject(option.text),
        ...(description.length > 0 ? [text(' — '), ...description] : []),
      ];
    });
}

/** A form field inside a message: its label, and what it holds at first. */
export function blocksOfInput(block: Payload): Block[] {
  const element = payloadAt(block, 'element');
  const held = inlinesOfChoice(element);
  const label = inlinesOfTextObject(block.label);
  const filled = blocksOfTextObject(payloadAt(element, 'initial_value'));
  const between = hasBoxes(element) ? lineBreak() : text(': ');
  const first = label.length > 0 && held.length > 0 ? [...label, between, ...held] : [...label, ...held];
  return [...(first.length > 0 ? [paragraphOf(first)] : []), ...filled, ...blocksOfTextObject(block.hint)];
}
