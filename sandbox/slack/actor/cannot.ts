/** A person tried what Slack's own client would not let them do. */
export class PersonCannot extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PersonCannot';
  }
}
