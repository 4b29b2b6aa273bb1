// What the acts of the audit trail are called. One without a name here is shown by its code alone.
const kActs: Record<string, string> = {
  'account.create': '新申请人登录',
  'application.approve': '审核通过',
  'application.cancel': '取消业务单',
  'application.choose_payment': '选择付款方式',
  'application.complete_production': '制证完成',
  'application.create': '新建业务单',
  'application.edit': '修改业务单',
  'application.look': '查看业务单',
  'application.refuse': '拒绝办理',
  'application.reject_voucher': '退回汇款凭证',
  'application.resubmit': '重新提交',
  'application.return_for_correction': '驳回修改',
  'application.search': '查询业务单',
  'application.send_back': '快件退回',
  'application.ship': '寄出',
  'application.sign_for': '签收',
  'application.submit_voucher': '提交审核',
  'application.form_seen': '查看申请表',
  'audit.export': '导出审计记录',
  'authority.create': '建立签发机构',
  'authority.renew': '更新签发机构',
  'application.expire': '逾期自动取消',
  'application.outdated': '期满清除个人信息',
  'application.withdraw': '撤销审核通过',
  'invoice.correct': '更正发票抬头',
  'invoice.issue': '开具发票',
  'invoice.issue_red': '开具红字发票',
  'invoice.recall': '收回发票',
  'invoice.refuse': '开票失败',
  'invoice.refuse_red': '红冲失败',
  'invoice.resend': '再次发送发票',
  'invoice.retry': '重新提交开票',
  'invoice.submit': '提交开票',
  'invoice.submit_red': '提交红冲',
  'certificate.issue': '签发证书',
  'certificate.reserve': '预留证书',
  'certificate.release': '解除挂起证书',
  'certificate.revoke': '注销证书',
  'certificate.suspend': '挂起证书',
  'certificate.void': '作废预留证书',
  'delivery.label': '打印面单',
  'change.approve': '批准变更',
  'change.come_into_force': '变更生效',
  'change.edit': '修改变更',
  'change.lapse': '变更失效',
  'change.propose': '提出变更',
  'change.reject': '否决变更',
  'change.withdraw': '撤回变更',
  'delivery.order': '下运单',
  'identity.change_person': '更换认证人',
  'identity.check': '提交认证',
  'identity.fail': '认证未通过',
  'identity.open': '打开认证链接',
  'identity.renew_link': '生成认证链接',
  'identity.verify': '认证通过',
  'identity.photo_seen': '查看身份证照片',
  'payment.cancel': '取消付款',
  'payment.confirm': '确认到账',
  'payment.confirm_for_refund': '到账待退',
  'payment.record_refund': '登记退款',
  'payment.refund': '待退款',
  'payment.reject_voucher': '凭证不符',
  'payment.submit_voucher': '上传汇款凭证',
  'payment.write_off': '核销',
  'person.reveal': '查看完整个人信息',
  'person.reveal_refused': '查看完整信息超限被拒',
  'production.claim': '领取制证任务',
  'session.create': '申请人登录',
  'sms.send_again': '重发短信',
  'staff.change': '变更员工账号',
  'staff.create': '新建员工账号',
  'staff.enrol': '员工首次设置',
  'staff.lock': '员工账号锁定',
  'staff.login': '员工登录',
  'tally.repair': '改正统计数字',
  'staff.share': '领取半个一次性密码',
  'token.abandon': '作废介质',
};

export const nameOfAct = (act: string): string | undefined => kActs[act];
export const acts = Object.entries(kActs).map(([code, name]) => ({ code, name }));

const kSubjects: Record<string, string> = {
  account: '申请人',
  application: '业务单',
  audit: '审计记录',
  authority: '签发机构',
  change: '变更',
  certificate: '证书',
  staff: '员工',
  token: '介质',
};

/** "application/01j…" as "业务单 …" with the end of its id, which tells one from another. */
export function subjectText(subject: string): string {
  const [kind = '', id = ''] = subject.split('/');
  return `${kSubjects[kind] ?? kind} ${id.slice(-8)}`.trim();
}

const kNames: Record<string, string> = {
  after: '修改后摘要',
  amount_fen: '金额（分）',
  before: '修改前摘要',
  details: '申请信息',
  digest: '摘要',
  effective_at: '生效时间',
  enabled: '启用',
  format: '格式',
  from: '从',
  kind: '种类',
  login: '账号',
  payer: '付款人',
  reason: '原因',
  reset: '重置密码',
  roles: '岗位',
  roles_before: '原岗位',
  rows: '条数',
  serial: '序列号',
  subject: '类别',
  target: '对象',
  to: '到',
  version: '版本',
};

function valueText(value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map(String).join('、');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

/** The details' JSON as people read it: "从：draft，到：in_review"; nothing for "{}". */
export function detailText(json: string): string {
  try {
    const detail: unknown = JSON.parse(json);
    if (typeof detail !== 'object' || detail === null) return json;
    return Object.entries(detail)
      .map(([name, value]) => `${kNames[name] ?? name}：${valueText(value)}`)
      .join('，');
  } catch {
    return json;
  }
}
