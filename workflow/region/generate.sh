#!/bin/sh
# Rebuilds regions.tsv from two npm packages (see README.md for their licences):
#   mkdir packages && cd packages && npm pack china-area-data@5.0.1 @vant/area-data@2.1.0
#   unpack each archive into its own folder, then
#   ./generate.sh packages/china-area-data/package packages/vant-area-data/package > regions.tsv
set -eu
if [ $# -ne 2 ]; then
	echo "usage: $0 CHINA-AREA-DATA-FOLDER VANT-AREA-DATA-FOLDER" >&2
	exit 2
fi
base=$(realpath "$1") newer=$(realpath "$2") node - <<'JS'
const path = process.env;
const years = require(path.base + '/v5/data.json');
const { areaList } = require(path.newer + '/dist/index.cjs');

const base = {};
for (const parent of Object.values(years)) {
  for (const [code, name] of Object.entries(parent)) base[code] = name;
}
const newer = { ...areaList.province_list, ...areaList.city_list, ...areaList.county_list };

// GB/T 2260 gives Taiwan, Hong Kong and Macao one code each and no more.
const undivided = /^(71|81|82)(?!0000)/;
// Codes 71 to 79 of the statistics office stand for development zones.
const zone = /7[1-9]$/;
const group = /^(市辖区|县|.*直辖县级行政区划)$/;
// The newer package invents codes where a city has no counties, and for zones
// and new areas that are no administrative divisions.
const invented = /^(4419|4420|4604|6202)(?!00)|9\d$/;
const inventedName = /(开发区|高新区|工业园区|江北新区|镇江新区)$/;
// Created at the end of 2024; their codes could not be confirmed.
const unconfirmed = new Set(['653228', '653229']);

// Changdao was merged into Penglai in 2020; the newer package still lists it.
const abolished = new Set(['370634']);
// An administrative committee is no division.
const committee = /行政委员会$/;

const rows = {};
for (const [code, name] of Object.entries(base)) {
  if (!/^\d{6}$/.test(code) || undivided.test(code) || zone.test(code) || committee.test(name)) continue;
  const current = (code in newer && !abolished.has(code)) || /00$/.test(code);
  const kind = group.test(name) ? 'group' : current ? '' : 'former';
  rows[code] = [kind, kind === '' && code in newer ? newer[code] : name];
}
for (const [code, name] of Object.entries(newer)) {
  if (code in rows || undivided.test(code) || zone.test(code)) continue;
  if (invented.test(code) || inventedName.test(name) || committee.test(name) || unconfirmed.has(code)) continue;
  rows[code] = ['', name];
}
for (const code of Object.keys(rows).sort()) {
  console.log([code, rows[code][1], rows[code][0]].join('\t').trimEnd());
}
JS
