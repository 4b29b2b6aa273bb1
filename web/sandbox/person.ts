// Invented people for the demo: the area code 990000 belongs to no place in China.

export interface InventedPerson {
  mobile: string;
  name: string;
  id_number: string;
}

/** A whole number from 0 up to, not including, `limit`. */
export type Dice = (limit: number) => number;

const kWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const kCheckCharacters = '10X98765432';
const kFamilyNames = '张李王刘陈杨赵黄周吴徐孙';
const kGivenNames = ['示例', '演示', '试用', '样本', '假名', '测试'];

/** ISO 7064 MOD 11-2 over the first 17 digits (GB 11643 clause 4.4). */
export function checkCharacter(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new Error('需要 17 位数字');
  const sum = kWeights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return kCheckCharacters.charAt(sum % 11);
}

const padded = (value: number, width: number) => String(value).padStart(width, '0');

export function inventPerson(dice: Dice): InventedPerson {
  const born = `${1965 + dice(35)}${padded(1 + dice(12), 2)}${padded(1 + dice(28), 2)}`;
  const first17 = `990000${born}${padded(1 + dice(998), 3)}`;
  return {
    // The last digit is never 0: numbers ending in 0500 play a faulty phone in the sandbox.
    mobile: `199${padded(dice(10_000_000), 7)}${1 + dice(9)}`,
    name: kFamilyNames.charAt(dice(kFamilyNames.length)) + kGivenNames[dice(kGivenNames.length)],
    id_number: first17 + checkCharacter(first17),
  };
}

export const browserDice: Dice = (limit) =>
  (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % limit;
