/**
 * What a person types into a slash command, as Slack hands it on with `should_escape: true`.
 * Source: docs.slack.dev/interactivity/implementing-slash-commands and messaging/formatting-message-text.
 */
import { z } from 'zod';
import type { World } from './world.ts';

export interface TypingOptions {
  /** Older payloads carry `<@U012|name>`; today's docs `<@U012>`. Both occur. */
  labels?: boolean;
  /** Names that autocompletion did not resolve: they stay as typed. */
  literal?: readonly string[];
}

const TOKEN =
  /(?<url>\bhttps?:\/\/[^\s<>]+)|(?<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<![\w@])@(?<at>[\p{L}\p{N}._-]+)|(?<![\w#&])#(?<hash>[\p{L}\p{N}_-]+)|(?<![\w@.])(?<domain>(?:[\w-]+\.)+(?:com|org|net|io|ru|de|dev)\b(?:\/[^\s<>]*)?)|(?<special>[&<>])/gu;

const tokenGroups = z.object({
  url: z.string().optional(),
  email: z.string().optional(),
  at: z.string().optional(),
  hash: z.string().optional(),
  domain: z.string().optional(),
});

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export function escapeEntities(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}

export function escapeTyped(world: World, typed: string, options: TypingOptions = {}): string {
  return typed.replace(TOKEN, (whole: string, ...rest: unknown[]) => {
    const groups = tokenGroups.parse(rest.at(-1));
    if (groups.url !== undefined) return trailing(groups.url, (url) => `<${escapeEntities(url)}>`);
    if (groups.email !== undefined) return trailing(groups.email, (email) => `<mailto:${email}|${email}>`);
    if (groups.domain !== undefined) {
      return trailing(groups.domain, (domain) => `<http://${escapeEntities(domain)}|${escapeEntities(domain)}>`);
    }
    if (groups.at !== undefined) return trailing(groups.at, (name) => mention(world, name, options));
    if (groups.hash !== undefined) return channel(world, groups.hash);
    return escapeEntities(whole);
  });
}

/** A full stop or comma after a link or a name is not part of it. */
function trailing(token: string, wrap: (token: string) => string): string {
  const [, inner = token, after = ''] = /^(.*?)([.,;:!?)]*)$/su.exec(token) ?? [];
  return inner === '' ? escapeEntities(token) : `${wrap(inner)}${after}`;
}

function mention(world: World, name: string, options: TypingOptions): string {
  if (options.literal?.some((each) => each.replace(/^@/, '') === name)) return `@${name}`;
  if (name === 'here' || name === 'channel' || name === 'everyone') return `<!${name}>`;
  for (const person of world.people.values()) {
    if (person.name === name && !person.deleted) return options.labels ? `<@${person.id}|${name}>` : `<@${person.id}>`;
  }
  for (const group of world.groups.values()) {
    if (group.handle === name && !group.disabled) {
      return options.labels ? `<!subteam^${group.id}|@${name}>` : `<!subteam^${group.id}>`;
    }
  }
  return `@${name}`;
}

function channel(world: World, name: string): string {
  for (const each of world.channels.values()) {
    // A private channel's name is left out, its label is empty.
    if (each.kind === 'private' && each.name === name) return `<#${each.id}|>`;
    if (each.kind === 'public' && each.name === name) return `<#${each.id}|${name}>`;
  }
  return `#${name}`;
}
