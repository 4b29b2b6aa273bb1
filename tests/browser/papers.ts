// The papers of the case: rendered, stamped, photographed, and read back.
import { join } from 'node:path';

import { agent, delivery, legal, organization, relyingApplication } from './people';
import { output, renderCard } from './programs';

interface Whose {
  stamp?: string; // the organization's name; without it the papers are signed, not stamped
  card: { name: string; idNumber: string };
}

/**
 * Out of form.pdf and seal.pdf in `folder`: form.jpg and seal.jpg, stamped; licence.jpg, stamped;
 * licence-plain.jpg, not; card-front.jpg and card-back.jpg, of whoever proves himself.
 */
export async function renderPapers(
  folder: string,
  { stamp, card }: Whose = { stamp: organization.name, card: agent },
): Promise<void> {
  const file = (name: string) => join(folder, name);
  const render = (to: string, ...options: string[]) =>
    renderCard(...options, '--look', 'mild', '--out', file(to));
  const scanned = (to: string, from: string, ...where: string[]) =>
    stamp
      ? render(to, '--kind', 'stamped', '--name', stamp, '--in', file(from), ...where)
      : render(to, '--kind', 'plain', '--in', file(from));
  const side = (which: string) =>
    render(
      `card-${which}.jpg`,
      ...['--kind', 'id_card', '--side', which, '--name', card.name, '--number', card.idNumber],
    );

  await render(
    'licence-plain.jpg',
    ...['--kind', 'licence', '--name', organization.name],
    ...['--number', organization.creditCode, '--legal', legal.name],
  );
  await scanned('form.jpg', 'form.pdf');
  await scanned('licence.jpg', 'licence-plain.jpg', '--at', '0.7,0.75');
  await scanned('seal.jpg', 'seal.pdf', '--at', '0.28,0.56');
  await side('front');
  await side('back');
}

/** Without spaces, and with brackets of one kind. */
export async function textOf(pdf: string): Promise<string> {
  const text = await output('pdftotext', '-raw', pdf, '-');
  return text
    .replace(/\s+/g, '')
    .replace(/\uff08/g, '(')
    .replace(/\uff09/g, ')');
}

export const whatTheFormSays = [
  '电子招投标数字证书申请表(通用)',
  relyingApplication,
  '新申请',
  '机构证书',
  '350.00元',
  ...Object.values(organization),
  ...Object.values(legal),
  ...Object.values(agent),
  delivery.address,
  delivery.postcode,
];
