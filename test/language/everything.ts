import type { PeopleFault } from '../../src/config/people-fault.ts';
import type { SlackFile } from '../../src/files/slack-file.ts';
import type { Place } from '../../src/language/place.ts';
import type { Words } from '../../src/language/words.ts';
import { FORMS, type Notification, type State } from '../../src/outbox/notification.ts';
import type { RequestStatus } from '../../src/outbox/outbox.ts';
import type { LeftOut, Reason } from '../../src/outbox/request.ts';
import type { NotFound } from '../../src/people/left-out.ts';
import type { Refusal } from '../../src/requests/submit.ts';
import type { Unclear } from '../../src/slack/command-text.ts';
import { confirmationMessage, notKept, notSent } from '../../src/slack/messages/confirmation.ts';
import { helpMessage } from '../../src/slack/messages/help.ts';
import { historyMessage } from '../../src/slack/messages/history.ts';
import {
  allLinked,
  declined,
  linkAskedFor,
  linked,
  linkedMeanwhile,
  linkWanted,
  listedOtherwise,
  notAllTold,
  onlyAdmins,
  waitEnded,
} from '../../src/slack/messages/linking.ts';
import { type Message, message } from '../../src/slack/messages/message.ts';
import { outcomeMessage } from '../../src/slack/messages/outcome.ts';
import { storeRefused, whyRefused, whyRefusedPlain } from '../../src/slack/messages/reasons.ts';
import { troubleText } from '../../src/slack/messages/trouble.ts';
import { notAccepted, unclearMessage } from '../../src/slack/messages/unclear.ts';
import { withdrawnMessage } from '../../src/slack/messages/withdrawn.ts';
import { composeForm } from '../../src/slack/views/compose-form.ts';
import { confirmationForm } from '../../src/slack/views/confirmation-form.ts';
import { linkForm } from '../../src/slack/views/link-form.ts';
import { authorName, failedView, loadingView, messageForm } from '../../src/slack/views/message-form.ts';
import { readForm } from '../../src/slack/views/submitted-form.ts';
import { unlinkedForm } from '../../src/slack/views/unlinked-form.ts';
import { everyHome, homeNotices } from './every-home.ts';

/** Everything that can be shown, as a person may meet it. */
export interface Everything {
  messages: Message[];
  /** Forms and the Home. */
  views: unknown[];
  /** What stands below a field, in a message of its own kind, or inside a notification. */
  texts: string[];
}

const STATES: State[] = ['queued', 'sending', 'waiting', 'delivered', 'unknown', 'failed', 'cancelled'];
/** Numbers of each form that a language may have. */
export const COUNTS = [1, 2, 5, 11, 21, 22, 25, 100, 1001];

const keysOf = <T extends object>(sentences: T) => Object.keys(sentences) as (keyof T)[];

/** Shows everything once in every shape that has words of its own. */
export function everything(words: Words): Everything {
  return { messages: messages(words), views: views(words), texts: texts(words) };
}

function notification(state: State, more: Partial<Notification> = {}): Notification {
  const place = { id: state, requestId: 'r1', recipient: 1, namedAs: '<@U1>', tag: 't:1' };
  return { ...place, state, attempts: 0, doubts: 0, form: 'whole', dueAt: 0, ...more };
}

function status(notifications: Notification[], leftOut: LeftOut = [], summary = '12 & 13'): RequestStatus {
  const request = { id: 'r1', team: 'T1', sender: 'U1', surface: 'command' as const, summary, content: undefined };
  const told = { reply: { user: 'U1' }, createdAt: 0, report: 'silent' as const, replies: 0, repliedSince: 0 };
  return { request: { ...request, leftOut, ...told }, notifications, changedAt: 0 };
}

/** Every reason to leave somebody or something out. */
function leftOut(words: Words): LeftOut {
  const reasons: Reason[] = [
    ...keysOf(words.notFound).map((code) => ({ of: 'person' as const, code })),
    ...keysOf(words.fileLeftOut).map((code) => ({ of: 'file' as const, code })),
    ...keysOf(words.fileLinked).map((code) => ({ of: 'link' as const, code })),
    { of: 'link', code: 'too large', largest: 100 * 1024 * 1024 },
    { of: 'person', code: 'of a newer version' },
  ];
  return reasons.map((why, index) => ({ what: `<@U${index}>`, why, ...(index === 0 && { unlinked: 'U0' }) }));
}

/** The portal's words, and the bot's own, that are told in words of their own; and one that is not. */
const TROUBLES = [
  'NOTHING_CREATED',
  'switched_off',
  'ATTACH_ERROR',
  'too_old',
  'replaced',
  'dropped',
  'defect',
  'SOME_CODE',
];
const LOCKED_OUT = [
  'NO_AUTH_FOUND',
  'insufficient_scope',
  'ACCESS_DENIED',
  'user_access_error',
  'OVERLOAD_LIMIT',
  'PORTAL_DELETED',
  'METHOD_CONFIRM_WAITING',
  'invalid_client',
  'APPLICATION_NOT_FOUND',
  'NOT_JSON',
];
const trouble = (code: string) => ({ trouble: { code, sentence: 'The portal said no.' } });

