import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ApiError } from '../api/error';
import { useAutosave, type Saved } from './autosave';
import { DraftKeeper } from './draft';

interface Form {
  name: string;
  mobile: string;
}
const empty: Form = { name: '', mobile: '' };

/** A server that keeps one form, as the real one does: by revision. */
function server() {
  let kept: Saved<Form> = { revision: 1, value: empty };
  const failures: unknown[] = [];
  return {
    failures,
    kept: () => kept,
    elsewhere(value: Form) {
      kept = { revision: kept.revision + 1, value };
    },
    put: vi.fn(async (revision: number, value: Form): Promise<Saved<Form>> => {
      await Promise.resolve();
      const failure = failures.shift();
      if (failure) throw failure;
      if (revision !== kept.revision) throw new ApiError('stale', '有人改过', 409);
      kept = { revision: kept.revision + 1, value };
      return kept;
    }),
    reload: async () => kept,
  };
}

function setup(it = server()) {
  const keeper = new DraftKeeper<Form>('details:1');
  const replaced: Form[] = [];
  const autosave = useAutosave<Form>({
    saved: it.kept(),
    keeper,
    put: it.put,
    reload: it.reload,
    onReplace: (value) => replaced.push(value),
  });
  return { it, keeper, replaced, autosave };
}

beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('saves once, a moment after the last key', async () => {
  const { it, autosave } = setup();
  autosave.change({ ...empty, name: '湖' });
  autosave.change({ ...empty, name: '湖南' });
  expect(autosave.state.value).toBe('waiting');
  await vi.advanceTimersByTimeAsync(800);
  expect(it.put).toHaveBeenCalledTimes(1);
  expect(it.kept().value.name).toBe('湖南');
  expect(autosave.state.value).toBe('saved');
});

test('keeps the draft until the server has it', async () => {
  const { keeper, autosave } = setup();
  autosave.change({ ...empty, name: '湖南' });
  expect(keeper.load()?.mine.name).toBe('湖南');
  await autosave.flush();
  expect(keeper.load()).toBeUndefined();
});

test('loses nothing to an error, and tries again by itself', async () => {
  const { it, keeper, autosave } = setup();
  it.failures.push(new ApiError('offline', '网络不通'));
  autosave.change({ ...empty, name: '湖南' });
  expect(await autosave.flush()).toBe(false);
  expect(autosave.state.value).toBe('failed');
  expect(keeper.load()?.mine.name).toBe('湖南');
  await vi.advanceTimersByTimeAsync(5000);
  expect(it.kept().value.name).toBe('湖南');
  expect(autosave.error.value).toBeUndefined();
});

test('lays typed text over what another tab saved meanwhile', async () => {
  const { it, replaced, autosave } = setup();
  it.elsewhere({ name: '', mobile: '13800000001' });
  autosave.change({ ...empty, name: '湖南' });
  expect(await autosave.flush()).toBe(true);
  expect(it.kept().value).toEqual({ name: '湖南', mobile: '13800000001' });
  expect(replaced).toEqual([{ name: '湖南', mobile: '13800000001' }]);
});

test('saves what was typed while it was saving', async () => {
  const { it, autosave } = setup();
  autosave.change({ ...empty, name: '湖' });
  const first = autosave.flush();
  autosave.change({ ...empty, name: '湖南' });
  expect(await first).toBe(true);
  expect(it.kept().value.name).toBe('湖南');
});

test('finds what an earlier visit could not save', async () => {
  new DraftKeeper<Form>('details:1').keep({ base: empty, mine: { ...empty, name: '湖南' } });
  const { it, replaced, autosave } = setup();
  expect(autosave.restore()).toBe(true);
  expect(replaced[0]?.name).toBe('湖南');
  await autosave.flush();
  expect(it.kept().value.name).toBe('湖南');
});

test('forgets a draft that says nothing new', () => {
  new DraftKeeper<Form>('details:1').keep({ base: empty, mine: empty });
  expect(setup().autosave.restore()).toBe(false);
});

test('does not repeat what will not get better by itself', async () => {
  const { it, autosave } = setup();
  it.failures.push(new ApiError('unauthenticated', '请重新登录', 401));
  autosave.change({ ...empty, name: '湖南' });
  await autosave.flush();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(it.put).toHaveBeenCalledTimes(1);
});
