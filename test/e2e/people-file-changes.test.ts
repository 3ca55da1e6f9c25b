import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { company } from './company.ts';

it('takes a new people.yml without a restart, and keeps the last good one when the next is broken', async () => {
  const acme = await company('socket', { locales: { guest: 'ru-RU' } });
  const { ivan, boss, guest, stranger } = acme.people;
  const sender = acme.as(ivan);
  const admin = acme.as(boss);

  await writeFile(
    acme.peopleFile,
    `people:\n  - { slack: ${stranger.id}, bitrix24: 20 }\nadmins: [${boss.id}, ${guest.id}]\n`,
  );
  await expect.poll(() => acme.logged.join(''), { timeout: 5000 }).toContain('the new version is in force');
  await sender.command('/b24notify', '@stranger welcome');
  await sender.answers(`:white_check_mark: Delivered to <@${stranger.id}>: “welcome”`);

  await writeFile(acme.peopleFile, `people:\n  - { slack: ${stranger.id}, bitrix24: Olga }\n`);
  const told = await admin.answers(':warning: The new version of people.yml cannot be used');
  const also = await acme.as(guest).answers(':warning: Новую версию people.yml использовать нельзя');
  expect(also.text).toContain('people.yml:2 people[0].bitrix24: нужен номер сотрудника Битрикс24');
  expect(told.text).toContain('people.yml:2 people[0].bitrix24 must be the number of a Bitrix24 person');
  await sender.command('/b24notify', '@stranger still here');
  await sender.answers(`:white_check_mark: Delivered to <@${stranger.id}>: “still here”`);
  await acme.end();
});
