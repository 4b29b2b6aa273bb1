// What a first visit transfers: everything that a browser loads until it rests, as it came over the
// wire.

import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Hall } from '../../service/hall.ts';
import { figure, note } from './figures.ts';

const root = resolve(import.meta.dirname, '../../..');
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');

async function weigh(browser: Browser, url: string, mobile: boolean): Promise<number> {
  const context = await browser.newContext({
    viewport: mobile ? { width: 375, height: 812 } : { width: 1440, height: 900 },
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  let bytes = 0;
  await client.send('Network.enable');
  client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await page.goto(url, { waitUntil: 'networkidle' });
  await context.close();
  return bytes / 1000;
}

export async function measurePages(hall: Hall): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.CERTHALL_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  note('pages: all bytes of a first view in Chromium, headers included, compressed as sent');
  try {
    figure('page.portal_kb', await weigh(browser, `${hall.url}/`, false), 'kB', 150);
    figure('page.hall_kb', await weigh(browser, `${hall.url}/hall/login`, false), 'kB', 150);
    figure('page.phone_kb', await weigh(browser, `${hall.url}/phone/i/unknown`, true), 'kB', 90);
  } finally {
    await browser.close();
  }
}
