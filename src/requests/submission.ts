import type { SlackFile } from '../files/slack-file.ts';
import type { Place } from '../language/place.ts';
import type { Reply, Surface } from '../outbox/request.ts';
import type { Recipient } from '../people/recipient.ts';
import type { Document } from '../text/document.ts';

/** What somebody in Slack asks for, freed of everything that is Slack's own form. */
export interface Submission {
  /** Slack's own key of the interaction. */
  key: string;
  team: string;
  /** `name`: what Slack's payload calls them, for when a look-up does not answer. */
  sender: { slackId: string; name: string };
  surface: Surface;
  place: Place;
  recipients: readonly Recipient[];
  /** As typed after `--tag`. */
  tag?: string;
  /** What is to be read. */
  body: Document;
  files: readonly SlackFile[];
  /** Present when a message of somebody's is passed on. */
  passedOn?: PassedOn;
  reply: Reply;
}

export interface PassedOn {
  /** `name` may be empty: Slack does not always tell. */
  author: { slackId?: string; name: string };
  /** What the sender adds. */
  note: Document;
  /** Link to the message in Slack. */
  link?: string;
}
