import { Command } from 'commander';
import { secretsOfEnvironment } from '../config/secrets.ts';
import { commands } from './commands/index.ts';
import { explain } from './explanation.ts';
import { createOutput } from './output.ts';
import { secretsOfArguments, withoutTypedValues } from './secrets.ts';
import { startFolder } from './shell.ts';

const HELP = `
Exit codes: 0 done; 1 the portal or Slack refused, or a check failed; 2 wrong usage or configuration.
The result goes to stdout, everything else to stderr.`;

const argv = process.argv.slice(2);
const output = createOutput(process.stdout, process.stderr);
for (const secret of [...secretsOfArguments(argv), ...secretsOfEnvironment(process.env)]) output.hide(secret);
// Whoever reads the pipe may go before us (`| head`); what the command did stands.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.on('uncaughtException', (error) => end(error, { atOnce: true }));

const program = new Command('b24notify')
  .usage('<command> [options]')
  .description("The operator's command line: npm run b24notify -- <command>")
  .exitOverride()
  .configureOutput({
    writeErr: (text) => output.say(text),
    outputError: (complaint) => output.say(withoutTypedValues(complaint, argv)),
  })
  .showHelpAfterError('(--help shows what there is)')
  .addHelpText('after', HELP);

const folder = startFolder(process.env, process.cwd());
const shell = { env: process.env, folder, home: process.cwd(), stdin: process.stdin, output };
for (const add of commands) add(program, shell);

try {
  await program.parseAsync(argv, { from: 'user' });
} catch (error) {
  end(error, { atOnce: false });
}

/** Not `process.exit` where it can be helped: what is on its way into a pipe would be lost. */
function end(error: unknown, { atOnce }: { atOnce: boolean }): void {
  const { exitCode, sentence, answer } = explain(error);
  const oneLine = program.commands.some((command) => command.opts().json === true);
  if (answer !== undefined) output.result(answer, { oneLine });
  if (sentence !== undefined) output.say(sentence);
  process.exitCode = exitCode;
  if (atOnce) process.exit();
}
