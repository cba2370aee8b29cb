import { afterEach, describe, expect, it, vi } from 'vitest';

import { MIRROR_KEY, MirrorKeeper } from '../src/mirror';

/** A storage that remembers what was done to it, and fails where it is told to. */
class FakeStorage implements Storage {
  readonly calls: string[] = [];
  readonly #items = new Map<string, string>();
  failsAt: 'getItem' | 'setItem' | 'removeItem' | null = null;
  losesWrites = false;

  get length(): number {
    return this.#items.size;
  }
  clear(): void {
    this.#items.clear();
  }
  key(): string | null {
    return null;
  }
  getItem(key: string): string | null {
    this.#enter('getItem', key);
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#enter('setItem', `${key}=${value}`);
    if (!this.losesWrites) {
      this.#items.set(key, value);
    }
  }
  removeItem(key: string): void {
    this.#enter('removeItem', key);
    this.#items.delete(key);
  }
  #enter(call: 'getItem' | 'setItem' | 'removeItem', text: string): void {
    if (this.failsAt === call) {
      throw new Error(`${call} failed`);
    }
    if (call !== 'getItem') {
      this.calls.push(`${call} ${text}`);
    }
  }
}

const open = () => {
  const storage = new FakeStorage();
  const acknowledged: [number, boolean][] = [];
  const keeper = new MirrorKeeper(
    () => storage,
    async (id, ok) => {
      acknowledged.push([id, ok]);
    },
  );
  return { storage, acknowledged, keeper };
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the mirror', () => {
  it('is written, read back and acknowledged', async () => {
    const { storage, acknowledged, keeper } = open();
    await keeper.keep({ id: 4, token: 'token.1.mac' });
    expect(storage.getItem(MIRROR_KEY)).toBe('token.1.mac');
    expect(keeper.read()).toBe('token.1.mac');
    expect(acknowledged).toEqual([[4, true]]);
  });

  it('is overwritten with the same length before it is removed', async () => {
    const { storage, acknowledged, keeper } = open();
    await keeper.keep({ id: 1, token: 'abcdef' });
    await keeper.keep({ id: 2, token: null });
    expect(storage.calls).toEqual([
      'setItem hyperdiv-session=abcdef',
      'setItem hyperdiv-session=000000',
      'removeItem hyperdiv-session',
    ]);
    expect(storage.length).toBe(0);
    expect(acknowledged).toEqual([[1, true], [2, true]]);
  });

  it('that is absent is not written to be removed', async () => {
    const { storage, acknowledged, keeper } = open();
    await keeper.keep({ id: 1, token: null });
    expect(storage.calls).toEqual([]);
    expect(acknowledged).toEqual([[1, true]]);
  });

  it.each(['getItem', 'setItem', 'removeItem'] as const)('says so where %s fails, and does not throw', async (call) => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { storage, acknowledged, keeper } = open();
    storage.setItem(MIRROR_KEY, 'old');
    storage.failsAt = call;
    await keeper.keep({ id: 9, token: call === 'removeItem' ? null : 'new' });
    expect(acknowledged).toEqual([[9, false]]);
    expect(error).toHaveBeenCalledOnce();
  });

  it('is removed even where it cannot be overwritten', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { storage, acknowledged, keeper } = open();
    storage.setItem(MIRROR_KEY, 'old');
    storage.failsAt = 'setItem';
    await keeper.keep({ id: 9, token: null });
    expect(storage.length).toBe(0);
    expect(acknowledged).toEqual([[9, false]]);
  });

  it('that does not hold what was written is not acknowledged as kept', async () => {
    const { storage, acknowledged, keeper } = open();
    storage.losesWrites = true;
    await keeper.keep({ id: 3, token: 'token' });
    expect(acknowledged).toEqual([[3, false]]);
  });

  it('carries out one message after the other, whatever the host answers', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const storage = new FakeStorage();
    const seen: string[] = [];
    const keeper = new MirrorKeeper(
      () => storage,
      async (id) => {
        seen.push(`${id}:${storage.getItem(MIRROR_KEY) ?? 'absent'}`);
        await Promise.resolve();
        throw new Error('refused');
      },
    );
    await Promise.all([keeper.keep({ id: 1, token: 'a' }), keeper.keep({ id: 2, token: null }), keeper.keep({ id: 3, token: 'b' })]);
    expect(seen).toEqual(['1:a', '2:absent', '3:b']);
  });

  it('throws where it cannot be read, instead of looking empty', () => {
    const keeper = new MirrorKeeper(
      () => {
        throw new Error('no storage here');
      },
      async () => undefined,
    );
    expect(() => keeper.read()).toThrow('no storage here');
  });
});
