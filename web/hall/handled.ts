import { ApiError } from '@shared/api/error';

import { sessionEnded } from './router';

/** Passes a call on; where the login has run out, the login page comes up and then leads back. */
export async function handled<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') sessionEnded();
    throw error;
  }
}
