import type { Command } from 'commander';
import { deleteNotification, type NotificationRef } from '../../bitrix24/notifications.ts';
import { NotDoneError } from '../not-done-error.ts';
import { addPortalOptions, choosePortal, notBlank, type PortalChoiceOptions, withPortal } from '../portal-choice.ts';
import type { Shell } from '../shell.ts';
import { UsageError } from '../usage-error.ts';
import { wholeNumber } from '../whole-number.ts';

interface DeleteOptions extends PortalChoiceOptions {
  id?: number;
  tag?: string;
  json?: true;
}

const HELP = `
Some portals look for an id only among the notifications of the webhook's owner or the token's user; a tag is found
whoever got it. By tag the portal answers true also when there was nothing with this tag.

Examples:
  npm run b24notify -- delete --tag build
  npm run b24notify -- delete --id 12345 --json
  npm run b24notify -- delete --tag build --url example.bitrix24.com --token "$TOKEN"`;

/** `delete`: takes a notification back. */
export function addDelete(program: Command, shell: Shell): void {
  const command = program
    .command('delete')
    .description("take a notification back, and print the portal's answer")
    .option('--id <id>', "the id that the portal gave (send's result)", wholeNumber)
    .option('--tag <tag>', 'the tag it was sent with', notBlank)
    .option('--json', 'print one line, for machines');
  addPortalOptions(command)
    .addHelpText('after', HELP)
    .action((options: DeleteOptions) => takeBack(options, shell));
}

async function takeBack(options: DeleteOptions, shell: Shell): Promise<void> {
  const reference = referenceOf(options);
  const choice = choosePortal(options, shell);
  const answer = await withPortal(choice, shell, (portal) => deleteNotification(portal, reference));
  if (answer.result !== true) {
    throw new NotDoneError({
      code: 'NOTHING_TAKEN_BACK',
      message: 'Nothing was taken back: the portal found no such notification.',
      advice:
        'id' in reference
          ? "Take it back by its tag: by id some portals look only among the caller's own notifications."
          : 'Check the tag, and that it was sent over the same webhook or application.',
      answer: answer.raw,
    });
  }
  shell.output.result(answer.raw, { oneLine: options.json ?? false });
}

function referenceOf({ id, tag }: DeleteOptions): NotificationRef {
  if (id !== undefined && tag === undefined) return { id };
  if (id === undefined && tag !== undefined) return { tag };
  const what = id === undefined ? 'Neither --id nor --tag was given.' : 'Both --id and --tag were given.';
  throw new UsageError(what, 'Give one of them.');
}
