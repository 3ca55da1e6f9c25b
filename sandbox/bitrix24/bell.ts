import type { StoredAttach } from './attach-intake.ts';

/** A notification as the portal keeps it. */
export interface Notification {
  id: number;
  userId: number;
  /** 0 for a system notification. */
  authorId: number;
  type: 'personal' | 'system';
  /** The caller's own tag, and the one under which the portal keeps it. */
  tag: string | undefined;
  keptTag: string | undefined;
  subTag: string | undefined;
  keptSubTag: string | undefined;
  message: string;
  messageOut: string;
  attach: StoredAttach | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** Everybody's notification lists. */
export class Bell {
  everCreated = 0;
  everReplaced = 0;
  everDeleted = 0;
  readonly #all = new Map<number, Notification>();
  readonly #byUser = new Map<number, Set<number>>();
  readonly #byTag = new Map<string, Set<number>>();
  readonly #bySubTag = new Map<string, Set<number>>();
  #lastId = 1000;

  /** Adds it, and takes away every earlier one with the same kept tag, whoever's list that was in. */
  add(notification: Omit<Notification, 'id'>): number {
    this.replace(notification.keptTag);
    this.#lastId += 1;
    const kept = { ...notification, id: this.#lastId };
    this.#all.set(kept.id, kept);
    index(this.#byUser, kept.userId, kept.id);
    if (kept.keptTag !== undefined) index(this.#byTag, kept.keptTag, kept.id);
    if (kept.keptSubTag !== undefined) index(this.#bySubTag, kept.keptSubTag, kept.id);
    this.everCreated += 1;
    return kept.id;
  }

  /** Takes away what has this kept tag, for something that comes in its place. */
  replace(keptTag: string | undefined): void {
    if (keptTag !== undefined) this.everReplaced += this.#remove([...(this.#byTag.get(keptTag) ?? [])]);
  }

  /** This person's list, oldest first. */
  of(userId: number): Notification[] {
    return [...(this.#byUser.get(userId) ?? [])].flatMap((id) => this.#all.get(id) ?? []);
  }

  find(id: number): Notification | undefined {
    return this.#all.get(id);
  }

  delete(id: number): void {
    this.everDeleted += this.#remove([id]);
  }

  deleteByTag(keptTag: string): void {
    this.everDeleted += this.#remove([...(this.#byTag.get(keptTag) ?? [])]);
  }

  deleteBySubTag(keptSubTag: string): void {
    this.everDeleted += this.#remove([...(this.#bySubTag.get(keptSubTag) ?? [])]);
  }

  #remove(ids: number[]): number {
    const gone = ids.flatMap((id) => this.#all.get(id) ?? []);
    for (const notification of gone) {
      this.#all.delete(notification.id);
      this.#byUser.get(notification.userId)?.delete(notification.id);
      if (notification.keptTag !== undefined) this.#byTag.get(notification.keptTag)?.delete(notification.id);
      if (notification.keptSubTag !== undefined) this.#bySubTag.get(notification.keptSubTag)?.delete(notification.id);
    }
    return gone.length;
  }
}

function index<Key>(sets: Map<Key, Set<number>>, key: Key, id: number): void {
  const set = sets.get(key) ?? new Set();
  set.add(id);
  sets.set(key, set);
}
