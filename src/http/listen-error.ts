/** The server cannot listen where it should. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  /** The system's own word: EADDRINUSE, EACCES, EADDRNOTAVAIL, ENOTFOUND … */
  readonly code: string;
  readonly advice: string;

  constructor(host: string, port: number, cause: Error) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
    super(sentence(code, host, port), { cause });
    this.code = code;
    this.advice = adviceFor(code);
  }
}

function sentence(code: string, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken by another program.`;
    case 'EACCES':
      return `Port ${port} may not be used by this user.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine.`;
    default:
      return `Nothing can be served at ${host}, port ${port}: ${code}.`;
  }
}

/** The server does not know whose it is, so both pairs of variables are named. */
function adviceFor(code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return 'See whether another copy of the bot runs, or set a free port: PORT is for Slack, OPS_PORT for health.';
    case 'EACCES':
      return 'Set a port above 1023: PORT is for Slack, OPS_PORT for health.';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'Set 0.0.0.0, 127.0.0.1 or an address of this machine: HOST is for Slack, OPS_HOST for health.';
    default:
      return 'Check HOST and PORT (for Slack), OPS_HOST and OPS_PORT (for health).';
  }
}
