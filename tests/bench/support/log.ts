// Server-side times from the access log: what the hall itself says a request took.

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
