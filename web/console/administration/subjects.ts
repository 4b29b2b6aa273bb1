import type { Schemas } from '@shared/api/client';

import type { Label } from '../labels';

export type Subject = Schemas['ChangeSubject'];
export type Change = Schemas['ChangeSummary'];

interface About {
  title: string;
  about: string;
  how: string; // how the text is written
  adds?: string; // what a new one is called; absent: there are only those that are there
}

export const subjects: Record<Subject, About> = {
  relying_application: {
    title: '应用',
    about: '证书用在哪个交易系统，以及目前受理哪些证书类型。',
    how:
      'JSON 格式。停止受理某种证书，从 certificate_types 中删去即可；新增应用时先留空，价目表生效后再加入' +
      '证书类型。remind_after_days 是未付款或未修改多少天后提醒，cancel_after_days 是多少天后自动取消。',
    adds: '新增应用',
  },
  price_list: {
    title: '价目表',
    about: '每种证书每年的证书费，以及一次性的介质费和签章费。',
    how: '一行一种证书，金额单位为元，用英文逗号分隔。生效后新开的付款按新价，已开出的付款不变。',
  },
  consent_document: {
    title: '协议文本',
    about: '申请人在办理前阅读并同意的文本。旧版本一直保留，已签署的不受影响。',
    how: '文件头之后是 Markdown 正文：# 标题、段落、列表、**加粗**。每次修改都要换新的版本号。',
  },
  notice_template: {
    title: '短信模板',
    about: '发给申请人的每一条短信。',
    how: '花括号中的参数由系统填入，参数不能多也不能少。短信以【签名】开头。',
  },
  working_calendar: {
    title: '工作日历',
    about: '法定节假日和调休上班日，决定“一个工作日内审核”的时限。',
    how: 'JSON 格式，按国务院办公厅每年的通知填写 holidays（放假）和 worked（周末上班）。',
  },
  staff: {
    title: '员工账号',
    about: '谁可以登录后台、担任哪些岗位。',
    how: '',
    adds: '新增员工',
  },
  profile: {
    title: '证书模板',
    about: '各类证书的主体名称、密钥用法、有效期、身份扩展和地址。',
    how:
      'TOML 格式，各项的含义见安装目录 data/profiles/README.md。生效后新签发的证书用新版，已签发的按原来的' +
      '版本核对。',
  },
  revocation_list: {
    title: '批量吊销',
    about: '按清单一次吊销多张证书；批准后逐行办理，每行有结果，见「证书状态」页。吊销不可恢复。',
    how:
      '每行一个证书序列号，或统一社会信用代码（吊销该单位及其人员的全部证书）；可用英文逗号接吊销原因：' +
      'key_compromise、affiliation_changed、superseded、cessation_of_operation 或 privilege_withdrawn。' +
      '# 开头的行不算。同样内容的清单只办理一次。',
    adds: '新建吊销清单',
  },
};

export const subjectOrder = Object.keys(subjects) as Subject[];

export const statusLabels: Record<Schemas['ChangeStatus'], Label> = {
  proposed: { text: '待批准', tone: 'warn' },
  approved: { text: '已批准，待生效', tone: 'info' },
  in_force: { text: '已生效', tone: 'good' },
  rejected: { text: '已否决', tone: 'bad' },
  withdrawn: { text: '已撤回', tone: 'plain' },
  lapsed: { text: '已失效', tone: 'bad' },
};

/** Whom a change waits for, in words. */
export function waiting(change: Change): string {
  if (change.status !== 'proposed') return '';
  if (change.actions.includes('approve')) return '等您批准';
  if (!change.waits_for.length) return '没有其他管理员可以批准，请先增设一名管理员';
  return `等${change.waits_for.join('、')}批准`;
}
