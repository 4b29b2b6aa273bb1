// Writes a group's figures into docs/benchmarks.md and leaves the other groups as they are:
// table.ts GROUP LINES TARGET

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const [group, source, target] = process.argv.slice(2);
const head = `# Benchmarks

Written by \`./x bench\`. Every figure comes from the release build; what is behind one stands in
tests/bench.
`;

function machine(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${processor.model.trim()}, ${memory} GB, Debian 12`;
}

function section(): string {
  const lines = readFileSync(source, 'utf8').trim().split('\n');
  const notes = lines.filter((line) => line.startsWith('# ')).map((line) => `- ${line.slice(2)}`);
  const rows = lines.flatMap((line) => {
    const [, name, value, unit, end, limit] =
      /^(\S+) = (\S+) (\S+)(?: # at (most|least) (\S+))?$/.exec(line) ?? [];
    const sign = end === 'most' ? '≤' : '≥';
    return name ? [`| \`${name}\` | ${value} ${unit} | ${limit ? `${sign} ${limit}` : ''} |`] : [];
  });
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const day = new Date().toISOString().slice(0, 10);
  return [
    `## ${group}`,
    '',
    `\`./x bench ${group}\` on ${day}, commit ${commit}: ${machine()}.`,
    '',
    ...notes,
    '',
    '| figure | value | limit |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const before = existsSync(target) ? readFileSync(target, 'utf8') : head;
const parts = before.split(/^(?=## )/m);
const others = parts.slice(1).filter((part) => !part.startsWith(`## ${group}\n`));
const sections = [...others.map((part) => part.trimEnd() + '\n'), section()].sort();
writeFileSync(target, [parts[0].trimEnd() + '\n', ...sections].join('\n'));
