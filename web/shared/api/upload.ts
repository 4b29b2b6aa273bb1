// Uploads are raw bodies. XMLHttpRequest, because fetch cannot tell how far it has got.
import { newIdempotencyKey } from './client';
import { asApiError, errorFrom, offlineError } from './error';

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `onProgress` gets 0 to 1. Rejects with an ApiError. */
export function upload<T>(
  url: string,
  file: Blob,
  name: string,
  onProgress: (part: number) => void = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.setRequestHeader('X-File-Name', encodeURIComponent(name));
    request.setRequestHeader('Idempotency-Key', newIdempotencyKey());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(offlineError());
    request.onabort = () => reject(asApiError(undefined));
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(errorFrom(request.status, body));
    };
    request.send(file);
  });
}
