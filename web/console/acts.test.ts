import { expect, test } from 'vitest';

import { detailText, nameOfAct, subjectText } from './acts';

test('names acts, and admits what it does not know', () => {
  expect(nameOfAct('application.approve')).toBe('审核通过');
  expect(nameOfAct('no.such_act')).toBeUndefined();
});

test('writes details without braces, and anything else as it is', () => {
  expect(detailText('{"from":"draft","amount_fen":35000}')).toBe('从：draft，金额（分）：35000');
  expect(detailText('{}')).toBe('');
  expect(detailText('{broken')).toBe('{broken');
});

test('shortens digests, and says yes, no and lists in words', () => {
  expect(detailText(`{"after":"${'a'.repeat(64)}","enabled":false,"roles":["reviewer"]}`)).toBe(
    '修改后摘要：aaaaaaaaaaaa…，启用：否，岗位：reviewer',
  );
});

test('names what an act was about', () => {
  expect(subjectText('application/01jd0000000000000000abcdef')).toBe('业务单 00abcdef');
  expect(subjectText('audit')).toBe('审计记录');
});
