// Scripts of key ceremonies, for tests and benchmarks.

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
