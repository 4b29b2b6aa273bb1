import type { WizardStep } from '../application/status';

export const steps = [
  { page: 'application', title: '选择应用' },
  { page: 'details', title: '录入信息' },
  { page: 'form', title: '打印申请表' },
  { page: 'materials', title: '上传资料' },
  { page: 'payment', title: '在线支付' },
] as const;

const order: Record<WizardStep, number> = {
  choose_application: 0,
  details: 1,
  form: 2,
  materials: 3,
  identity: 3,
  payment: 4,
  finished: 5,
};

/** How many steps are done, and so which may be opened: those and the next one. */
export const doneSteps = (step: WizardStep): number => order[step];