const sender = { isAdmin: false, admins: ['U9'] };
const admin = { ...sender, isAdmin: true };

function outcomes(words: Words): Message[] {
  const alone = STATES.map((state) => status([notification(state)]));
  const failed = [...TROUBLES.map(trouble), {}].map((why) => notification('failed', why));
  const late = [...LOCKED_OUT, 'ECONNREFUSED'].map((code) => status([notification('waiting', trouble(code))]));
  const mixed = FORMS.map((form) =>
    status([notification('delivered', { form }), notification('cancelled'), notification('failed')]),
  );
  const withReasons = status([notification('delivered')], leftOut(words));
  const many = status(Array.from({ length: 30 }, () => notification('delivered')));
  const filesOnly = STATES.map((state) => status([notification(state)], [], ''));
  return [...alone, status(failed), ...late, ...mixed, withReasons, many, ...filesOnly].map((each) =>
    outcomeMessage(words, each, sender),
  );
}

function withdrawals(words: Words): Message[] {
  const some = [notification('delivered')];
  const kept = some.map((each) => ({ notification: each, why: 'no answer' }));
  const none = { cancelled: [], underWay: [], replaced: [], kept: [] };
  return [
    none,
    { ...none, cancelled: some },
    { ...none, cancelled: some, underWay: some },
    { ...none, replaced: some },
    { ...none, kept },
  ].map((withdrawal) => withdrawnMessage(words, 'r1', 'A < B', withdrawal));
}

const candidate = (name: string) => ({ name, recipient: { kind: 'slack' as const, id: 'U1' } });
const UNCLEAR: { [kind in Unclear['kind']]: Extract<Unclear, { kind: kind }>[] } = {
  'no recipient': ['', 'x'].map((found) => ({ kind: 'no recipient', found })),
  'no mention': [{ kind: 'no mention', name: '@x' }],
  'several people': [2, 12].map((count) => {
    const candidates = Array.from({ length: count }, () => candidate('X'));
    return { kind: 'several people', name: '@x', candidates, at: 0, length: 2 };
  }),
  everybody: [{ kind: 'everybody', name: '@here' }],
  channel: [{ kind: 'channel' }],
  'bad number': [{ kind: 'bad number', written: 'b24:x' }],
  'unknown option': [{ kind: 'unknown option', option: '--x' }],
  'no tag name': [{ kind: 'no tag name' }],
  'open quote': [{ kind: 'open quote' }],
  'second tag': [{ kind: 'second tag' }],
  'tag too long': [{ kind: 'tag too long' }],
  'no text': [{ kind: 'no text' }],
};

function refusals(words: Words): Refusal[] {
  const notPermitted = keysOf(words.refused.notPermitted).flatMap((why): Refusal[] =>
    [[], ['U1'], ['U1', 'U2']].map((admins) => ({ kind: 'not permitted', why, admins })),
  );
  const nobody = keysOf(words.notFound).map((why: NotFound) => ({ namedAs: '<@U1>', why }));
  const counted = COUNTS.flatMap((count): Refusal[] => [
    { kind: 'too many', named: count + 1, most: count },
    { kind: 'too fast', perMinute: count },
  ]);
  return [...notPermitted, { kind: 'nobody found', leftOut: nobody }, ...counted];
}

function messages(words: Words): Message[] {
  const counts = new Map(STATES.map((state, index) => [state, index + 1] as const));
  const line = { id: 'r', createdAt: 1_790_000_000_000, leftOut: leftOut(words), counts, few: [] };
  const refused = refusals(words).map((refusal) => notAccepted(words, whyRefused(words, refusal), 'd1'));
  const asked = COUNTS.map((count) =>
    confirmationMessage(
      words,
      { held: 'h1', recipients: Array.from({ length: count }, () => '<@U1>'), leftOut: leftOut(words) },
      'd1',
    ),
  );
  const troubles = [
    ...[...LOCKED_OUT, '<1>'].map((code) => ({
      kind: 'credentials refused' as const,
      code,
      sentence: 'The portal said no.',
      advice: 'Mend it.',
    })),
    { kind: 'credentials work again' as const },
    {
      kind: 'people file broken' as const,
      problems: faults(words).map((fault) => ({ where: '12:1', wrong: '', mend: '', fault })),
    },
  ].map((each) => message(troubleText(words, each) ?? ''));
  return [
    ...outcomes(words),
    ...withdrawals(words),
    historyMessage(words, []),
    historyMessage(words, [
      { ...line, summary: '12' },
      { ...line, summary: '' },
    ]),
    helpMessage(words),
    ...asked,
    ...Object.values(UNCLEAR).flatMap((kinds) => kinds.map((unclear) => unclearMessage(words, unclear, '12', 'd1'))),
    ...refused,
    linkWanted(words, 'U1', ['U2']),
    linkWanted(words, 'U1', ['U2', 'U3']),
    ...[
      { told: [], before: false, admins: [] },
      { told: ['U2', 'U3'], before: false, admins: ['U2', 'U3'] },
      { told: [], before: true, admins: ['U2'] },
      { told: [], before: false, admins: ['U2'] },
    ].map((asked) => linkAskedFor(words, ['U1', 'U2'], asked)),
    linkedMeanwhile(words),
    allLinked(words),
    declined(words, ['U1', 'U2'], 'U3'),
    notAllTold(words, 1),
    notAllTold(words, 5),
    ...(['too old', 'declined', 'has it already'] as const).map((why) =>
      waitEnded(words, { sender: 'U1', slackId: 'U2', summary: '12', why }),
    ),
    linked(words, 'U1', 12, 0),
    listedOtherwise(words, 'U1', 12, 0),
    listedOtherwise(words, 'U1', 12, 2),
    ...COUNTS.map((count) => linked(words, 'U1', 12, count)),
    notKept(words),
    notSent(words),
    message(`:x: ${storeRefused(words, '12')}`),
    ...troubles,
  ];
}

