import type { Schemas } from '@shared/api/client';

/** What a good picture of each paper shows. */
export const samples: Partial<Record<Schemas['MaterialKind'], string[]>> = {
  application_form: [
    '四个角都在画面里，字看得清',
    '经办人已签字，公章盖在“申请单位”处',
    '二维码没有被章或手指挡住',
  ],
  business_licence: [
    '用最新的营业执照，正本副本都可以',
    '复印件加盖单位公章',
    '不要反光、不要裁掉边',
  ],
  seal_impression: [
    '公章盖在采集框正中，不压线、不重影',
    '红色印泥，印迹均匀清楚',
    '用扫描仪效果最好，不要用黑白扫描',
  ],
  transfer_voucher: ['能看清付款户名、金额、时间和附言', '网银电子回单或银行盖章的回单都可以'],
};
