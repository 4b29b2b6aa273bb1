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
  'portal-personal-1440': 'apply-personal',
  login: 'login',
  consent: 'consent',
  details: 'details',
  'details-member-1440': 'details-person',
  'details-natural-1440': 'details-natural',
  form: 'form',
  'form-natural-1440': 'form-natural',
  materials: 'materials',
  'materials-natural-1440': 'materials-natural',
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

/** What a picture begins with, where that is not the page's beginning. */
const beginnings: Record<string, string> = {
  identity: '#identity',
  'apply-personal': 'fieldset:nth-of-type(2)',
};

// The shapes that MarkdownView leaves room for, the width of the window, and that of the picture.
const kDesk = { window: 1040, width: 960, shape: 700 / 1120 };
const kPhone = { window: 390, width: 390, shape: 700 / 390 };

export async function pictureForGuide(page: Page, name: string): Promise<void> {
  const wanted = names[name];
  if (!process.env.CERTHALL_PICTURES || !wanted) return;
  const { window: seen, width, shape } = wanted.startsWith('phone-') ? kPhone : kDesk;
  const before = page.viewportSize();
  await page.setViewportSize({ width: seen, height: 900 });
  const top = await page.evaluate(dress, beginnings[wanted] ?? '#content');
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 72,
    captureBeyondViewport: true,
    clip: { x: 0, y: top, width: seen, height: Math.round(seen * shape), scale: width / seen },
  });
  await session.detach();
  await page.evaluate(undress);
  if (before) await page.setViewportSize(before);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${wanted}.webp`), Buffer.from(data, 'base64'));
}

/** Runs in the page: hides what is only there for people who try the demo, and the preview of a
 * PDF, which a browser without a screen does not draw. Says where the picture begins. */
function dress(beginning: string): number {
  document.querySelectorAll<HTMLElement>('.demo, iframe').forEach((one) => {
    one.style.display = 'none';
    const { parentElement } = one;
    if (one.tagName === 'IFRAME' && parentElement) parentElement.style.display = 'block';
  });
  const found = document.querySelector(beginning)?.getBoundingClientRect();
  return Math.max(0, (found?.top ?? 0) + window.scrollY);
}

function undress(): void {
  document.querySelectorAll<HTMLElement>('.demo, iframe').forEach((one) => {
    one.style.display = '';
    if (one.tagName === 'IFRAME') one.parentElement?.style.removeProperty('display');
  });
}
