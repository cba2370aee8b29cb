// The session's token in localStorage. The host's store decides what it is worth; here it is only kept, read back and, at
// sign-out, overwritten before it is removed.

import type { Mirror } from './wire';

/** The only key that the page ever has in localStorage. */
export const MIRROR_KEY = 'hyperdiv-session';

type Acknowledge = (id: number, ok: boolean) => Promise<unknown>;

export class MirrorKeeper {
  readonly #storage: () => Storage;
  readonly #acknowledge: Acknowledge;
  #last: Promise<void> = Promise.resolve();

  /** `storage` is asked each time, because reading `window.localStorage` itself can throw. */
  constructor(storage: () => Storage, acknowledge: Acknowledge) {
    this.#storage = storage;
    this.#acknowledge = acknowledge;
  }

  /** What the mirror holds; throws where it cannot be read, which is not the same as being empty. */
  read(): string | null {
    return this.#storage().getItem(MIRROR_KEY);
  }

  /** Carries out a mirror message after those before it, and says whether it was read back. Never rejects. */
  keep(mirror: Mirror): Promise<void> {
    this.#last = this.#last.then(async () => {
      const ok = this.#write(mirror.token);
      try {
        await this.#acknowledge(mirror.id, ok);
      } catch (error) {
        console.error('hyperdiv: the host did not take the answer of the mirror:', error);
      }
    });
    return this.#last;
  }

  #write(token: string | null): boolean {
    try {
      const storage = this.#storage();
      if (token !== null) {
        storage.setItem(MIRROR_KEY, token);
      } else {
        erase(storage);
      }
      return storage.getItem(MIRROR_KEY) === token;
    } catch (error) {
      console.error('hyperdiv: localStorage could not be written:', error);
      return false;
    }
  }
}

const erase = (storage: Storage): void => {
  const old = storage.getItem(MIRROR_KEY);
  if (old === null) {
    return;
  }
  try {
    storage.setItem(MIRROR_KEY, '0'.repeat(old.length));
  } finally {
    storage.removeItem(MIRROR_KEY);
  }
};
