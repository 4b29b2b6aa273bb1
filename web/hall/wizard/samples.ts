import type { Schemas } from '@shared/api/client';
import type { CertificateType } from '@shared/certificate-types';

type Samples = Partial<Record<Schemas['MaterialKind'], string[]>>;

const licence = ['用最新的营业执照，正本副本都可以', '复印件加盖单位公章', '不要反光、不要裁掉边'];

/** Whoever pays shows the same. */
export const voucherSample = [
  '能看清付款户名、金额、时间和附言',
  '网银电子回单或银行盖章的回单都可以',
];

/** What a good picture of each paper shows. */
export const samples: Record<CertificateType, Samples> = {
  organization: {
    application_form: [
      '四个角都在画面里，字看得清',
      '经办人已签字，公章盖在“申请单位”处',
      '二维码没有被章或手指挡住',
    ],
    business_licence: licence,
    seal_impression: [
      '公章盖在采集框正中，不压线、不重影',
      '红色印泥，印迹均匀清楚',
      '用扫描仪效果最好，不要用黑白扫描',
    ],
  },
  organization_person: {
    application_form: [
      '四个角都在画面里，字看得清',
      '申请人和经办人都已签字，公章盖在“申请单位”处',
      '二维码没有被章或手指挡住',
    ],
    business_licence: licence,
    seal_impression: [
      '申请人的签名写在虚线框内，笔画清楚',
      '公章盖在左边采集框正中，红色印泥',
      '用扫描仪效果最好，不要用黑白扫描',
    ],
  },
  natural_person: {
    application_form: [
      '四个角都在画面里，字看得清',
      '申请人处有您本人的签字',
      '二维码没有被手指挡住',
    ],
    seal_impression: ['签名写在虚线框内，笔画清楚', '用黑色签字笔，不要用铅笔', '用扫描仪效果最好'],
  },
};
