// Photos are made small on the phone: a card reads as well at 2000 pixels, and mobile data is dear.
const kMostPixels = 2000;
const kQuality = 0.88;

/** The size within `most` pixels a side, in the same proportion; never larger than it was. */
export function fit(width: number, height: number, most = kMostPixels): [number, number] {
  const scale = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

function load(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('这张照片打不开，请重新拍一张。'));
    image.src = url;
  });
}

/** A JPEG of at most 2000 pixels a side, upright as the camera meant it. */
export async function shrink(file: Blob): Promise<Blob> {
  const url = URL.createObjectURL(file);
  try {
    const image = await load(url);
    const [width, height] = fit(image.naturalWidth, image.naturalHeight);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    const small = await new Promise<Blob | null>((done) => {
      canvas.toBlob(done, 'image/jpeg', kQuality);
    });
    return small ?? file;
  } finally {
    URL.revokeObjectURL(url);
  }
}
