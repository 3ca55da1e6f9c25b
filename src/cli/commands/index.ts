import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { addDelete } from './delete.ts';
import { addDoctor } from './doctor.ts';
import { addOutbox } from './outbox.ts';
import { addPeople } from './people.ts';
import { addSend } from './send.ts';
import { addSetup } from './setup.ts';

/** Every command, in the order of the help; each adds itself to the program. */
export const commands: readonly ((program: Command, shell: Shell) => void)[] = [
  addSend,
  addDelete,
  addSetup,
  addDoctor,
  addPeople,
  addOutbox,
];
