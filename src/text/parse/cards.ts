import { type Block, card, type Inline, image, lettersOf, link, paragraphOf, text } from '../document.ts';
import { inlinesOfButtons } from './controls.ts';
import { arrayAt, isPayload, type Payload, payloadAt, stringAt } from './payload.ts';
import { blocksOfTextObject, inlinesOfTextObject } from './text-objects.ts';

const none: Block[] = [];
const orNothing = (inlines: readonly Inline[]): Block[] => (inlines.length > 0 ? [paragraphOf(inlines)] : none);

function imageOf(element: Payload): Block[] {
  const url = stringAt(element, 'image_url') || stringAt(payloadAt(element, 'slack_file'), 'url');
  return url === '' ? none : [image(url, stringAt(element, 'alt_text'))];
}

/** `card`: picture, title, subtitle, text, buttons. Its icon is decoration. */
export function blocksOfCard(block: Payload): Block {
  return card({
    title: inlinesOfTextObject(block.title),
    blocks: [
      ...orNothing(inlinesOfTextObject(block.subtitle)),
      ...blocksOfTextObject(block.body),
      ...blocksOfTextObject(block.subtext),
      ...imageOf(payloadAt(block, 'hero_image')),
      ...orNothing(inlinesOfButtons(arrayAt(block, 'actions'))),
    ],
  });
}

/** `container`: a title over blocks of its own. */
export function blocksOfContainer(block: Payload, children: readonly Block[]): Block[] {
  const title = inlinesOfTextObject(block.rich_text_title);
  return [
    card({
      title: title.length > 0 ? title : inlinesOfTextObject(block.title),
      blocks: [...orNothing(inlinesOfTextObject(block.subtitle)), ...children],
    }),
  ];
}

/** `video`: its title leads to it; the preview picture stands for it. */
export function blocksOfVideo(block: Payload): Block[] {
  const title = lettersOf(inlinesOfTextObject(block.title)) || stringAt(block, 'alt_text');
  const url = stringAt(block, 'title_url') || stringAt(block, 'video_url');
  const makers = ['author_name', 'provider_name'].map((key) => stringAt(block, key)).filter(Boolean);
  return [
    card({
      author: makers.length > 0 ? [text(makers.join(' · '))] : [],
      title: url === '' ? [text(`🎬 ${title}`)] : [text('🎬 '), link(url, title)],
      blocks: [
        ...blocksOfTextObject(block.description),
        ...imageOf({ image_url: block.thumbnail_url, alt_text: block.alt_text }),
      ],
    }),
  ];
}

const taskSigns: Readonly<Record<string, string>> = {
  pending: '⏳',
  in_progress: '▶️',
  complete: '✅',
  error: '❌',
};

/** `task_card`: how far a step of an assistant's work is, with its details, result and sources. */
export function blocksOfTask(block: Payload): Block[] {
  return [card({ title: titleOfTask(block), blocks: resultOfTask(block) })];
}

const resultOfTask = (block: Payload): Block[] => [
  ...blocksOfTextObject(block.details),
  ...blocksOfTextObject(block.output),
  ...orNothing(inlinesOfButtons(arrayAt(block, 'sources'))),
];

/** `plan`: a title and the tasks under it. */
export function blocksOfPlan(block: Payload): Block[] {
  const tasks = arrayAt(block, 'tasks').filter(isPayload);
  return [
    card({
      title: inlinesOfTextObject(block.title),
      blocks: tasks.flatMap((task) => [paragraphOf(titleOfTask(task)), ...resultOfTask(task)]),
    }),
  ];
}

function titleOfTask(block: Payload): Inline[] {
  const sign = taskSigns[stringAt(block, 'status')];
  const title = inlinesOfTextObject(block.title);
  return sign === undefined ? title : [text(`${sign} `), ...title];
}
