import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

import { lookForBarriers } from './accessibility';
import { pictureForGuide } from './guide_pictures';
import { repository } from './programs';

let pictures = join(repository, 'build/screenshots');
let taken = 0;

/** `chapter`: pictures of this file's tests stand in a folder of their own. */
export async function openBrowser(chapter = 'journey'): Promise<Browser> {
  pictures = join(pictures, chapter);
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CERTHALL_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What went wrong inside the pages; a healthy journey leaves it empty. */
export const pageErrors: string[] = [];

function listen(page: Page): void {
  page.on('pageerror', (error) => pageErrors.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|Refused to/i.test(text)) pageErrors.push(`${page.url()}: ${text}`);
  });
}

/** A person at a computer of his own. */
export async function atDesk(browser: Browser, baseURL: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  context.on('page', listen);
  return context.newPage();
}

async function takePicture(page: Page, name: string): Promise<void> {
  taken += 1;
  const path = join(pictures, `${String(taken).padStart(2, '0')}-${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}

/** Keeps what the page looks like, and asks whether everybody can use it. */
export async function picture(page: Page, name: string): Promise<void> {
  await takePicture(page, name);
  await lookForBarriers(page, name);
  await pictureForGuide(page, name);
}

/** Where everybody stands, after a failure. */
export async function pictureOfAll(browser: Browser, name: string): Promise<void> {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    await takePicture(page, name).catch(() => undefined);
  }
}

/** The page at a desk, on a small screen and on a phone, where nothing may stick out. */
export async function atAllWidths(page: Page, name: string): Promise<void> {
  for (const width of [1440, 1024, 375]) {
    await page.setViewportSize({ width, height: width === 375 ? 740 : 900 });
    await picture(page, `${name}-${width}`);
    const across = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(across, `${name} at ${width}`).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
