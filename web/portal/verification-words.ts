// What a verdict means to somebody who is no expert, and what he should do.
import type { Schemas } from '@shared/api/client';

export interface Words {
  title: string;
  meaning: string;
  advice: string;
}

const hotline = '400-112-3838';

export const certificateWords: Record<Schemas['CertificateVerdict'], Words> = {
  good: {
    title: '证书有效',
    meaning: '由本机构签发，签名正确，在有效期内，没有注销。',
    advice: '可以信任。请再看一眼持有人，是不是与您往来的单位或个人。',
  },
  revoked: {
    title: '证书已注销',
    meaning: '由本机构签发，但已经注销，不再有效。',
    advice: '请勿接受用它新做的签名，请对方换用新证书。',
  },
  suspended: {
    title: '证书已挂起',
    meaning: '由本机构签发，目前暂停使用，以后可能恢复。',
    advice: '恢复之前请勿接受用它做的签名，请向对方了解原因。',
  },
  expired: {
    title: '证书已过期',
    meaning: '由本机构签发，没有注销，但有效期已过。',
    advice: '请对方更新证书。过期以前做的签名，有时间戳才能证明当时有效。',
  },
  not_yet_valid: {
    title: '证书尚未生效',
    meaning: '由本机构签发，但有效期还没有开始。',
    advice: '请在生效时间以后再使用，并核对电脑的日期是否正确。',
  },
  unrecorded: {
    title: '本机构没有这张证书的记录',
    meaning: '签名像是本机构的，但签发记录里没有它，不应当存在。',
    advice: `请勿信任，保留文件，并立即致电 ${hotline}。`,
  },
  forged: {
    title: '冒用本机构的名义',
    meaning: '证书上写着由本机构签发，但签名不是本机构的：它是伪造的，或者已被改动、损坏。',
    advice: `请勿信任。请向对方重新索取；如仍是这样，请致电 ${hotline}。`,
  },
  unknown_issuer: {
    title: '不是本机构签发的证书',
    meaning: '它由其他机构签发。本页只掌握本机构的签发记录，不能确认它的真伪和是否注销。',
    advice: '这不表示它有问题。请到签发机构的网站核验。',
  },
};

export const signatureWords: Record<Schemas['SignatureVerdict'], Words> = {
  intact: {
    title: '签名完好',
    meaning: '签名与下面这张证书相符，被签名的内容没有改动。',
    advice: '',
  },
  changed: {
    title: '内容被改动过',
    meaning: '现在的内容与签名时不一样。',
    advice: '请勿信任，请对方重新提供原件。',
  },
  invalid: {
    title: '签名无效',
    meaning: '这个签名不是用所附证书的密钥做的。',
    advice: '请勿信任，请对方重新签名。',
  },
  wrong_purpose: {
    title: '用错了证书',
    meaning: '内容没有改动，但签名用的证书不是用来签名的。',
    advice: '请勿信任，请对方用签名证书重新签名。',
  },
  unchecked: {
    title: '未能核对',
    meaning: '签名所用的算法这里不能核对，或文件里没有签名者的证书。',
    advice: '请用签名软件，或到签发机构核验。',
  },
  unreadable: {
    title: '无法读取',
    meaning: '这里有一个签名，但它的格式无法识别，可能是电子签章专用格式，或已损坏。',
    advice: '请用原签名（签章）软件核验。',
  },
};

export const purposeWords: Record<Schemas['CertificatePurpose'], string> = {
  signing: '签名：证明是谁签的、签后没有改动',
  encryption: '加密：让文件只有持有人能打开',
  certificate_authority: '签发证书的机构',
  ocsp: '回答证书状态（OCSP）',
  time_stamp: '签发时间戳',
  website: '网站身份（HTTPS）',
};

