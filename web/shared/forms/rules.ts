// The field rules of the server, so that a mistake is told while typing. The server decides:
// both are tested against tests/vectors/validation.json.

/** What is wrong with a text that is not empty, in Chinese with the remedy; nothing if it is right. */
export type Rule = (value: string) => string | undefined;

const kHan = '\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
const kPersonName = new RegExp(`^[${kHan}]+(·[${kHan}]+)*$`, 'u');
const kForeignName = /^[A-Za-z]+([ '.-]+[A-Za-z]+)*\.?$/;
const kCreditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const length = (text: string) => Array.from(text).length;

/** Full-width digits and letters, as an input method leaves them, become plain ones. */
function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

/** For codes: no blanks, half width, capitals. */
export function tidyCode(text: string): string {
  return halfWidth(text).replace(/\s/g, '').toUpperCase();
}

/** For numbers and e-mail: no blanks, half width. */
export function tidyPlain(text: string): string {
  return halfWidth(text).replace(/\s/g, '');
}

/** For mobiles: also without +86 and hyphens. */
export function tidyMobile(text: string): string {
  return tidyPlain(text)
    .replace(/-/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '');
}

/** For names: one kind of dot between the parts, no blanks around. */
export function tidyName(text: string): string {
  return text.trim().replace(/[\u2022\u30fb\u2027\u2219\u22c5\uff0e]/g, '·');
}

export function tidyText(text: string): string {
  return text.trim();
}

function isDate(text: string): boolean {
  const [year, month, day] = [+text.slice(0, 4), +text.slice(4, 6), +text.slice(6, 8)];
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1900 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getTime() <= Date.now()
  );
}

function isSixteen(birth: string): boolean {
  const sixteenth = `${+birth.slice(0, 4) + 16}${birth.slice(4)}`;
  const china = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10).replace(/-/g, '');
  return sixteenth <= china;
}

/** ISO 7064 MOD 11-2 (GB 11643). */
export function idCheckCharacter(first17: string): string {
  const sum = Array.from(first17).reduce(
    (total, digit, i) => total + +digit * (2 ** (17 - i) % 11),
    0,
  );
  return '10X98765432'.charAt(sum % 11);
}

/** GB 32100, clause 4.3: weights 3^i mod 31. */
export function creditCheckCharacter(first17: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of first17) {
    sum += kCreditAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return kCreditAlphabet.charAt((31 - (sum % 31)) % 31);
}

export const idNumber: Rule = (value) => {
  const text = tidyCode(value);
  if (text.length !== 18) return `身份证号码应为18位，现在是${text.length}位，请核对。`;
  if (!/^\d{17}[\dX]$/.test(text)) return '身份证号码前17位是数字，末位是数字或X，请核对。';
  if (!isDate(text.slice(6, 14))) return '身份证号码第7至14位不是有效的出生日期，请核对。';
  if (!isSixteen(text.slice(6, 14))) return '未满16周岁不能办理，请核对身份证号码。';
  if (idCheckCharacter(text.slice(0, 17)) !== text[17]) {
    return '身份证号码校验不通过，可能有一位输错了，请对照身份证核对。';
  }
  return undefined;
};

export const creditCode: Rule = (value) => {
  const text = tidyCode(value);
  if (text.length !== 18) return `统一社会信用代码应为18位，现在是${text.length}位，请核对。`;
  const strange = Array.from(text).find((character) => !kCreditAlphabet.includes(character));
  if (strange)
    return `统一社会信用代码里没有“${strange}”这个字符（不用字母I、O、S、V、Z），请核对。`;
  if (!/^\d{6}$/.test(text.slice(2, 8))) return '统一社会信用代码第3至8位应为数字，请核对。';
  if (creditCheckCharacter(text.slice(0, 17)) !== text[17]) {
    return '统一社会信用代码校验不通过，可能有一位输错了，请对照营业执照核对。';
  }
  return undefined;
};

export const mobile: Rule = (value) =>
  /^1[3-9]\d{9}$/.test(tidyMobile(value)) ? undefined : '请填写11位手机号码，以1开头。';

export const email: Rule = (value) => {
  const text = tidyPlain(value);
  const good = /^[\w.!#$%&'*+/=?^`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/;
  return good.test(text) && text.length <= 254
    ? undefined
    : '邮箱格式不对，应类似 zhangsan@example.com，请核对。';
};

export const postcode: Rule = (value) =>
  /^\d{6}$/.test(tidyPlain(value)) ? undefined : '邮政编码是6位数字；不清楚可以不填。';

export const personName: Rule = (value) => {
  const text = tidyName(value);
  if (length(text) < 2) return '姓名至少两个字，请与身份证一致。';
  if (length(text) > 50) return '姓名最多50个字，请与身份证一致。';
  return kPersonName.test(text) || kForeignName.test(text)
    ? undefined
    : '姓名只能有汉字或字母，少数民族姓名中间用“·”，请与身份证一致。';
};

const between =
  (least: number, most: number, what: string): Rule =>
  (value) => {
    const size = length(tidyText(value));
    if (size < least) return `${what}至少${least}个字，请填写完整。`;
    return size > most ? `${what}最多${most}个字，现在是${size}个字。` : undefined;
  };

export const organizationName = between(2, 64, '机构名称');
export const address = between(4, 200, '地址');
export const invoiceTitle = between(2, 100, '发票抬头');

export const taxNumber: Rule = (value) =>
  /^[0-9A-Z]{15,20}$/.test(tidyCode(value))
    ? undefined
    : '纳税人识别号是15至20位数字或字母，一般就是统一社会信用代码。';

export const smsCode: Rule = (value) =>
  /^\d{6}$/.test(tidyPlain(value)) ? undefined : '请填写短信里的6位数字验证码。';
