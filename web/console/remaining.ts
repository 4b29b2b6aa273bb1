export interface Remaining {
  text: string;
  overdue: boolean;
  urgent: boolean; // less than two hours left
}

const kMinute = 60_000;
const kUrgent = 120 * kMinute;

function spell(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`;
  if (hours > 0) return rest > 0 ? `${hours} 小时 ${rest} 分` : `${hours} 小时`;
  return `${rest} 分`;
}

/** How long is left until the promised decision; whole minutes, rounded down. */
export function remaining(due: Date, now: Date): Remaining {
  const left = due.getTime() - now.getTime();
  const minutes = Math.floor(Math.abs(left) / kMinute);
  if (left < 0) return { text: `已超时 ${spell(minutes)}`, overdue: true, urgent: true };
  if (minutes === 0) return { text: '剩余不足 1 分', overdue: false, urgent: true };
  return { text: `剩余 ${spell(minutes)}`, overdue: false, urgent: left < kUrgent };
}
