import type { Kysely } from 'kysely';

/** The open database. */
export type Store = Kysely<Schema>;

/** The tables, as the newest migration leaves them. Times are milliseconds of the epoch; JSON is kept as text. */
export interface Schema {
  request: RequestTable;
  notification: NotificationTable;
  attempt: AttemptTable;
  lease: LeaseTable;
  draft: DraftTable;
  portal_tokens: PortalTokensTable;
  link: LinkTable;
  language: LanguageTable;
  waiting_request: WaitingRequestTable;
  file_copy: FileCopyTable;
  file_folder: FileFolderTable;
  take_back: TakeBackTable;
}

/** What somebody in Slack asked for. */
export interface RequestTable {
  id: string;
  key: string;
  team: string;
  sender: string;
  surface: string;
  summary: string;
  content: string;
  left_out: string;
  reply: string;
  created_at: number;
  /** 1 while something is still going to happen to one of its notifications, else 0. */
  open: number;
  /** How many of its notifications something is still going to happen to. */
  open_count: number;
  report: string;
  /** A copy of the bot is telling the sender until then, so no other does. */
  report_claim: number;
  replies: number;
  replied_since: number;
  direct: string | null;
}

/** One row for each recipient of a request: the queue entry, the history, and what undo needs. */
export interface NotificationTable {
  id: string;
  request_id: string;
  recipient: number;
  named_as: string;
  tag: string;
  state: string;
  attempts: number;
  doubts: number;
  form: string;
  /** 0: a request to few people, 1: to many; few go first. */
  lane: number;
  due_at: number;
  portal_id: number | null;
  trouble_code: string | null;
  trouble: string | null;
  /** When it was stored, or sent again: its time to live begins there. */
  created_at: number;
  changed_at: number;
}

/** Who does what only one copy of the bot may do, and until when. */
export interface LeaseTable {
  name: string;
  holder: string;
  until: number;
}

/** A line for each try. */
export interface AttemptTable {
  notification_id: string;
  at: number;
  took_ms: number;
  outcome: string;
  code: string | null;
  detail: string | null;
}

/** What somebody typed into a command that could not be understood, kept for the form. */
export interface DraftTable {
  id: string;
  sender: string;
  text: string;
  created_at: number;
}

/** The newest tokens of the application mode. */
export interface PortalTokensTable {
  portal: string;
  tokens: string;
  changed_at: number;
}

/** Who is who, as an admin has said in Slack. */
export interface LinkTable {
  slack_id: string;
  bitrix24_id: number;
  made_by: string;
  made_at: number;
}

/** The language that somebody chose for what the bot says to them. */
export interface LanguageTable {
  team: string;
  slack_id: string;
  locale: string;
}

/** A request that waits until somebody is linked. */
export interface WaitingRequestTable {
  key: string;
  slack_id: string;
  request: string;
  created_at: number;
}

/** One Slack file for one notification, on its way into the Drive. */
export interface FileCopyTable {
  notification_id: string;
  /** Which of the request's files. */
  position: number;
  request_id: string;
  slack_file: string;
  /** Empty, or what tells apart the states of a file that can be edited in Slack. */
  version: string;
  /** In the Drive. */
  name: string;
  state: string;
  object_id: number | null;
  page: string | null;
  show: string | null;
  why: string | null;
}

/** The folder that one notification's reader was given, as long as it may be there. */
export interface FileFolderTable {
  notification_id: string;
  /** Unknown while it is being made. */
  folder_id: number | null;
  created_at: number;
}

/** A request that one copy of the bot asks the one that delivers to take back. */
export interface TakeBackTable {
  id: string;
  request_id: string;
  /** So long the asker waits. */
  until: number;
  /** What came of it; unknown until it was done. */
  came: string | null;
}
