import { describe, expect, it, onTestFinished } from 'vitest';
import { company } from './company.ts';

describe('a colleague whose account is of another workspace of the same Enterprise organization', () => {
  it('finds what they sent by command and by form in one history, and takes the last one back', async () => {
    const acme = await company('http', { workspace: { enterpriseId: 'E0OURS' } });
    onTestFinished(() => acme.end());
    const { workspace } = acme;
    const will = workspace.people.add({
      id: 'W0WILL',
      name: 'will',
      realName: 'Will Wide',
      teamId: 'T0OTHER',
      enterprise: { id: 'E0OURS', teams: ['T0OTHER'] },
    });
    const me = workspace.as(will);
    await me.command('/b24notify', 'b24:20 by command');
    await me.answers(':white_check_mark: Delivered to b24:20: “by command”');
    await me.globalShortcut('b24_notify_compose');
    await workspace.waitFor(() => me.view() !== undefined);
    me.fill({ others: 'b24:20', text: 'by form' });
    await me.submit();
    await me.answers(':white_check_mark: Delivered to b24:20: “by form”');

    await me.openHome();
    await workspace.waitFor(() => me.homeText().includes('by form'));
    expect(me.homeText()).toContain('by command');
    await me.command('/b24notify', 'history');
    expect((await me.answers('*Your last')).text).toMatch(/by form.*by command/s);
    await me.command('/b24notify', 'undo');
    await me.answers(':leftwards_arrow_with_hook: Taken back from b24:20: “by form”');
  });
});
