import type { webApi } from '@slack/bolt';
import type { Withdrawal } from '../../delivery/take-back.ts';
import type { Words } from '../../language/words.ts';
import type { Log } from '../../log/log.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { Reply } from '../../outbox/request.ts';
import type { PortalDirectory } from '../../people/portal-directory.ts';
import type { WhoIsWho } from '../../people/who-is-who.ts';
import type { Kept, Linked, Unreached } from '../../requests/linking.ts';
import type { SlackDirectory } from '../../requests/slack-directory.ts';
import type { Submission } from '../../requests/submission.ts';
import type { Submitted } from '../../requests/submit.ts';
import type { Languages } from '../../store/languages.ts';
import type { Links } from '../../store/links.ts';
import type { SlackMemory } from '../directory.ts';
import type { HomeTabs } from '../home-tabs.ts';
import type { OpenedForms } from '../opened-forms.ts';
import type { Reporter } from '../reporter.ts';
import type { Running } from '../running.ts';

/** What the listeners need of the rest of the bot. */
export interface Ports {
  /** Stores a request; resolves only when it is safe. @throws when the store refuses */
  submit(submission: Submission): Promise<Submitted>;
  /** Stores a request that its sender has confirmed; undefined when it is kept no longer. @throws when the store refuses */
  confirm(held: string, sender: string, reply?: Reply): Promise<string | undefined>;
  /** Keeps a request for those who are not linked yet; undefined when it is kept no longer. */
  keepForLink(unreached: Unreached, sender: string): Promise<Kept | undefined>;
  /** Links a Slack person, unless people.yml says who that is; what was waiting for it is accepted now. */
  linkPerson(link: { slackId: string; bitrix24Id: number; madeBy: string }): Promise<Linked>;
  /** Nobody is going to link this person: what waits for it ends, and its senders are told. @returns how many could not be */
  declineLink(slackId: string): Promise<number>;
  /**
   * The workspace of the bot. A payload names others as well: in an Enterprise organization that of the one who acted, of a form
   * sometimes none; by those, one person would have several histories and several limits.
   */
  team(): string;
  links: Links;
  home: Pick<HomeTabs, 'open' | 'show' | 'tell' | 'changed'>;
  languages: Languages;
  /** What the bot says to somebody, in the language they read. Never throws, and never keeps a person waiting. */
  wordsFor(slackId: string): Promise<Words>;
  /** Of whom the admins have been told lately. */
  asks: {
    /** Whether it was free; it is the caller's for so many milliseconds then. */
    take(name: string, ms: number): Promise<boolean>;
    /** @returns whether it was claimed */
    giveBack(name: string): Promise<boolean>;
  };
  /** Something was stored: deliver it. */
  deliver(): void;
  takeBack(requestId: string): Promise<Withdrawal>;
  outbox: Outbox;
  reporter: Reporter;
  directory: SlackDirectory & SlackMemory;
  /** For questions to Slack; the listener's own client opens forms, and must not wait for the rate of a question. */
  lookUps: webApi.WebClient;
  portalDirectory: PortalDirectory;
  /** As people.yml stands at this moment. */
  who(): WhoIsWho;
  openedForms: OpenedForms;
  running: Running;
  log: Log;
}
