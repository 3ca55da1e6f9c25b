import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/workspace.ts';
import { languages } from '../../src/store/languages.ts';
import { connectStore } from '../../src/store/store.ts';
import { type Company, company, type Transport } from './company.ts';

const buttonsOf = (seen: SeenMessage | undefined) => seen?.buttons.map(({ text }) => text);

/** Somebody chooses a language in the Home. */
async function choose(acme: Company, person: { id: string }, locale: string | undefined): Promise<void> {
  const store = await connectStore({ kind: 'sqlite', path: acme.storePath });
  await languages(store, () => acme.workspace.team.id).choose(person.id, locale);
  await store.destroy();
}

describe.each<Transport>(['http', 'socket'])('somebody who uses Slack in Russian, over %s', (transport) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company(transport, {
      locales: { ivan: 'ru-RU', guest: 'ru-RU' },
      rules: ({ boss }) => `admins: [${boss.id}]\nlimits: { recipients: 12 }`,
    });
    acme.portal.people.add({ id: 30, name: 'Самуил', lastName: 'Странник', email: 'other@example.com' });
  });
  afterAll(() => acme.end());
  const me = () => acme.as(acme.people.ivan);
  const anna = () => `<@${acme.people.anna.id}>`;

  it('reads how it ended, takes it back, and sees it in the history', async () => {
    await me().command('/b24notify', '@anna обед & «кофе»', acme.sales);
    const seen = await me().answers(`:white_check_mark: Доставлено: ${anna()} — «обед &amp; «кофе»»`);
    expect(buttonsOf(seen)).toEqual(['Отозвать']);
    await me().click('Отозвать', seen);
    await me().answers(`:leftwards_arrow_with_hook: Отозвано: ${anna()} — «обед`);
    await me().command('/b24notify', 'history', acme.sales);
    expect((await me().answers('*Ваши последние уведомления*')).text).toContain('· отозвано: 1');
    await me().command('/b24notify', 'undo', acme.sales);
    await me().answers(`:leftwards_arrow_with_hook: Отозвано: ${anna()}`);
    await me().command('/b24notify', 'help', acme.sales);
    expect((await me().answers('*Уведомить коллегу в Битрикс24*')).text).toContain('`/b24notify @anna Согласуйте');
  });

  it('reads why some got nothing, and a colleague the same in English', async () => {
    acme.portal.people.change(20, { restNotifications: false });
    for (const [person, delivered, whys] of [
      [
        acme.people.ivan,
        `:warning: Доставлено: ${anna()} — «x», но:`,
        ['связь с учётной записью Битрикс24 ещё не настроена', 'в Битрикс24 отключены уведомления от приложений'],
      ],
      [
        acme.people.boris,
        `:warning: Delivered to ${anna()}: “x”, but:`,
        ['not linked to a Bitrix24 account yet', 'they have switched off notifications from apps'],
      ],
    ] as const) {
      await acme.as(person).command('/b24notify', '@anna @stranger b24:20 x', acme.sales);
      const seen = await acme.as(person).answers(delivered);
      for (const why of whys) expect(seen.text).toContain(why);
    }
    acme.portal.people.change(20, { restNotifications: true });
    await me().click('Отправить ещё раз', me().sees().at(-1));
    await me().answers(`:warning: Доставлено: ${anna()} и b24:20 — «x», но:`);
  });

  it('reads what was not understood, and gets a form in Russian that holds what was typed', async () => {
    await me().command('/b24notify', 'привет всем', acme.sales);
    const seen = await me().answers(':x: Команда начинается с получателя, а «привет» боту ни о ком не говорит.');
    expect(seen.text).toContain('Ничего не отправлено. Вы ввели:');
    await me().click('Открыть форму', seen);
    await acme.workspace.waitFor(() => me().view() !== undefined);
    const view = JSON.stringify(me().view());
    for (const words of ['Написать в Битрикс24', 'Отправить', 'Отмена', 'Кому', 'Выберите людей', 'Тег'])
      expect(view).toContain(words);
    expect(me().viewText()).toContain('привет всем');

    await me().submit();
    expect(me().formErrors).toEqual({ people: 'Выберите хотя бы одного получателя.' });
    me().fill({ others: 'anna@' });
    await me().submit();
    expect(me().formErrors).toEqual({
      others: '«anna@» — это не адрес электронной почты и не b24: с номером. Людей по имени выбирайте в полях выше.',
    });
    me().fill({ others: null, people: [acme.people.stranger] });
    await me().submit();
    expect(me().viewText()).toContain('Ни одному из указанных получателей отправить уведомление нельзя');
    const refused = JSON.stringify(me().view());
    for (const words of ['Связь не настроена', 'Попросить администратора', 'Назад']) expect(refused).toContain(words);
    await me().close();
    me().fill({ people: [acme.people.anna] });
    await me().submit();
    await me().answers(`:white_check_mark: Доставлено: ${anna()} — «привет всем»`);
  });

  it('passes a message on by a form in Russian', async () => {
    const message = acme.workspace.post(acme.sales, acme.people.boris, { text: 'Цифры за май' });
    await me().messageShortcut('b24_notify_message', message);
    await acme.workspace.waitFor(() => me().viewText().includes('Автор сообщения: *'));
    expect(JSON.stringify(me().view())).toContain('Ваш комментарий');
    me().fill({ people: [acme.people.anna] });
    await me().submit();
    await me().answers(`:white_check_mark: Доставлено: ${anna()} — «Цифры за май»`);
  });

  it('confirms a request to many, counted as Russian counts', async () => {
    const many = Array.from({ length: 12 }, (_, index) => {
      const email = `m${index}@example.com`;
      acme.portal.people.add({ id: 100 + index, name: `M${index}`, lastName: 'Many', email });
      return acme.workspace.people.add({ name: `m${index}`, realName: `M${index} Many`, email });
    });
    acme.workspace.groups.add({ handle: 'many', members: many });
    await me().command('/b24notify', '@many учебная тревога', acme.sales);
    const asked = await me().answers(':bell: Пока ничего не отправлено. Получатели (12 человек): ');
    expect(buttonsOf(asked)).toEqual(['Отправить 12 получателям', 'Открыть форму', 'Не отправлять']);
    await me().click('Не отправлять', asked);
    await me().answers(':x: Не отправлено: вы отменили отправку.');
    await me().command('/b24notify', '@many @anna слишком много', acme.sales);
    await me().answers(':x: Указано получателей: 13, а за один раз можно не больше 12.');
  });

  it('asks for a link in Russian; the admin reads English, and each their own when it is made', async () => {
    const { ivan, boss, stranger } = acme.people;
    await me().command('/b24notify', '@anna @stranger план', acme.sales);
    const seen = await me().answers(`:warning: Доставлено: ${anna()} — «план», но:`);
    await me().click('Попросить администратора', seen);
    await me().answers(`:hourglass_flowing_sand: Вопрос передан администраторам: <@${boss.id}>. Уведомление для`);
    const admin = acme.as(boss);
    const wanted = await admin.answers(`:link: <@${ivan.id}> wants to notify <@${stranger.id}>`);
    await admin.click('Link now', wanted);
    await acme.workspace.waitFor(() => admin.view() !== undefined);
    expect(JSON.stringify(admin.view())).toContain('Link to Bitrix24');
    const [found = ''] = (await admin.suggest('link_person', 'stran')).labels;
    admin.fill({ link_person: found });
    await admin.submit();
    await admin.answers(`:white_check_mark: <@${stranger.id}> is linked to the Bitrix24 person number 30.`);
    await me().answers(`:white_check_mark: Доставлено: <@${stranger.id}> — «план»`);
  });

  it('is refused in Russian', async () => {
    await acme.as(acme.people.guest).command('/b24notify', '@anna привет', acme.sales);
    const seen = await acme.as(acme.people.guest).answers(':x: Гости не могут отправлять уведомления в Битрикс24.');
    expect(seen.text).toContain(`Обратитесь к администратору бота: <@${acme.people.boss.id}>.`);
    expect(buttonsOf(seen)).toEqual(['Открыть форму']);
  });

  it('reads of trouble inside the bot in Russian, and of a store that takes nothing', async () => {
    const other = new DatabaseSync(acme.storePath);
    const rename = (from: string, to: string) => {
      for (const table of ['request', 'draft']) other.exec(`alter table ${table}${from} rename to ${table}${to}`);
    };
    rename('', '_gone');
    await me().command('/b24notify', 'history', acme.sales);
    await me().answers(':x: В боте произошла ошибка, и сделать это не удалось;');
    await me().command('/b24notify', '@anna не потеряй', acme.sales);
    const seen = await me().answers(':x: Не принято: бот не смог сохранить запрос, поэтому ничего не отправлено.');
    expect(seen.text).toContain('>@anna не потеряй'.replace('@anna', anna()));
    rename('_gone', '');
    other.close();
  });

  it('reads it when a form does not open', async () => {
    const end = acme.workspace.misbehave({ on: 'views.open', do: 'error', error: 'expired_trigger_id' });
    await me().command('/b24notify', '', acme.sales);
    await me().answers(':x: Ничего не отправлено: Slack не успел открыть форму. Попробуйте ещё раз.');
    end();
  });

  it('reads the language they chose themselves, from the next word on, and Slack’s again when they take it back', async () => {
    await choose(acme, acme.people.ivan, 'en');
    await me().command('/b24notify', '@anna chosen', acme.sales);
    await me().answers(`:white_check_mark: Delivered to ${anna()}: “chosen”`);
    await choose(acme, acme.people.ivan, undefined);
    await me().command('/b24notify', '@anna снова', acme.sales);
    await me().answers(`:white_check_mark: Доставлено: ${anna()} — «снова»`);
  });
});