/** "CN=示例 CA,O=示例公司,C=CN" → "示例 CA（示例公司）"; as it is where there is no CN. */
export function plainName(text: string): string {
  const part = (type: string) =>
    new RegExp(`(?:^|,)${type}=((?:\\\\.|[^,\\\\])*)`).exec(text)?.[1]?.replace(/\\(.)/g, '$1');
  const [name, organization] = [part('CN'), part('O')];
  if (!name) return text;
  return organization && organization !== name ? `${name}（${organization}）` : name;
}

type Verification = Schemas['VerificationView'];

export interface Summary extends Words {
  tone: 'good' | 'warning' | 'bad';
}

const tones: Record<Schemas['Conclusion'], Summary['tone']> = {
  trusted: 'good',
  caution: 'warning',
  untrusted: 'bad',
};

function ofPdf(view: Verification): Words {
  const signed = view.signatures.filter(({ is_time_stamp }) => !is_time_stamp);
  if (!signed.length)
    return {
      title: view.signatures.length ? '只有时间戳，没有签名' : '没有找到数字签名',
      meaning: view.signatures.length
        ? '时间戳只证明文件在某个时间已经存在，不表示任何人同意其内容。'
        : '这个 PDF 没有数字签名。页面上看得见的印章图片，不等于数字签名。',
      advice: '如果对方说签过名，请向对方索取签名后的原件（不要打印、扫描或另存）。',
    };
  if (view.conclusion === 'trusted')
    return {
      title: '签名有效',
      meaning: '签名证书有效，文件签名以后没有改动。',
      advice: '可以信任。请再看一眼签名人，是不是应当签名的单位或个人。',
    };
  if (view.conclusion === 'untrusted')
    return {
      title: '请勿信任',
      meaning: '至少有一个签名不成立，详见下面标红的一项。',
      advice: '请不要按这个文件办事，请对方重新提供。',
    };
  const covered = view.signatures.some(({ covers_all }) => covers_all);
  return {
    title: '需要留意',
    meaning: covered
      ? '没有发现改动，但有的地方不能确认，详见下面各项。'
      : '签名以后文件又被追加了内容，追加的部分没有人签名。',
    advice: covered ? '请按各项的说明办理。' : '请只相信签名时的那一版，或请对方重新签名。',
  };
}

/** The banner above everything. */
export function summaryOf(view: Verification): Summary {
  const first = view.certificates[0];
  const words = view.is_pdf || !first ? ofPdf(view) : certificateWords[first.verdict];
  return { ...words, tone: tones[view.conclusion] };
}

/** What was not looked at, so that nobody believes that it was. */
export function leftOpen(view: Verification): string[] {
  const certificates = [
    ...view.certificates,
    ...view.signatures.flatMap(({ certificate, stamp }) => [certificate, stamp?.certificate]),
  ];
  const lines = ['证书持有人是否有权签署这份文件、文件内容是否属实。'];
  if (certificates.some((one) => one?.verdict === 'unknown_issuer'))
    lines.push('其他机构的证书是否真实、是否已注销。');
  if (view.is_pdf) {
    lines.push('页面上看得见的印章、签字图片。');
    if (view.signatures.some(({ covers_all }) => !covers_all))
      lines.push('签名以后追加的内容改了什么。');
    if (view.signatures.some(({ stamp, is_time_stamp }) => !stamp && !is_time_stamp))
      lines.push('没有时间戳的签名是什么时候做的：签名里的时间来自签名人的电脑，可以随意设置。');
  }
  return lines;
}

const kMegabyte = 1024 * 1024;
export const kVerifiable = '.cer,.crt,.pem,.der,.p7b,.p7c,.p7s,.pdf,application/pdf';

export function verifiableComplaint(file: { name: string; size: number }): string | undefined {
  if (/\.(pfx|p12|key|jks)$/i.test(file.name))
    return '这个文件里有私钥，请不要交给任何人，也不要上传。核验只需要 .cer 证书文件。';
  if (file.size === 0) return '这个文件是空的，请重新选择。';
  if (file.size > 10 * kMegabyte) return '文件超过 10 MB，请选择更小的文件。';
  return undefined;
}
