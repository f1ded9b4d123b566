// Reads a bundle by libraries of others: jsonld, ro-crate, CycloneDX's own validator. Prints what they saw.
//   node read.mjs BUNDLE WEB     WEB: the folder whose node_modules has them
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [bundle, web] = process.argv.slice(2);
const require = createRequire(join(resolve(web), 'package.json'));
const read = (path) => readFileSync(join(bundle, path), 'utf8');
const said = {};

// JSON-LD: contexts lie on the network, so their words are taken as of one vocabulary; contexts of the document stay.
const jsonld = require('jsonld');
const documentLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: { '@context': { '@vocab': 'http://schema.org/', '@base': 'http://bundle.example/' } } });
said.quads = {};
for (const path of ['ro-crate-metadata.json', 'healthdcat.jsonld', 'croissant.json']) {
  const quads = await jsonld.toRDF(JSON.parse(read(path)), { documentLoader, base: 'http://bundle.example/' });
  said.quads[path] = quads.length;
}

// RO-Crate: the root's parts, each a file of the bundle with its length.
const { ROCrate } = require('ro-crate');
const crate = new ROCrate(JSON.parse(read('ro-crate-metadata.json')), { array: true, link: true });
const parts = crate.rootDataset.hasPart ?? [];
said.crate = {
  name: crate.rootDataset.name?.[0] ?? null,
  licence: crate.rootDataset.license?.length ?? 0,
  parts: parts.length,
  absent: parts.filter((p) => !existsSync(join(bundle, p['@id']))).map((p) => p['@id']),
  // What holds the crate's own checksum is written after it, and has no length here.
  stated: parts.filter((p) => p.contentSize).length,
  lengths: parts.filter((p) => p.contentSize && Number(p.contentSize[0]) !== readFileSync(join(bundle, p['@id'])).length).map((p) => p['@id']),
};

// CycloneDX: the schema of the version that the document names.
const { Spec, Validation } = require('@cyclonedx/cyclonedx-library');
const bill = read('software/sbom.cdx.json');
const version = JSON.parse(bill).specVersion;
said.bill = { version, known: Object.values(Spec.Version).includes(version), faults: await new Validation.JsonStrictValidator(version).validate(bill) };

// COCO: every annotation finds its image and its category, as a reader's index would build it.
const coco = JSON.parse(read('exports/coco.json'));
const images = new Map((coco.images ?? []).map((i) => [i.id, i]));
const categories = new Map((coco.categories ?? []).map((c) => [c.id, c.name]));
said.coco = (coco.annotations ?? []).map((a) => {
  const [x, y, width, height] = a.bbox;
  const image = images.get(a.image_id);
  // Run lengths in column order: as many pixels as the picture has, of which every second count is painted.
  const counts = a.segmentation?.counts ?? [];
  const [rows, columns] = a.segmentation?.size ?? [0, 0];
  const painted = counts.filter((_, i) => i % 2 === 1).reduce((sum, n) => sum + n, 0);
  const whole = counts.length > 0 && counts.reduce((sum, n) => sum + n, 0) === rows * columns && rows === image?.height && columns === image?.width;
  const points = a.segmentation?.[0] ?? [];
  let twice = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [nx, ny] = [points[(i + 2) % points.length], points[(i + 3) % points.length]];
    twice += points[i] * ny - nx * points[i + 1];
  }
  return { category: categories.get(a.category_id) ?? null, inside: image !== undefined && x >= 0 && y >= 0 && x + width <= image.width && y + height <= image.height, area: a.area, painted, whole, shoelace: points.length > 0 ? Math.abs(twice) / 2 : width * height };
});

// DuckDB: the long table in Parquet is the labels and the splits of the tables in CSV, and pairs of readers are counted in SQL.
const { DuckDBInstance } = require('@duckdb/node-api');
const duck = await (await DuckDBInstance.create(':memory:')).connect();
const rows = async (sql) => (await duck.runAndReadAll(sql)).getRowsJson();
const csv = (path) => `read_csv('${join(bundle, path)}', header=true, all_varchar=true, nullstr='')`;
const parquet = `read_parquet('${join(bundle, 'exports/labels.parquet')}')`;
const columns = async (table) => (await rows(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${table})`)).flat();
const split = 'SELECT l.item, s.subject, s.split, l.field, l.label, CAST(l.probability AS DOUBLE) AS probability, l.status';
const joined = `(${split} FROM ${csv('labels/consensus/labels.csv')} l JOIN ${csv('splits.csv')} s ON s.item = l.item)`;
const count = async (from) => Number((await rows(`SELECT count(*) FROM ${from}`))[0][0]);
said.parquet = {
  columns: await columns(parquet),
  rows: await count(parquet),
  missing: await count(`(SELECT * FROM ${joined} EXCEPT ALL SELECT * FROM ${parquet})`),
  more: await count(`(SELECT * FROM ${parquet} EXCEPT ALL SELECT * FROM ${joined})`),
};
const single = csv('labels/individual/reads.csv');
const pairs = `FROM ${single} a JOIN ${single} b ON a.item = b.item AND a.field = b.field AND a.reader < b.reader`;
said.pairs = (await rows(`SELECT count(*), count(*) FILTER (WHERE a.state IS NOT DISTINCT FROM b.state AND a.value IS NOT DISTINCT FROM b.value) ${pairs}`))[0].map(Number);
console.log(JSON.stringify(said));