/** Everything that can be wrong with people.yml. */
function faults(words: Words): PeopleFault[] {
  const path = ['people', 0];
  return [
    ...keysOf(words.peopleFile.field).map((wrong): PeopleFault => ({ kind: 'field', path, wrong })),
    { kind: 'field', path: [], wrong: 'fields' },
    { kind: 'twice', path, name: 'U012ABCDEF' },
    ...(['not YAML', 'aliases'] as const).map((kind): PeopleFault => ({ kind, said: '12' })),
    ...(['second document', 'not text', 'absent', 'folder', 'no right'] as const).map(
      (kind): PeopleFault => ({ kind }),
    ),
  ];
}

function views(words: Words): unknown[] {
  const file = (id: number, standing: SlackFile['standing']): SlackFile => {
    const what = { mimetype: 'text/plain', size: 1, what: 'file' as const, editable: false };
    return { id: `F${id}`, name: id === 1 ? '' : `${'1'.repeat(100)}.txt`, standing, ...what };
  };
  const files = Array.from({ length: 12 }, (_, index) =>
    file(index, (['there', 'deleted', 'hidden'] as const)[index % 3] ?? 'there'),
  );
  const shown = { author: authorName(words, { name: '' }), text: '12', files };
  return [
    composeForm(words, { recipients: [] }, { place: { kind: 'none' } }),
    loadingView(words),
    failedView(words),
    messageForm(words, shown, { place: { kind: 'none' } }),
    confirmationForm(words, { held: 'h1', recipients: ['<@U1>'], leftOut: leftOut(words) }),
    linkForm(words, 'U1'),
    linkForm(words, 'U1', ['U2', 'U3'], linked(words, 'U4', 12, 0).text),
    unlinkedForm(words, 'h1', whyRefused(words, { kind: 'nobody found', leftOut: [] }), admin),
    unlinkedForm(words, 'h1', whyRefused(words, { kind: 'nobody found', leftOut: [] }), sender),
    ...everyHome(words, COUNTS),
  ];
}

const PLACES: { [kind in Place['kind']]: Extract<Place, { kind: kind }> } = {
  channel: { kind: 'channel', name: '12' },
  'private channel': { kind: 'private channel' },
  group: { kind: 'group' },
  direct: { kind: 'direct' },
  none: { kind: 'none' },
};

function texts(words: Words): string[] {
  const { notification, tooOld, takingBack, form, linking, refused, trouble: inside } = words;
  const wrong = [readForm(words, {}), readForm(words, { others: { others: { value: '12' } } })];
  return [
    words.name,
    ...Object.values(PLACES).flatMap((place) => [notification.wrote(place), notification.wroteMessage(place)]),
    notification.passesOn,
    notification.openInSlack,
    notification.cut,
    notification.somebody,
    ...Object.values(notification.nameless),
    ...[0, 1023, 1024, 1536, 10 * 1024 ** 2, 5 * 1024 ** 3].map((bytes) => notification.size(bytes)),
    ...Object.values(notification.slackPage),
    ...Object.values(notification.filePages),
    ...refusals(words).map((refusal) => whyRefusedPlain(words, refusal)),
    ...wrong.flatMap((error) => ('wrong' in error ? [error.wrong] : [])),
    onlyAdmins(words),
    ...Object.values(tooOld),
    takingBack.nothingSent,
    takingBack.onlySender,
    takingBack.storeSilent,
    form.noText,
    form.notOpened,
    linking.nobodyPicked,
    refused.storeSilentForm,
    inside.inside('/b24notify'),
    ...homeNotices(words, COUNTS),
  ];
}
