import { expect, test } from 'vitest';

import { divisionTree } from './divisions';
import { loadDivisions } from './divisions-data';

const small = divisionTree({
  '430000': '湖南省',
  '430100': '长沙市',
  '430104': '岳麓区',
  '441900': '东莞市',
  '440000': '广东省',
  '429004': '仙桃市',
  '420000': '湖北省',
});

test('has provinces, cities and districts in their places', () => {
  expect(small.provinces.map(({ name }) => name)).toEqual(['湖北省', '湖南省', '广东省']);
  expect(small.childrenOf('430000')).toEqual([{ code: '430100', name: '长沙市' }]);
  expect(small.pathOf('430104').map(({ name }) => name)).toEqual(['湖南省', '长沙市', '岳麓区']);
});

test('puts a county that a province runs itself below the province', () => {
  expect(small.pathOf('429004').map(({ name }) => name)).toEqual(['湖北省', '仙桃市']);
});

test('knows no path for an unknown code', () => {
  expect(small.pathOf('999999')).toEqual([]);
});

test('reads the kept table', async () => {
  const tree = await loadDivisions();
  expect(tree.provinces.length).toBeGreaterThanOrEqual(31);
  expect(
    tree
      .pathOf('430104')
      .map(({ name }) => name)
      .join(''),
  ).toBe('湖南省长沙市岳麓区');
  expect(tree.pathOf('110101').pop()?.name).toBe('东城区');
});
