import { expect, test } from 'vitest';

import { asApiError, ApiError, errorFrom } from './error';

test('takes text, fields and waiting time from a problem', () => {
  const error = errorFrom(422, {
    type: 'urn:certhall:problem:invalid',
    title: '有几处需要修改',
    status: 422,
    code: 'invalid',
    fields: [{ field: 'agent.name', message: '请填写姓名。' }],
    retry_after_seconds: 30,
    request_id: 'r1',
  });
  expect(error).toMatchObject({
    code: 'invalid',
    message: '有几处需要修改',
    retryAfterSeconds: 30,
  });
  expect(error.field('agent.name')).toBe('请填写姓名。');
  expect(error.field('agent.mobile')).toBeUndefined();
});

test('says what helps where the answer is no problem document', () => {
  expect(errorFrom(401, undefined).code).toBe('unauthenticated');
  expect(errorFrom(413, '<html>').message).toContain('文件太大');
  expect(errorFrom(429, null).code).toBe('too_many');
  expect(errorFrom(502, 'Bad Gateway').code).toBe('unavailable');
  expect(errorFrom(500, {}).message).toContain('400-112-3838');
});

test('takes anything else that was thrown for a broken line', () => {
  expect(asApiError(new TypeError('Failed to fetch')).code).toBe('offline');
  const own = new ApiError('stale', '刷新');
  expect(asApiError(own)).toBe(own);
});