describe('what was stored', () => {
  it('is told in the language that its sender reads when it is told', async () => {
    const acme = await company('http');
    const me = acme.as(acme.people.ivan);
    acme.portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'delay', ms: 2600 } });
    await me.command('/b24notify', '@anna @stranger later', acme.sales);
    const waiting = await me.answers(':hourglass_flowing_sand: Stored, on its way to');
    expect(waiting.text).toContain('not linked to a Bitrix24 account yet');
    await choose(acme, acme.people.ivan, 'ru');
    const seen = await me.answers(`:warning: Доставлено: <@${acme.people.anna.id}> — «later», но:`);
    expect(seen.text).toContain('связь с учётной записью Битрикс24 ещё не настроена');
    await acme.end();
  });
});

describe('the admins', () => {
  it('read of trouble each in their own language', async () => {
    const acme = await company('http', {
      stopped: true,
      locales: { boss: 'ru-RU' },
      rules: ({ boss, boris }) => `admins: [${boss.id}, ${boris.id}]`,
    });
    acme.portal.webhook.revoke();
    await acme.start();
    const told = await acme.as(acme.people.boss).answers(':warning: Битрикс24 не пускает бота, поэтому');
    expect(told.text).toMatch(/Ответ портала: \w+\.\nСоздайте новый входящий вебхук/);
    const also = await acme.as(acme.people.boris).answers(':warning: Bitrix24 refuses the bot');
    expect(also.text).toMatch(/Its answer: \w+\.\nCreate a new inbound webhook/);
    acme.portal.webhook.restore();
    await acme.as(acme.people.ivan).command('/b24notify', '@anna kept', acme.sales);
    await acme.as(acme.people.boss).answers(':white_check_mark: Битрикс24 снова пускает бота');
    await acme.end();
  });
});

