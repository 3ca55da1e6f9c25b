/** A person of the portal. */
export interface Person {
  id: number;
  name: string;
  lastName: string;
  email: string;
  active: boolean;
  /** `employee`, `extranet` or `email`; bots have a type of their own. */
  userType: 'employee' | 'extranet' | 'email' | 'bot';
  /** False: this person has switched off notifications that come from REST. */
  restNotifications: boolean;
  workPosition: string;
  departments: number[];
  timeZone: string;
}

export type NewPerson = Pick<Person, 'name' | 'lastName' | 'email'> & Partial<Person>;

/** Everybody in the portal. Person 1 is always there: the administrator, who owns the webhook and the application. */
export class People {
  readonly #people = new Map<number, Person>();
  #highest = 0;
  #inOrder: Person[] | undefined;

  constructor() {
    this.add({ id: 1, name: 'Olga', lastName: 'Owner', email: 'owner@portal.example' });
  }

  add(person: NewPerson): Person {
    const id = person.id ?? this.#highest + 1;
    const added: Person = {
      active: true,
      userType: 'employee',
      restNotifications: true,
      workPosition: '',
      departments: [1],
      timeZone: '',
      ...person,
      id,
    };
    this.#people.set(id, added);
    this.#inOrder = undefined;
    this.#highest = Math.max(this.#highest, id);
    return added;
  }

  change(id: number, patch: Partial<Omit<Person, 'id'>>): Person {
    const person = this.#people.get(id);
    if (person === undefined) throw new Error(`There is no person ${id} in the sandbox portal`);
    const changed = { ...person, ...patch };
    this.#people.set(id, changed);
    this.#inOrder = undefined;
    return changed;
  }

  find(id: number): Person | undefined {
    return this.#people.get(id);
  }

  /** By id. */
  all(): readonly Person[] {
    this.#inOrder ??= [...this.#people.values()].sort((one, other) => one.id - other.id);
    return this.#inOrder;
  }
}

export function fullName(person: Person): string {
  return `${person.name} ${person.lastName}`.trim();
}
