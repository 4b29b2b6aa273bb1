// An SMS taken apart, so that links can be tapped and codes copied.

export interface Piece {
  kind: 'text' | 'link';
  text: string;
}

export function piecesOf(message: string): Piece[] {
  return message
    .split(/(https?:\/\/[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+)/)
    .filter(Boolean)
    .map((text) => ({ kind: /^https?:\/\//.test(text) ? 'link' : 'text', text }));
}

/** The login code or the PIN that the message carries. */
export function codeOf(message: string): string | undefined {
  return /(?:验证码|PIN\s*码)[^0-9A-Za-z]{0,8}([0-9A-Za-z]{4,16})(?![0-9A-Za-z])/.exec(
    message,
  )?.[1];
}

/** An address of this demo that a phone would open, or why it is none. */
export function phoneAddress(text: string, origin: string): { url: string } | { problem: string } {
  const trimmed = text.trim();
  if (!trimmed) return { problem: '请粘贴二维码里的链接。' };
  let url: URL;
  try {
    url = new URL(trimmed, origin);
  } catch {
    return { problem: '这不是一个链接。请在营业厅的二维码旁点“复制链接”，再粘贴到这里。' };
  }
  const known = ['/phone/', '/sandbox/pay/'].some((page) => url.pathname.startsWith(page));
  if (url.origin !== origin || !known) {
    return { problem: '这不是本演示的手机认证或付款链接，没有打开。' };
  }
  return { url: url.href };
}
