import type { Actor } from '../slack/workspace.ts';
import type { Acme } from './acme.ts';
import { doing, showBell, showSlack, title } from './print.ts';

/** Plays one way of using the bot and shows both ends. @throws when something did not arrive */
export type Scene = (acme: Acme) => Promise<void>;

const DELIVERED = ':white_check_mark:';
const PATIENCE = 10_000;

export const slashCommand: Scene = async ({ workspace, portal, people, sales }) => {
  const typed = '@anna @boris Please approve *invoice 12* today :pray:';
  title('1. A slash command');
  doing('Ivan types', `/b24notify ${typed}`);
  const ivan = workspace.as(people.ivan);
  const answer = await nextAnswer(ivan, workspace, () => ivan.command('/b24notify', typed, sales));
  showSlack('Ivan', answer, Object.values(people));
  for (const [name, id] of [['Anna', 12] as const, ['Boris', 15] as const]) showBell(name, newest({ portal }, id));
};

export const messageShortcut: Scene = async ({ workspace, portal, people, sales }) => {
  title('2. A message with files, by its shortcut');
  const files = [
    workspace.files.add({ name: 'Contract.pdf', mimetype: 'application/pdf', content: Buffer.alloc(48_200, 'p') }),
    workspace.files.add({ name: 'Office plan.png', mimetype: 'image/png', content: Buffer.alloc(9_300, 'i') }),
  ];
  const text = `Hello <@${people.anna.id}>, the contract is signed &amp; scanned:\n• see page 4\n• and the plan`;
  const message = workspace.post(sales, people.boris, { text, files });
  doing(
    'Boris wrote',
    'a message with two files in #sales; Ivan chooses “Notify in Bitrix24” on it, picks Anna, adds a note',
  );
  const ivan = workspace.as(people.ivan);
  await ivan.messageShortcut('b24_notify_message', message);
  await workspace.waitFor(() => ivan.viewText().includes('Contract.pdf'), PATIENCE);
  ivan.fill({ To: [people.anna], 'Your note': 'For your archive, please.', Tag: 'contract' });
  const answer = await nextAnswer(ivan, workspace, () => ivan.submit());
  showSlack('Ivan', answer, Object.values(people));
  showBell('Anna', newest({ portal }, 12));
};

export const composeForm: Scene = async ({ workspace, portal, people }) => {
  title('3. The form “Write to Bitrix24”');
  doing('Anna fills in', 'the form, with Boris and Ivan’s e-mail address, some formatting and a file');
  const anna = workspace.as(people.anna);
  await anna.globalShortcut('b24_notify_compose');
  await workspace.waitFor(() => anna.view() !== undefined, PATIENCE);
  anna.fill({
    To: [people.boris],
    'And people who are not in Slack': 'ivan@acme.example',
    Text: {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Deploy finished', style: { bold: true } },
            { type: 'text', text: '. The log says ' },
            { type: 'text', text: 'array[0] = C:\\new', style: { code: true } },
            { type: 'text', text: ', and [b]this[/b] stays as typed.' },
          ],
        },
      ],
    },
    Files: [{ name: 'deploy.log', mimetype: 'text/plain', content: Buffer.from('done\n') }],
  });
  const answer = await nextAnswer(anna, workspace, () => anna.submit());
  showSlack('Anna', answer, Object.values(people));
  for (const [name, id] of [['Boris', 15] as const, ['Ivan', 10] as const]) showBell(name, newest({ portal }, id));
};

export const undo: Scene = async ({ workspace, portal, people }) => {
  title('4. Undo');
  doing('Anna clicks', '“Undo” below the last answer');
  const before = portal.bell(15).length;
  const anna = workspace.as(people.anna);
  await anna.click('Undo');
  showSlack('Anna', await anna.answers(':leftwards_arrow_with_hook:', PATIENCE), Object.values(people));
  if (portal.bell(15).length !== before - 1) throw new Error('Boris still sees what was taken back.');
};

/** What somebody sees next in Slack, after doing something. */
async function nextAnswer(actor: Actor, workspace: Acme['workspace'], act: () => Promise<unknown>) {
  const before = actor.sees().length;
  await act();
  await workspace.waitFor(() => actor.sees().length > before, PATIENCE);
  const seen = actor.sees().at(-1);
  if (!seen?.text.startsWith(DELIVERED)) throw new Error(`It was not delivered; the sender sees: ${seen?.text}`);
  return seen;
}

function newest({ portal }: Pick<Acme, 'portal'>, person: number) {
  const item = portal.bell(person).at(-1);
  if (item === undefined) throw new Error(`Nothing rang for person ${person} in Bitrix24.`);
  return item;
}
