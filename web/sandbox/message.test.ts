import { expect, test } from 'vitest';

import { codeOf, phoneAddress, piecesOf } from './message';

test('finds links between Chinese words', () => {
  expect(piecesOf('请打开http://localhost:8080/phone/identity#abc。谢谢')).toEqual([
    { kind: 'text', text: '请打开' },
    { kind: 'link', text: 'http://localhost:8080/phone/identity#abc' },
    { kind: 'text', text: '。谢谢' },
  ]);
  expect(piecesOf('没有链接')).toEqual([{ kind: 'text', text: '没有链接' }]);
});

test('finds login codes and PINs, and nothing else', () => {
  expect(codeOf('【深圳CA】验证码 123456,5 分钟内有效')).toBe('123456');
  expect(codeOf('【深圳CA】您的登录验证码为:048211。')).toBe('048211');
  expect(codeOf('介质 A1B2C3D4 的 PIN码:39184026,请妥善保管')).toBe('39184026');
  expect(codeOf('PIN 码为 8Kq2Zt7M。')).toBe('8Kq2Zt7M');
  expect(codeOf('客服热线 400-112-3838,运单 SF1234567890')).toBeUndefined();
});

test('opens only this demo’s phone pages', () => {
  const origin = 'http://localhost:8080';
  expect(phoneAddress(' http://localhost:8080/phone/identity#x ', origin)).toEqual({
    url: 'http://localhost:8080/phone/identity#x',
  });
  expect(phoneAddress('/phone/identity#x', origin)).toHaveProperty('url');
  expect(phoneAddress('/sandbox/pay/HN20261124-000001-ABC346', origin)).toHaveProperty('url');
  for (const wrong of [
    '',
    'https://example.com/phone/x',
    '/hall/',
    'javascript:alert(1)',
    'http://',
  ]) {
    expect(phoneAddress(wrong, origin), wrong).toHaveProperty('problem');
  }
});
