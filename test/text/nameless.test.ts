import { describe, expect, it } from 'vitest';
import { noNames } from '../../src/text/names.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { renderSummary } from '../../src/text/render/summary.ts';

const nameless = { person: 'somebody', group: 'a group', channel: 'a channel' };
const mentions = parseMrkdwn(
  '<@U012> of <!subteam^S012> in <#C012|>; <@U013|anna> of <!subteam^S013|@ops> in <#C013|ops>',
);

describe('a mention whose name Slack does not tell', () => {
  it('is called what it is, not by an ID; a label that came with it is as good as a name', () => {
    const said = 'somebody of a group in a channel; @anna of @ops in #ops';
    const names = { ...noNames, nameless };
    expect(renderBBCode(mentions, { names })).toBe(said);
    expect(renderPlainText(mentions, { names })).toBe(said);
    expect(renderSummary(mentions, { names, limit: 100 })).toBe(said);
  });

  it('still opens the profile of somebody who is linked', () => {
    const names = { ...noNames, people: new Map([['U012', { name: '', bitrix24Id: 12 }]]), nameless };
    expect(renderBBCode(mentions, { names })).toContain('[USER=12]somebody[/USER] of');
  });

  it('is its ID where nobody says what to call it', () => {
    expect(renderPlainText(mentions)).toContain('@U012 of @S012 in #C012;');
  });
});
