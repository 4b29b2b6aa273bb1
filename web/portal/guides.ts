// How the services that are not open on the portal yet are done today.

export interface Guide {
  title: string;
  when: string;
  steps: string[];
  note?: string;
}

export const guides: Record<string, Guide> = {
  replace: {
    title: 'CA证书补办',
    when: 'UKey 丢失、被盗或损坏，需要一把新的。',
    steps: [
      '丢失或被盗：先到网上营业厅“我的业务单”里挂失，别人就不能再用。',
      '拨打客服热线，说明单位名称和补办原因。',
      '按客服的指引提交盖章的补办申请和经办人身份证。',
    ],
    note: '有已加密、还没开标的投标文件时，请先告诉客服：补办前要确认它还能解密。',
  },
  change: {
    title: 'CA证书变更',
    when: '单位名称、统一社会信用代码、法定代表人等写在证书里的信息变了。',
    steps: [
      '准备新的营业执照和市场监管部门的变更通知书。',
      '拨打客服热线，说明变更的内容。',
      '按客服的指引提交盖章的变更申请。',
    ],
    note: '有已加密、还没开标的投标文件时，请等开标以后再变更。',
  },
  unlock: {
    title: 'CA证书解锁',
    when: 'PIN 码输错多次，UKey 被锁住。',
    steps: [
      '请勿继续尝试，也不要让他人代为操作。',
      '由经办人拨打客服热线，客服核对身份。',
      '核对通过后按指引重新设置 PIN 码，不需要换 UKey。',
    ],
  },
  renew: {
    title: 'CA证书更新',
    when: '证书快到期，想继续用。到期前一个月内可以办理。',
    steps: [
      '在证书助手或“我的业务单”里查看到期日。',
      '到期前一个月内拨打客服热线办理更新。',
      '已经过期的，请重新办理证书。',
    ],
    note: '有已加密、还没开标的投标文件时，请等开标以后再更新。',
  },
  apply: {
    title: 'CA证书办理',
    when: '第一次办理，或原来的证书已经过期。',
    steps: ['拨打客服热线，客服会告诉您怎么办理。'],
  },
  query: {
    title: 'CA证书查询',
    when: '查看一张证书现在是否有效。',
    steps: ['拨打客服热线，报出证书序列号。'],
  },
};
