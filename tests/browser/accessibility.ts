// What axe-core finds that somebody would stumble over, on every page that the journey pictures.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { repository } from './programs';

const axe = readFileSync(join(repository, 'web/node_modules/axe-core/axe.min.js'), 'utf8');

interface Finding {
  id: string;
  impact: string | null;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** Serious and critical findings so far; a healthy journey leaves it empty. */
export const barriers: string[] = [];

export async function lookForBarriers(page: Page, name: string): Promise<void> {
  // Given to the browser as an expression: the pages' own policy lets no script in.
  const run = `(async () => {
    if (!window.axe) { ${axe} }
    return (await window.axe.run(document, { resultTypes: ['violations'] })).violations;
  })()`;
  const found = await page.evaluate<Finding[]>(run);
  for (const { id, impact, nodes } of found) {
    if (impact !== 'serious' && impact !== 'critical') continue;
    const where = nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`);
    barriers.push(`${name}: ${id}: ${where.join('; ')}`);
  }
}
