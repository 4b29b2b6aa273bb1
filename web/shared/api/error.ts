import type { components } from './schema';

export type Problem = components['schemas']['Problem'];
export type FieldProblem = components['schemas']['FieldProblem'];

/** What the server (or the way to it) refused. `message` is Chinese and says what helps. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
    readonly fields: FieldProblem[] = [],
    readonly retryAfterSeconds = 0,
    readonly requestId = '',
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The message for one field, by its JSON path ("agent.id_number"). */
  field(path: string): string | undefined {
    return this.fields.find((problem) => problem.field === path)?.message;
  }
}

/** No answer came at all: the network, not the server. */
export function offlineError(): ApiError {
  return new ApiError('offline', '网络连接不上，您填写的内容还在。请检查网络后再试一次。');
}

function looksLikeProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}

/** An answer other than 2xx, whatever its body turned out to be. */
export function errorFrom(status: number, body: unknown): ApiError {
  if (looksLikeProblem(body)) {
    const text = body.title || '操作没有成功，请稍后再试。';
    return new ApiError(
      body.code,
      text,
      status,
      body.fields ?? [],
      body.retry_after_seconds ?? 0,
      body.request_id ?? '',
    );
  }
  if (status === 401) return new ApiError('unauthenticated', '登录已过期，请重新登录。', status);
  if (status === 413) return new ApiError('too_large', '文件太大，请压缩后再上传。', status);
  if (status === 429) return new ApiError('too_many', '操作太频繁，请稍等片刻再试。', status);
  if (status >= 502) {
    return new ApiError('unavailable', '系统正忙，请过一会儿再试。您填写的内容不会丢失。', status);
  }
  return new ApiError(
    'internal',
    '系统出了点问题，请稍后再试；若一直这样，请拨打 400-112-3838。',
    status,
  );
}

/** Anything that was thrown, as an ApiError. */
export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : offlineError();
}
