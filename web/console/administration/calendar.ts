// The calendar's text as months that people can look at.

export interface Day {
  date: string; // 2026-10-01; empty: a blank before the first of the month
  kind: 'work' | 'weekend' | 'holiday' | 'worked';
  name: string; // of the holiday
}

export interface Month {
  name: string;
  days: Day[];
}

interface Year {
  year: number;
  holidays: { name: string; from: string; to: string }[];
  worked: string[];
}

/** The years of the text; none while it cannot be read. */
export function yearsOf(text: string): Year[] {
  try {
    const { years } = JSON.parse(text) as { years: Year[] };
    return years.filter((year) => Array.isArray(year.holidays) && Array.isArray(year.worked));
  } catch {
    return [];
  }
}

const pad = (n: number) => String(n).padStart(2, '0');

function dayOf(year: Year, date: string): Day {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const holiday = year.holidays.find(({ from, to }) => from <= date && date <= to);
  if (year.worked.includes(date)) return { date, kind: 'worked', name: '' };
  if (holiday) return { date, kind: 'holiday', name: holiday.name };
  return { date, kind: weekday === 0 || weekday === 6 ? 'weekend' : 'work', name: '' };
}

export function monthsOf(year: Year): Month[] {
  return Array.from({ length: 12 }, (_, month) => {
    const first = new Date(Date.UTC(year.year, month, 1)).getUTCDay();
    const count = new Date(Date.UTC(year.year, month + 1, 0)).getUTCDate();
    // Weeks begin on Monday, as on calendars in China.
    const blanks = Array.from({ length: (first + 6) % 7 }, (): Day => ({
      date: '',
      kind: 'work',
      name: '',
    }));
    const days = Array.from({ length: count }, (__, day) =>
      dayOf(year, `${year.year}-${pad(month + 1)}-${pad(day + 1)}`),
    );
    return { name: `${month + 1} 月`, days: [...blanks, ...days] };
  });
}

export function workingDays(year: Year): number {
  return monthsOf(year)
    .flatMap(({ days }) => days)
    .filter(({ date, kind }) => date && (kind === 'work' || kind === 'worked')).length;
}
