// Group `hall`: how fast a hall starts, how long every step of the wizard takes with a hundred people
// at it, what pages weigh, and how the console fares with a million applications.

import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { freePort, Hall } from '../service/hall.ts';
import { measureConsole } from './support/console.ts';
import { finish, figure, note, quantile } from './support/figures.ts';
import { measurePages } from './support/pages.ts';
import { measureWizard } from './support/wizard.ts';

async function measureStart(hall: Hall): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    await hall.stop();
    hall.output = '';
    const begin = performance.now();
    const started = hall.start(await settings(hall));
    while (!(await answers(`${hall.url}/health/live`)))
      await new Promise((later) => setTimeout(later, 5));
    times.push((performance.now() - begin) / 1000);
    await started;
  }
  note('start: from the command to the first answer, the median of seven, on a hall that is there');
  figure('start.seconds', quantile(times, 0.5), 's', 1);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

/// Every applicant comes from an address of his own, as behind a proxy.
async function settings(hall: Hall): Promise<string[]> {
  const path = join(hall.folder, 'bench.toml');
  writeFileSync(path, 'trusted_proxies = "127.0.0.1"\n');
  return ['--config', path];
}

const hall = new Hall();
hall.port = await freePort();
try {
  await hall.start(await settings(hall));
  await measureStart(hall);
  await measureWizard(hall);
  await measurePages(hall);
} finally {
  await hall.remove();
}
await measureConsole();
finish();
