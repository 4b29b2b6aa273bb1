// Figures of a benchmark: `name = value unit`, with the most that is allowed.

const failed: string[] = [];

export function figure(name: string, value: number, unit: string, most?: number): void {
  const text = value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
  const limit = most === undefined ? '' : ` # at most ${most}`;
  process.stdout.write(`${name} = ${text} ${unit}${limit}\n`);
  if (most !== undefined && !(value <= most)) failed.push(name);
}

/// One that must not fall below a limit.
export function figureAtLeast(name: string, value: number, unit: string, least: number): void {
  process.stdout.write(`${name} = ${value.toFixed(2)} ${unit} # at least ${least}\n`);
  if (!(value >= least)) failed.push(name);
}

/// A line for whoever reads along; it is no figure.
export function note(text: string): void {
  process.stdout.write(`# ${text}\n`);
}

/// The value below which `share` of them lie.
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export function finish(): void {
  for (const name of failed) note(`${name} misses its limit`);
}
