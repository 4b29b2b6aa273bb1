// What the operation guide's SMS say, word for word, and the others of the hall.
import { relyingApplication } from './people';

const business = `【深圳CA】您好,您提交的${relyingApplication}新申请业务`;

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const whole = (pattern: string) => new RegExp(`^${pattern}$`);

export const approved = `${business}已经审核通过。请登录深圳CA申请页面-网上营业厅--个人中心-我的业务单-进行查看。`;

export const returned = (reasons: string) =>
  `${business}已被审核驳回。驳回原因:${reasons}。请尽快登录深圳CA申请页面-个人中心-我的业务单-证书申请进行修改。`;

export const paid = `${business}已确认到账350.00元。审核结果将短信通知您。`;

export const shipped = (waybill: string) =>
  `${business}的数字证书已寄出,顺丰速运运单号:${waybill},运费到付。请保持手机畅通,注意查收。`;

export const completed = `${business}已办理完成,数字证书已签收。如非本单位签收,请立即登录深圳CA申请页面-个人中心报失或致电400-112-3838。`;

export const loginCode = whole(
  `${literal('【深圳CA】您的登录验证码为')}(\\d{6})${literal(',5分钟内有效。请勿告诉他人,工作人员不会向您索要验证码。')}`,
);

export const pin = (number: string, tokenSerial: string) =>
  whole(
    `${literal(`【深圳CA】您好,业务单${number}的数字证书已制作完成。UKey序列号:${tokenSerial},PIN码:`)}(\\d{8})${literal('。请妥善保管,切勿泄露给他人。')}`,
  );

export const lossReported = (organizationName: string) =>
  `【深圳CA】您好,${organizationName}用于${relyingApplication}的数字证书已报失并吊销,不能再使用。如非本单位报失,请立即致电400-112-3838。`;
