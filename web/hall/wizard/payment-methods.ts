import type { Schemas } from '@shared/api/client';

export type Method = Schemas['PaymentMethod'];

export interface MethodCard {
  method: Method;
  name: string;
  note: string;
  /** On the button that chooses it. */
  act: string;
}

export const methodCards: MethodCard[] = [
  {
    method: 'bank_transfer',
    name: '公对公汇款',
    note: '从单位账户汇款，上传汇款凭证',
    act: '确认用公对公汇款，查看账号',
  },
  {
    method: 'wechat',
    name: '微信支付',
    note: '扫码即付，支付后自动提交审核',
    act: '确认用微信支付，获取付款码',
  },
  {
    method: 'alipay',
    name: '支付宝',
    note: '扫码即付，支付后自动提交审核',
    act: '确认用支付宝，获取付款码',
  },
];

export const methodNames = Object.fromEntries(
  methodCards.map(({ method, name }) => [method, name]),
) as Record<Method, string>;

export const isOnline = (method: Method) => method !== 'bank_transfer';

/** "14:05" until then; "0:00" from then on. */
export function timeLeft(end: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((Date.parse(end) - now.getTime()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