describe('the language inside a notification', () => {
  it.each<[string, Record<string, string>, object, string]>([
    ['the portal’s', {}, { language: 'ru', webhookInfo: 'licence' }, 'Ivan Petrov в Slack, #sales:'],
    ['English where the portal does not tell', {}, { language: 'ru' }, 'Ivan Petrov in Slack, #sales:'],
    ['the one of NOTIFY_LOCALE', { NOTIFY_LOCALE: 'ru' }, {}, 'Ivan Petrov в Slack, #sales:'],
    [
      'the one of NOTIFY_LOCALE, whatever the portal says',
      { NOTIFY_LOCALE: 'en' },
      { language: 'ru', webhookInfo: 'licence' },
      'Ivan Petrov in Slack, #sales:',
    ],
  ])('is %s, whatever the sender reads', async (_, env, portal, head) => {
    const acme = await company('http', { env, portal });
    if (!('NOTIFY_LOCALE' in env)) {
      await expect.poll(() => acme.logged.join('')).toContain('the language of notifications follows the portal');
    }
    await acme.as(acme.people.ivan).command('/b24notify', '@anna hello', acme.sales);
    await acme.as(acme.people.ivan).answers(':white_check_mark: Delivered to');
    expect(acme.portal.bell(12).at(-1)?.text).toContain(head);
    await acme.end();
  });

  it('does not keep the bot from starting or stopping, whatever the portal does', async () => {
    const acme = await company('http', { stopped: true });
    acme.portal.misbehave({ on: 'app.info', do: { kind: 'hang' } });
    await acme.start();
    await acme.as(acme.people.ivan).command('/b24notify', '@anna hello', acme.sales);
    await acme.as(acme.people.ivan).answers(':white_check_mark: Delivered to');
    await acme.end();
  });
});
