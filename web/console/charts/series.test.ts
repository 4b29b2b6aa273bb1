import { describe, expect, it } from 'vitest';

import { optionsOf, summary, total } from './series';

const chart = {
  categories: ['11-23', '11-24'],
  series: [
    { name: '机构证书', values: [3, 1] },
    { name: '自然人证书', values: [0, 4] },
  ],
};

describe('a chart', () => {
  it('says in words what it shows', () => {
    expect(total(chart)).toBe(8);
    expect(summary('每日收件', chart)).toBe('每日收件：合计 8，最多的是 11-24，为 5');
    expect(summary('每日收件', { categories: [], series: [] })).toContain('没有数据');
  });
  it('stacks its series along the categories, standing or lying', () => {
    expect(optionsOf(chart).xAxis).toMatchObject({ type: 'category', data: chart.categories });
    expect(optionsOf({ ...chart, lying: true }).yAxis).toMatchObject({ type: 'category' });
    expect(optionsOf(chart).series.map(({ stack }) => stack)).toEqual(['all', 'all']);
    expect(optionsOf(chart).legend.show).toBe(true);
  });
});
