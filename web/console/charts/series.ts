export interface Series {
  name: string;
  values: number[];
}

export interface Chart {
  categories: string[];
  series: Series[];
  lying?: boolean; // bars that lie, for long names
}

export const total = ({ series }: Chart): number =>
  series.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);

/** What the picture says, in one sentence, for those who do not see it. */
export function summary(title: string, chart: Chart): string {
  const sums = chart.categories.map((_, i) =>
    chart.series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0),
  );
  const most = Math.max(0, ...sums);
  if (most === 0) return `${title}：目前没有数据`;
  const where = chart.categories[sums.indexOf(most)];
  return `${title}：合计 ${total(chart)}，最多的是 ${where}，为 ${most}`;
}

const kColours = ['#0b6fa8', '#0a7568', '#b7791f'];

export function optionsOf({ categories, series, lying }: Chart) {
  const names = { type: 'category' as const, data: categories, axisTick: { show: false } };
  const amounts = {
    type: 'value' as const,
    minInterval: 1,
    splitLine: { lineStyle: { color: '#e6edf2' } },
  };
  return {
    color: kColours,
    animation: false,
    grid: { left: 8, right: 16, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    legend: { show: series.length > 1, top: 0, left: 0 },
    // Drawn, not HTML: the pages' policy lets no inline style in.
    tooltip: {
      trigger: 'axis' as const,
      renderMode: 'richText' as const,
      axisPointer: { type: 'shadow' as const },
    },
    xAxis: lying ? amounts : names,
    yAxis: lying ? { ...names, inverse: true } : amounts,
    series: series.map(({ name, values }) => ({
      type: 'bar' as const,
      stack: 'all',
      name,
      data: values,
      barMaxWidth: 28,
    })),
  };
}
