/** The peer: the smallest Bolt app that answers the command, with the receiver that its environment names. */
import { App, LogLevel } from '@slack/bolt';

const {
  SLACK_BOT_TOKEN: token = '',
  SLACK_APP_TOKEN: appToken,
  SLACK_SIGNING_SECRET: signingSecret = '',
  SLACK_API_URL: slackApiUrl = '',
  PORT = '0',
} = process.env;

const receiver = appToken === undefined ? { signingSecret } : { socketMode: true as const, appToken };
const app = new App({ token, ...receiver, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
app.command('/b24notify', async ({ ack }) => ack('Hello'));
await app.start(Number(PORT));
process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit());
