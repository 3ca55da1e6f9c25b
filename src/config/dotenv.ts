import { join } from 'node:path';
import { config } from 'dotenv';
import { ConfigurationError } from './configuration-error.ts';

/**
 * Adds what `.env` of a folder, the working folder unless told, says to an environment, which wins where both name a variable. That there is no
 * such file is fine: a container has none.
 * @throws ConfigurationError when it is there and cannot be read: every variable would else be called missing
 */
export function readDotenv(env: NodeJS.ProcessEnv, folder = '.'): void {
  const { error } = config({ path: join(folder, '.env'), quiet: true, processEnv: env });
  if (error === undefined || error.code === 'ENOENT') return;
  const wrong = `cannot be read (${error.code ?? error.message}).`;
  throw new ConfigurationError([
    { where: '.env', wrong, mend: 'Make it a file that you, or the user that runs the bot, may read, or remove it.' },
  ]);
}
