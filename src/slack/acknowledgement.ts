import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Log } from '../log/log.ts';

/** Slack shows the person an error when it hears nothing for so long. */
const PATIENCE = 3000;

/**
 * Says in the log when something that Slack sent over the socket was not acknowledged in time: Bolt itself is silent
 * about it in Socket Mode, and the person has read `operation_timeout`.
 */
export function watchAcknowledgements<R extends Receiver>(receiver: R, log: Log, patience = PATIENCE): R {
  const init = receiver.init.bind(receiver);
  receiver.init = (app: App) => {
    const process = app.processEvent.bind(app);
    app.processEvent = (event: ReceiverEvent) => {
      const { type } = event.body;
      const timer = setTimeout(
        () => log.error({ type: typeof type === 'string' ? type : 'command' }, 'Slack got no acknowledgement in time'),
        patience,
      );
      timer.unref();
      const ack: typeof event.ack = async (response) => {
        clearTimeout(timer);
        return event.ack(response);
      };
      return process({ ...event, ack });
    };
    init(app);
  };
  return receiver;
}
