/**
 * Messages as people and apps write them, in Slack's plain mrkdwn: what both parsers read. Lengths and the share of
 * markup are those of everyday channels: most are short and have little, a few are long and full of it.
 */
export const messages: readonly string[] = [
  'ok, thanks!',
  'Deploy of api-gateway 4.2.1 finished, took 3 min',
  '<@U012ABCDEF> could you have a look at this? :pray:',
  'lunch at 12:30? :pizza:',
  'The build is *red* again: <https://ci.example.com/builds/4211|#4211>',
  'I think `NODE_OPTIONS=--max-old-space-size=4096` is missing in the _staging_ config',
  '&gt; Is the migration done?\nYes, since this morning. ~Rollback is prepared.~ Not needed any more.',
  '<!here> reminder: planning in <#C012ABCDE|general> at <!date^1763800000^{time}|8:26 AM>, please add your topics to <https://docs.example.com/d/1xYz?a=1&amp;b=2>',
  '```\nError: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)\n```\nanybody seen this?',
  'if (a &lt; b &amp;&amp; b &gt; c) then it fails, see snake_case_name and 2*3*4',
  'Привет, коллеги! *Важно:* завтра с 10:00 до 12:00 сервер будет недоступен. Вопросы - <@U012ABCDEF|anna> или <mailto:help@example.com|help@example.com>',
  'Release notes *5.0*\n• faster start (_about 30 %_)\n• new `--json` flag for every command\n• fixed <https://issues.example.com/812|#812>, <https://issues.example.com/815|#815>\n\nThanks to <@U012ABCDEF>, <@U012GHIJKL> and <!subteam^S0614TZR7|@platform> :tada: :rocket:',
  `*Incident review*\n\n*What happened*\nThe orders queue stopped at 14:05 because the disk of \`db-2\` was full. We had 40 minutes of delay, no data was lost.\n\n*What we do*\n1. disk cleaned by <@U012GHIJKL>\n2. alert added: <https://grafana.example.com/d/7|Disk &gt; 80 %>\n3. retention of logs cut from 30 to 14 days, see \`retention.yml\`\n\n&gt; We should have seen this coming.\n&gt; The graph was going up for three weeks.\n\nQuestions? Ask in <#C012ABCDE|incidents>. ${'Details follow in the document, with all graphs and the full time line. '.repeat(6)}`,
];
