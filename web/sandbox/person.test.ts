import { expect, test } from 'vitest';

import { browserDice, checkCharacter, inventPerson } from './person';

test('computes the check character of the example in GB 11643', () => {
  expect(checkCharacter('11010519491231002')).toBe('X');
  expect(checkCharacter('44052418800101001')).toBe('4');
});

test('invents people who pass the form’s checks and live nowhere', () => {
  for (let i = 0; i < 200; i += 1) {
    const person = inventPerson(browserDice);
    expect(person.id_number).toMatch(
      /^990000(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}[\dX]$/,
    );
    expect(person.id_number.slice(17)).toBe(checkCharacter(person.id_number.slice(0, 17)));
    expect(person.mobile).toMatch(/^199\d{7}[1-9]$/);
    expect(person.name).toHaveLength(3);
  }
});

test('never invents a number of the sandbox’s faulty phones', () => {
  const last = (limit: number) => limit - 1;
  const zero = () => 0;
  expect(inventPerson(last).mobile.endsWith('0500')).toBe(false);
  expect(inventPerson(zero).mobile).toBe('19900000001');
});
