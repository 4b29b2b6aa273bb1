// Server-side times from the access log: what the hall itself says a request took.

import { readFileSync } from 'node:fs';
import type { Hall } from '../../service/hall.ts';

export interface Line {
  method: string;
  route: string;
  status: number;
  ms: number;
}

export function requests(hall: Hall, from = 0): Line[] {
  return hall.output
    .slice(from)
    .split('\n')
    .filter((line) => line.includes('"event":"http.request"'))
    .map((line) => JSON.parse(line));
}

export function times(lines: Line[], method: string, route: string): number[] {
  return lines
    .filter((line) => line.method === method && line.route === route && line.status < 300)
    .map((line) => line.ms);
}

/// Processor time of the hall so far in milliseconds, user and system: what others do on the same
/// processors does not count. Linux counts in hundredths of a second.
export function cpuTime(hall: Hall): number {
  const stat = readFileSync(`/proc/${hall.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
