// The guide's pictures are our own screens, taken on the journeys through the running program. With
// CERTHALL_PICTURES=1 (`./x gen pictures`) they are written anew, else left as they are.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { repository } from './programs';

const folder = join(repository, 'web/portal/pictures');

/** What a journey calls its picture, and what data/help/guide calls it. */
const names: Record<string, string> = {
  'portal-apply': 'apply',
  'portal-apply-personal': 'apply-personal',
  login: 'login',
  consent: 'consent',
  details: 'details',
  'details-person': 'details-person',
  'details-natural': 'details-natural',
  form: 'form',
  'form-natural': 'form-natural',
  materials: 'materials',
  'materials-natural': 'materials-natural',
  'identity-qr': 'identity',
  'phone-check': 'phone-check',
  'payment-methods': 'payment',
  'payment-natural': 'payment-natural',
  payment: 'payment-transfer',
  'payment-scan': 'payment-scan',
  submitted: 'submitted',
  returned: 'returned',
  completed: 'completed',
};

// The shapes that MarkdownView leaves room for, and the width in which a picture is kept.
const kDesk = { width: 960, shape: 700 / 1120 };
const kPhone = { width: 390, shape: 700 / 390 };

export async function pictureForGuide(page: Page, name: string): Promise<void> {
  const wanted = names[name];
  if (!process.env.CERTHALL_PICTURES || !wanted) return;
  const { width, shape } = wanted.startsWith('phone-') ? kPhone : kDesk;
  // Hints for people who try the demo are no part of a guide.
  const top = await page.evaluate(() => {
    document.querySelectorAll<HTMLElement>('.demo').forEach((one) => {
      one.style.display = 'none';
    });
    const content = document.getElementById('content')?.getBoundingClientRect();
    return Math.max(0, (content?.top ?? 0) + window.scrollY);
  });
  const seen = page.viewportSize()?.width ?? 1440;
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 72,
    captureBeyondViewport: true,
    clip: { x: 0, y: top, width: seen, height: seen * shape, scale: width / seen },
  });
  await session.detach();
  await page.evaluate(() => {
    document.querySelectorAll<HTMLElement>('.demo').forEach((one) => {
      one.style.display = '';
    });
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${wanted}.webp`), Buffer.from(data, 'base64'));
}
