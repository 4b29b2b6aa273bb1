import { ref } from 'vue';

import type { Schemas } from '@shared/api/client';

// What is searched for is a person's name or number: it stays out of addresses and histories.
export const typed = ref('');
/** Rises with every search, so that the same words may be looked up again. */
export const asked = ref(0);

export const kindNames: Record<Schemas['SearchKind'], string> = {
  application_number: '业务单号',
  name: '名称或姓名',
  credit_code: '信用代码',
  id_number: '身份证号',
  mobile: '手机号',
  email: '邮箱',
  remark_code: '汇款附言',
  certificate_serial: '证书序列号',
  token_serial: 'UKey 序列号',
  waybill: '运单号',
};
