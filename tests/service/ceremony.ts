// Key ceremonies, for tests and benchmarks.

import { join } from 'node:path';
import { type Hall, write } from './hall.ts';

export const heading = `
title = "示例认证有限公司密钥仪式"
place = "示例机房"
participants = ["示例一", "示例二", "示例三"]
`;

export type Algorithm = 'sm2' | 'p256' | 'rsa';

/// `more`: further lines of the table.
export function authority(
  name: string,
  kind: 'root' | 'issuing' | 'ocsp',
  issuer: string,
  algorithm: Algorithm,
  more = '',
): string {
  return `
[[authority]]
name = "${name}"
kind = "${kind}"
${issuer && `issuer = "${issuer}"`}
algorithm = "${algorithm}"
common_name = "示例 ${name}"
years = ${{ root: 20, issuing: 10, ocsp: 1 }[kind]}
${more}`;
}

/// A root, an issuing authority and its OCSP signer, named after their algorithm.
export const authoritiesOf = (algorithm: Algorithm, rootMore = '', more = ''): string =>
  authority(`root-${algorithm}`, 'root', '', algorithm, rootMore) +
  authority(algorithm, 'issuing', `root-${algorithm}`, algorithm, more) +
  authority(`ocsp-${algorithm}`, 'ocsp', algorithm, algorithm);

/// Of a hall that has not been started yet, with its settings; leaves the papers in its folder.
export function holdCeremony(hall: Hall, authorities: string): void {
  const file = (name: string): string => join(hall.folder, name);
  const script = write(file('ceremony.toml'), heading + authorities);
  const config = ['--config', write(file('ceremony-settings.toml'), hall.settings)];
  const words = ['--script', script, '--output', file('papers')];
  hall.run('ca', 'init', ...words, ...hall.where, ...config);
}
