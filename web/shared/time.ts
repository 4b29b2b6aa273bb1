// Instants come as RFC 3339 and are shown as in China, wherever the browser is.

const kFields = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function parts(instant: string | Date): Record<string, string> {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return {};
  return Object.fromEntries(kFields.formatToParts(date).map(({ type, value }) => [type, value]));
}

/** "2026-11-23 09:30" */
export function chinaTime(instant: string | Date): string {
  const { year, month, day, hour, minute } = parts(instant);
  return year ? `${year}-${month}-${day} ${hour}:${minute}` : '';
}

/** "2026-11-23 09:30:05" */
export function chinaTimeToTheSecond(instant: string | Date): string {
  const { second } = parts(instant);
  return second ? `${chinaTime(instant)}:${second}` : '';
}
