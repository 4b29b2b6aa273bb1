// Administration by two: what one proposes the other approves.

import { type Answer, type Browser, enrol, type Hall } from './hall.ts';

export const changes = '/api/console/changes';

/// The one that the hall began with, and another.
export async function twoAdministrators(
  hall: Hall,
): Promise<[first: Awaited<ReturnType<typeof enrol>>, second: Awaited<ReturnType<typeof enrol>>]> {
  const word = hall.addStaff('administrator2', 'administrator');
  const first = await enrol(hall, 'administrator', hall.oneTimePassword('administrator'));
  return [first, await enrol(hall, 'administrator2', word)];
}

export const proposeChange = (who: Browser, change: Answer): Promise<Answer> =>
  who.call('POST', changes, change);

/// As it was seen.
export const approveChange = (who: Browser, { summary, revision }: Answer): Promise<Answer> =>
  who.call('POST', `${changes}/${summary.id}/approve`, { revision });
