// What the wizard says differently for each certificate type: who signs, what is stamped.
import type { CertificateType } from '@shared/certificate-types';

export interface Words {
  use: string; // what it is for, where the type is chosen
  check: string; // what cannot be changed any more once the certificate is out
  sign: string; // what to do with the printed form and sheet
  signed: string; // what makes a printed form good
  bring: string; // what the materials page asks for
}

export const words: Record<CertificateType, Words> = {
  organization: {
    use: '以单位名义投标、签章',
    check: '机构名称、证件号码和手机号码',
    sign: '申请表由经办人签字、加盖单位公章；采集表的章盖在方框里，清晰完整。',
    signed: '签字盖章',
    bring: '上传三份盖章的资料',
  },
  organization_person: {
    use: '单位人员以本人名义签名',
    check: '机构名称、申请人姓名、证件号码和手机号码',
    sign: '申请表由申请人和经办人签字、加盖单位公章；采集表由申请人签名，并加盖单位公章。',
    signed: '签字盖章',
    bring: '上传三份签字盖章的资料',
  },
  natural_person: {
    use: '以个人名义使用，不需要单位资料',
    check: '姓名、身份证号码和手机号码',
    sign: '申请表由申请人本人签字，采集表在方框里签名，都不用盖章。',
    signed: '签字',
    bring: '上传两份本人签字的资料',
  },
};
