import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPResponseAck, HTTPModuleFunctions as http, type Logger, type Receiver } from '@slack/bolt';
import { signatureCheck } from './signature.ts';

/** What every payload may have; Bolt knows the rest. */
interface SlackBody {
  type?: unknown;
  ssl_check?: unknown;
}

/** Slack's largest payloads, a message of many blocks, stay far below. */
const LARGEST_BODY = '4mb';

/**
 * Slack over HTTP, as a handler for any server. Bolt's own receiver knows one signing secret; this one accepts several,
 * so that a secret can be rotated without a moment of refused requests.
 */
export class HttpReceiver implements Receiver {
  readonly #isSigned: ReturnType<typeof signatureCheck>;
  readonly #logger: Logger;
  #app: App | undefined;

  constructor(signingSecrets: readonly string[], logger: Logger) {
    this.#isSigned = signatureCheck(signingSecrets);
    this.#logger = logger;
  }

  init(app: App): void {
    this.#app = app;
  }

  // The server that calls `handle` is started and stopped by whoever owns it.
  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  /** Answers one request: 401 for a bad or stale signature, 400 for what cannot be read, 413 for too much. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let raw: Buffer;
    try {
      raw = (await http.bufferIncomingMessage(request, LARGEST_BODY)).rawBody;
    } catch (error) {
      const tooLarge = http.isRawBodyError(error) && error.type === 'entity.too.large';
      // The rest of the body is still on the line: nothing else could be read from it.
      response.setHeader('connection', 'close');
      request.resume();
      return http.buildNoBodyResponse(response, tooLarge ? 413 : 400);
    }
    const body: SlackBody | undefined = readBody(request);
    // Slack's check of the certificate may come unsigned; it asks for nothing but a 200.
    if (body?.ssl_check === '1') return http.buildSSLCheckResponse(response);
    if (!this.#isSigned(request.headers, raw)) return http.buildNoBodyResponse(response, 401);
    if (body === undefined) return http.buildNoBodyResponse(response, 400);
    if (body.type === 'url_verification') return http.buildUrlVerificationResponse(response, body);
    await this.#process(body, request, response);
  }

  async #process(body: SlackBody, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ack = new HTTPResponseAck({
      logger: this.#logger,
      processBeforeResponse: false,
      httpRequest: request,
      httpRequestBody: body,
      httpResponse: response,
      unhandledRequestHandler: () => {
        if (!response.headersSent) this.#logger.error('A request of Slack was not acknowledged within three seconds.');
      },
    });
    const retryNum = http.extractRetryNumFromHTTPRequest(request);
    const retryReason = http.extractRetryReasonFromHTTPRequest(request);
    try {
      await this.#app?.processEvent({
        body,
        ack: ack.bind(),
        ...(retryNum !== undefined && { retryNum }),
        ...(retryReason !== undefined && { retryReason }),
      });
    } catch (error) {
      if (response.headersSent) throw error;
      this.#logger.error(error);
      return http.buildNoBodyResponse(response, 500);
    }
    // Every listener of ours acknowledges: what is still open here was taken by none.
    if (!response.headersSent) http.buildNoBodyResponse(response, 404);
  }
}

function readBody(request: IncomingMessage): SlackBody | undefined {
  if (!http.isBufferedIncomingMessage(request)) return undefined;
  try {
    const body: unknown = http.parseHTTPRequestBody(request);
    return isBody(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function isBody(body: unknown): body is SlackBody {
  return typeof body === 'object' && body !== null;
}
