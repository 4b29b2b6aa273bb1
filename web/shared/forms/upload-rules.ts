// What can be told of a file before it is sent.

const kTypes: Record<string, string> = {
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
  'application/pdf': 'PDF',
};
const kMegabyte = 1024 * 1024;
/** The server's limit, too (kUploadBytes). */
export const kMostMegabytes = 10;
export const kAccept = Object.keys(kTypes).join(',') + ',.jpg,.jpeg,.png,.pdf';

export function fileComplaint(file: {
  name: string;
  type: string;
  size: number;
}): string | undefined {
  if (/\.(heic|heif)$/i.test(file.name)) {
    return '这是苹果手机的 HEIC 照片。请在手机“设置-相机-格式”里选“兼容性最佳”重拍，或转成 JPG 再上传。';
  }
  if (!(file.type in kTypes)) return '请上传 JPG、PNG 照片或 PDF 文件，其他格式无法识别。';
  if (file.size === 0) return '这个文件是空的，请重新选择。';
  if (file.size > kMostMegabytes * kMegabyte) {
    const size = Math.ceil((file.size / kMegabyte) * 10) / 10; // never the limit itself
    return `文件有 ${size.toFixed(1)} MB，超过 ${kMostMegabytes} MB。请降低扫描分辨率（300 dpi 即可）后再上传。`;
  }
  return undefined;
}
