/** What somebody needs who listens to Slack and calls the portal. */
export interface Listener {
  signingSecret: string;
  botToken: string;
  apiUrl: string;
  webhookUrl: string;
}
