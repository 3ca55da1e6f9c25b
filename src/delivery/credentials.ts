/** What the portal said when it refused our credentials. */
export interface CredentialsRefusal {
  code: string;
  sentence: string;
  advice: string;
}

export type CredentialsTrouble =
  | ({ kind: 'credentials refused' } & CredentialsRefusal)
  | { kind: 'credentials work again' };

/** Whether the portal takes our credentials, as far as it is known. Each change is told once. */
export class Credentials {
  readonly #onTrouble: (trouble: CredentialsTrouble) => void;
  #state: 'not known' | 'work' | 'refused' = 'not known';

  constructor(onTrouble: (trouble: CredentialsTrouble) => void) {
    this.#onTrouble = onTrouble;
  }

  get state(): 'not known' | 'work' | 'refused' {
    return this.#state;
  }

  refused({ code, sentence, advice }: CredentialsRefusal): void {
    if (this.#state !== 'refused') this.#onTrouble({ kind: 'credentials refused', code, sentence, advice });
    this.#state = 'refused';
  }

  work(): void {
    if (this.#state === 'refused') this.#onTrouble({ kind: 'credentials work again' });
    this.#state = 'work';
  }
}
