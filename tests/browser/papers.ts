// The papers of the case: rendered, stamped, photographed, and read back.
import { join } from 'node:path';

import { agent, delivery, legal, organization, relyingApplication } from './people';
import { output, renderCard } from './programs';

/**
 * Out of form.pdf and seal.pdf in `folder`: form.jpg and seal.jpg, stamped; licence.jpg, stamped;
 * licence-plain.jpg, not; card-front.jpg and card-back.jpg, the agent's.
 */
export async function renderPapers(folder: string): Promise<void> {
  const file = (name: string) => join(folder, name);
  const render = (to: string, ...options: string[]) =>
    renderCard(...options, '--look', 'mild', '--out', file(to));
  const stamped = (to: string, from: string, ...where: string[]) =>
    render(to, '--kind', 'stamped', '--name', organization.name, '--in', file(from), ...where);
  const card = (side: string) =>
    render(
      `card-${side}.jpg`,
      ...['--kind', 'id_card', '--side', side, '--name', agent.name, '--number', agent.idNumber],
    );

  await render(
    'licence-plain.jpg',
    ...['--kind', 'licence', '--name', organization.name],
    ...['--number', organization.creditCode, '--legal', legal.name],
  );
  await stamped('form.jpg', 'form.pdf');
  await stamped('licence.jpg', 'licence-plain.jpg', '--at', '0.7,0.75');
  await stamped('seal.jpg', 'seal.pdf', '--at', '0.28,0.56');
  await card('front');
  await card('back');
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
