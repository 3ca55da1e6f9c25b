import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPortal } from '../bitrix24/portal.ts';
import { startWorkspace } from '../slack/workspace.ts';

/** A made-up company, half of it in Slack and half of it in Bitrix24, with the people.yml that joins them. */
export async function startAcme(folder: string) {
  const workspace = await startWorkspace({ domain: 'acme' });
  const portal = await startPortal();
  const employ = (id: number, name: string, lastName: string) => {
    const email = `${name.toLowerCase()}@acme.example`;
    portal.people.add({ id, name, lastName, email });
    return workspace.people.add({ name: name.toLowerCase(), realName: `${name} ${lastName}`, email });
  };
  const ivan = employ(10, 'Ivan', 'Petrov');
  const anna = employ(12, 'Anna', 'Lee');
  const boris = employ(15, 'Boris', 'Orlov');
  const sales = workspace.channels.add({ name: 'sales', members: [ivan, anna, boris], botIsMember: true });

  const peopleFile = join(folder, 'people.yml');
  const entries = [[ivan.id, 10] as const, ['anna@acme.example', 12] as const, [boris.id, 15] as const];
  const lines = entries.map(([slack, bitrix24]) => `  - { slack: ${slack}, bitrix24: ${bitrix24} }`);
  await writeFile(peopleFile, `people:\n${lines.join('\n')}\n`);

  return {
    workspace,
    portal,
    people: { ivan, anna, boris },
    sales,
    peopleFile,
    async stop() {
      await Promise.all([workspace.stop(), portal.stop()]);
    },
  };
}

export type Acme = Awaited<ReturnType<typeof startAcme>>;
