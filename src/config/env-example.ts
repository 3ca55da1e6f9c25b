import { type VariableName, variables } from './variables.ts';

/** A part of `.env.example`: what it is about, and the variables in it. */
interface Section {
  title: string;
  names: readonly VariableName[];
}

const sections: readonly Section[] = [
  {
    title: 'Slack',
    names: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL', 'SLACK_FILE_HOSTS'],
  },
  {
    title: 'Bitrix24: a webhook, or the domain of a local application with its tokens',
    names: [
      'BITRIX24_WEBHOOK_URL',
      'BITRIX24_DOMAIN',
      'BITRIX24_ACCESS_TOKEN',
      'BITRIX24_REFRESH_TOKEN',
      'BITRIX24_CLIENT_ID',
      'BITRIX24_CLIENT_SECRET',
      'BITRIX24_OAUTH_URL',
      'BITRIX24_RATE',
      'BITRIX24_BURST',
      'BITRIX24_CONCURRENCY',
    ],
  },
  { title: 'Notifications', names: ['NOTIFY_AS', 'NOTIFY_LOCALE', 'DELIVERY_TTL_HOURS', 'RETENTION_DAYS'] },
  { title: 'Files', names: ['FILES', 'FILE_MAX_MB', 'FILES_CLEANUP', 'PUBLIC_URL'] },
  {
    title: 'This machine',
    names: ['PEOPLE_FILE', 'DATABASE_URL', 'HOST', 'PORT', 'OPS_HOST', 'OPS_PORT', 'LOG_LEVEL', 'LOG_FORMAT'],
  },
];

/** What most set-ups fill in; everything else stands behind a # with what the bot takes when it is not set. */
const FILLED_IN: readonly VariableName[] = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'BITRIX24_WEBHOOK_URL'];

const HEAD = `# The settings of b24notify. Copy this file to .env, which the bot reads from the folder it is started in, and let nobody
# else read it: it holds secrets. A variable of the environment wins over the same one here; an empty one is not set.
# A value with a # in it goes between " and ". A line that begins with a # and no space shows what holds without it.`;

/** The text of `.env.example`, a comment for each variable. A test keeps the file the same as this. */
export function envExample(): string {
  const parts = sections.map(({ title, names }) => `# ── ${title} ──\n\n${names.map(entry).join('\n\n')}`);
  return `${[HEAD, ...parts].join('\n\n')}\n`;
}

type Described = { meaning: string; standard?: string | undefined; example?: string | undefined };

function entry(name: VariableName): string {
  const { meaning, standard = '', example }: Described = variables[name];
  const comment = example === undefined ? meaning : `${meaning}\nAs in ${example}`;
  const assignment = `${FILLED_IN.includes(name) ? '' : '#'}${name}=${standard}`;
  return [...comment.split('\n').map((line) => `# ${line}`), assignment].join('\n');
}
