import { describe, expect, it } from 'vitest';

import { type Page, usePager } from './pager';

/** Answers when it is told to. */
function desk() {
  const asked: (string | undefined)[] = [];
  const answers: ((page: Page<number>) => void)[] = [];
  const pager = usePager<number>((after) => {
    asked.push(after);
    return new Promise((answer) => answers.push(answer));
  });
  return { asked, answers, pager };
}

describe('a list in pages', () => {
  it('goes on where the page before ended', async () => {
    const { asked, answers, pager } = desk();
    const first = pager.reload();
    answers[0]?.({ entries: [1, 2], next: 'two' });
    await first;
    const second = pager.more();
    answers[1]?.({ entries: [3] });
    await second;
    expect(asked).toEqual([undefined, 'two']);
    expect(pager.entries.value).toEqual([1, 2, 3]);
    await pager.more(); // there is no more
    expect(asked).toHaveLength(2);
  });

  it('forgets an answer to a question that has changed meanwhile', async () => {
    const { asked, answers, pager } = desk();
    const first = pager.reload();
    await pager.reload(); // the filter was changed while the first answer was awaited
    answers[0]?.({ entries: [1] });
    await Promise.resolve();
    await new Promise((later) => setTimeout(later));
    expect(pager.entries.value).toBeUndefined();
    answers[1]?.({ entries: [2] });
    await first;
    expect(asked).toEqual([undefined, undefined]);
    expect(pager.entries.value).toEqual([2]);
  });

  it('says what went wrong and keeps what it has', async () => {
    let fail = false;
    const pager = usePager<number>(() =>
      fail ? Promise.reject(new Error('away')) : Promise.resolve({ entries: [1] }),
    );
    await pager.reload();
    fail = true;
    await pager.reload();
    expect(pager.error.value).toBeDefined();
    expect(pager.entries.value).toEqual([1]);
  });
});
