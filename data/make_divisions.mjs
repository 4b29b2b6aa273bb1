// Makes data/divisions.json from the npm package @vant/area-data (MIT), a folder of which is given:
//   npm pack @vant/area-data@2.1.0 && tar xf vant-area-data-2.1.0.tgz
//   node data/make_divisions.mjs package
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2] ?? 'package');
const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const { areaList } = await import(pathToFileURL(join(folder, 'dist/index.js')));

const table = { ...areaList.province_list, ...areaList.city_list, ...areaList.county_list };
const divisions = Object.fromEntries(
  Object.entries(table).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
const lines = Object.entries(divisions).map(
  ([code, label]) => `${JSON.stringify(code)}:${JSON.stringify(label)}`,
);
const head = `"version":${JSON.stringify(version)},"source":${JSON.stringify(`npm ${name}`)}`;
writeFileSync(
  new URL('divisions.json', import.meta.url),
  `{${head},"divisions":{\n${lines.join(',\n')}\n}}\n`,
);
console.log(`${lines.length} divisions`);
