import type { Role } from '../session';

export interface StaffText {
  login: string;
  name: string;
  roles: Role[];
  enabled: boolean;
  reset: boolean;
}

const kNew: StaffText = { login: '', name: '', roles: [], enabled: true, reset: false };

export function parseStaff(text: string): StaffText {
  try {
    return { ...kNew, ...(JSON.parse(text) as Partial<StaffText>) };
  } catch {
    return kNew;
  }
}

/** As the server writes it, so that what is unchanged is the same text. */
export function staffText({ login, name, roles, enabled, reset }: StaffText): string {
  const members = Object.entries({ login, name, roles, enabled, reset });
  const lines = members.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
