/**
 * A view while a person has it open: what the app drew, and what the person put in so far.
 * Source: docs.slack.dev/surfaces/modals, docs.slack.dev/reference/objects/view-object (fields of the view in answers).
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Option } from '../block-kit/composition.ts';
import type { View } from '../block-kit/view.ts';
import type { Ground } from '../ground.ts';
import type { Person } from '../people.ts';
import { fieldsOf } from './field.ts';
import { type FieldState, initialState } from './field-state.ts';

export interface OpenView {
  readonly id: string;
  readonly owner: Person;
  readonly rootId: string;
  readonly previousId: string | undefined;
  view: View;
  hash: string;
  /** By block and action id (`fieldKey`). */
  states: Map<string, FieldState>;
  /** What the app offered in answer to what was typed into an external select, by the same key. */
  suggestions: Map<string, Option[]>;
  /** By block id: what the app said is wrong with a field. */
  formErrors: Record<string, string>;
  open: boolean;
}

/** Where the views are kept. */
export interface Views extends Ground {
  readonly views: Map<string, OpenView>;
}

export function newOpenView(
  world: Views,
  given: { view: View; owner: Person; root?: OpenView; previous?: OpenView },
): OpenView {
  const id = world.newId('V');
  const opened: OpenView = {
    id,
    owner: given.owner,
    rootId: given.root?.id ?? id,
    previousId: given.previous?.id,
    view: given.view,
    hash: newHash(world, given.view),
    states: new Map(),
    suggestions: new Map(),
    formErrors: {},
    open: true,
  };
  fillInitialStates(opened);
  world.views.set(id, opened);
  return opened;
}

/**
 * Draws a view anew. A field that keeps its block and action id keeps what the person put in: its new initial value is
 * not looked at. Everything else starts over.
 */
export function redraw(world: Ground, opened: OpenView, view: View): void {
  opened.view = view;
  opened.hash = newHash(world, view);
  opened.formErrors = {};
  fillInitialStates(opened);
  world.happenings.tell();
}

function fillInitialStates(opened: OpenView): void {
  const before = opened.states;
  opened.states = new Map();
  for (const field of fieldsOf(opened.view)) {
    const kept = before.get(field.key);
    opened.states.set(field.key, kept?.type === field.element.type ? kept : initialState(field.element));
  }
}

function newHash(world: Ground, view: View): string {
  const digest = createHash('sha1').update(JSON.stringify(view)).update(randomBytes(4)).digest('hex').slice(0, 8);
  return `${Math.floor(world.now() / 1000)}.${digest}`;
}

/** `view.state.values`: block id, action id, value. */
export function stateValues(opened: OpenView): Record<string, Record<string, FieldState>> {
  const values: Record<string, Record<string, FieldState>> = {};
  for (const field of fieldsOf(opened.view)) {
    const state = opened.states.get(field.key);
    if (state === undefined) continue;
    values[field.blockId] = { ...values[field.blockId], [field.actionId]: state };
  }
  return values;
}

/** The view as Slack shows it in answers and payloads: every field present, null where the app gave nothing. */
export function viewObject(world: Ground, opened: OpenView): Record<string, unknown> {
  const { view } = opened;
  return {
    id: opened.id,
    team_id: world.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: stateValues(opened) },
    hash: opened.hash,
    title: view.type === 'modal' ? view.title : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.type === 'modal' ? (view.clear_on_close ?? false) : false,
    notify_on_close: view.type === 'modal' ? (view.notify_on_close ?? false) : false,
    close: view.type === 'modal' ? (view.close ?? null) : null,
    submit: view.type === 'modal' ? (view.submit ?? null) : null,
    previous_view_id: opened.previousId ?? null,
    root_view_id: opened.rootId,
    app_id: world.app.id,
    external_id: view.external_id ?? '',
    app_installed_team_id: world.team.id,
    bot_id: world.app.botId,
  };
}
