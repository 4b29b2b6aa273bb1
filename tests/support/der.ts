// Reads DER (X.690) for tests that judge bytes without any code of ours: what is cut off, or longer
// than its frame, throws.

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /// With tag and length.
  readonly whole: Buffer;
  /// What a constructed element is made of.
  readonly parts: Element[];
  readonly hex: string;
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/// The element that begins there.
export function element(bytes: Buffer, at = 0): Element {
  must(at + 2 <= bytes.length, 'cut off');
  let length = bytes[at + 1];
  let head = 2;
  if (length & 0x80) {
    head += length & 0x7f;
    length = parseInt(bytes.subarray(at + 2, at + head).toString('hex'), 16);
  }
  must(at + head + length <= bytes.length, 'cut off');
  const content = bytes.subarray(at + head, at + head + length);
  return {
    tag: bytes[at],
    content,
    whole: bytes.subarray(at, at + head + length),
    get parts() {
      return elements(content);
    },
    get hex() {
      return content.toString('hex');
    },
  };
}

function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; at += found[found.length - 1].whole.length)
    found.push(element(bytes, at));
  return found;
}

/// The one element that these bytes are.
export function only(bytes: Buffer): Element {
  const all = element(bytes);
  must(all.whole.length === bytes.length, 'something follows');
  return all;
}

/// The bytes of a BIT STRING of whole bytes.
export function bits(part: Element): Buffer {
  must(part.tag === 0x03 && part.content[0] === 0, 'no bit string of whole bytes');
  return part.content.subarray(1);
}

/// A positive INTEGER in hex, two digits per byte.
export function integer(part: Element): string {
  must(part.tag === 0x02, 'no number');
  return part.hex.replace(/^00(?=..)/, '');
}

/// UTCTime until 2049 or GeneralizedTime, in milliseconds.
export function time(part: Element): number {
  const text = part.content.toString('latin1');
  const digits = part.tag === 0x17 ? (text < '5' ? '20' : '19') + text : text;
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  must(found !== null, 'no time');
  const [year, month, day, hour, minute, second] = (found ?? []).slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const identifier = (at: Element): string => at.parts[0].hex;

/// The extension with this object identifier (content, hex), as it stands in its octet string.
export function extension(list: Element, oid: string): Element | undefined {
  const found = list.parts.find((each) => identifier(each) === oid);
  return found && element(found.parts[found.parts.length - 1].content);
}
