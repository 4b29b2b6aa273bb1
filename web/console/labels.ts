import type { Schemas } from '@shared/api/client';

import type { Role } from './session';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info';

export interface Label {
  text: string;
  tone: Tone;
}

export const roleNames: Record<Role, string> = {
  reviewer: '审核员',
  finance: '财务',
  producer: '制证员',
  administrator: '管理员',
  auditor: '审计员',
};

export const paymentLabels: Record<Schemas['PaymentStatus'], Label> = {
  awaiting_transfer: { text: '待汇款', tone: 'plain' },
  voucher_uploaded: { text: '待核款', tone: 'warn' },
  confirmed: { text: '已到账', tone: 'good' },
  refund_due: { text: '待退款', tone: 'bad' },
  refunded: { text: '已退款', tone: 'plain' },
  cancelled: { text: '已取消', tone: 'plain' },
  awaiting_online: { text: '待在线支付', tone: 'plain' },
};

export const paymentMethods: Record<Schemas['PaymentMethod'], string> = {
  bank_transfer: '公对公汇款',
  wechat: '微信支付',
  alipay: '支付宝',
};

export const orderLabels: Record<Schemas['PaymentOrderStatus'], Label> = {
  opening: { text: '正在下单', tone: 'plain' },
  open: { text: '待支付', tone: 'plain' },
  declined: { text: '下单未成功', tone: 'warn' },
  closed: { text: '已关闭', tone: 'plain' },
  paid: { text: '已支付', tone: 'good' },
  refund_due: { text: '退款中', tone: 'info' },
  refund_failed: { text: '退款失败', tone: 'bad' },
  refunded: { text: '已退款', tone: 'plain' },
};

export const checkLabels: Record<Schemas['AccountCheckStatus'], Label> = {
  awaiting_production: { text: '待制证后转账', tone: 'plain' },
  due: { text: '待转账', tone: 'info' },
  sent: { text: '转账处理中', tone: 'info' },
  succeeded: { text: '已转入', tone: 'good' },
  failed: { text: '转账失败', tone: 'bad' },
  returned: { text: '被退回', tone: 'bad' },
};

export const deliveryLabels: Record<Schemas['DeliveryStatus'], Label> = {
  pending: { text: '待寄出', tone: 'warn' },
  ordered: { text: '待揽收', tone: 'info' },
  in_transit: { text: '运输中', tone: 'info' },
  signed_for: { text: '已签收', tone: 'good' },
  sent_back: { text: '已退回', tone: 'bad' },
};

export const identityLabels: Record<Schemas['IdentityStatus'], Label> = {
  waiting: { text: '未认证', tone: 'warn' },
  opened: { text: '认证中', tone: 'info' },
  checking: { text: '核验中', tone: 'info' },
  verified: { text: '已认证', tone: 'good' },
  failed: { text: '未通过', tone: 'bad' },
};

export const decisionLabels: Record<Schemas['ReviewDecision'], Label> = {
  approve: { text: '通过', tone: 'good' },
  return_for_correction: { text: '驳回修改', tone: 'warn' },
  refuse: { text: '拒绝办理', tone: 'bad' },
  withdraw: { text: '撤销通过', tone: 'bad' },
};

export const actorKinds: Record<Schemas['ActorKind'], string> = {
  applicant: '申请人',
  staff: '员工',
  system: '系统',
};

export const applicationStatuses: Record<Schemas['ApplicationStatus'], string> = {
  draft: '填写中',
  awaiting_payment: '待付款',
  in_review: '待审核',
  returned: '待修改',
  approved: '待制证',
  produced: '待寄送',
  shipped: '已寄出',
  completed: '已完成',
  cancelled: '已取消',
  refused: '已拒绝',
};

const kTones: Partial<Record<Schemas['ApplicationStatus'], Tone>> = {
  in_review: 'warn',
  returned: 'bad',
  approved: 'info',
  produced: 'info',
  shipped: 'info',
  completed: 'good',
  refused: 'bad',
};
export const applicationTone = (status: Schemas['ApplicationStatus']): Tone =>
  kTones[status] ?? 'plain';

export const messageLabels: Record<Schemas['MessageStatus'], Label> = {
  waiting: { text: '待发送', tone: 'info' },
  done: { text: '已发送', tone: 'good' },
  given_up: { text: '发送失败', tone: 'bad' },
};

/** The words come from the server; only the colour is the page's. */
export function invoiceTone(status: Schemas['InvoiceStatus']): Tone {
  if (status === 'issued') return 'good';
  if (status === 'failed' || status === 'red_failed') return 'bad';
  return status === 'red_issued' || status === 'cancelled' ? 'plain' : 'info';
}
