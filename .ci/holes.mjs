// Looks up known holes of the components (NuGet's and npm's lists of advisories) and holds them to the times of SECURITY.md.
//   node .ci/holes.mjs                       asks the registries
//   node .ci/holes.mjs --from DIR            reads what they answered from DIR (nuget.json, npm-*.json), as the tests do
//   node .ci/holes.mjs … --today 2026-12-01  another day
// .ci/holes.json has a line for each hole that is known and not mended yet: {"id": "GHSA-…", "seen": "2026-12-01", "why": "…"}.
// Exit code 0: none, or each within its time. 1: one that has no line, or is past its time, or a line for one that is gone.
// 3: a registry gave no answer, so nothing is known of its part.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.OVERREAD_HOLES_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const from = option('--from');
const today = new Date(`${option('--today') ?? new Date().toISOString().slice(0, 10)}T00:00:00Z`);

/** Days from when a hole was seen until it has to be mended: the table of SECURITY.md, which is where they are laid down. */
function limits() {
  const table = {};
  for (const m of readFileSync(join(root, 'SECURITY.md'), 'utf8').matchAll(/^\| (critical|high|moderate|low) \| (\d+) days \|/gm)) {
    table[m[1]] = Number(m[2]);
  }
  for (const severity of ['critical', 'high', 'moderate', 'low']) {
    if (!table[severity]) throw new Error(`SECURITY.md says no time for holes that are ${severity}.`);
  }
  return table;
}

/** What a command wrote, also where its exit code says that it found something; null where it did not run. */
function said(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (e) {
    return e.stdout || null;
  }
}

const parsed = (text) => {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
};

/** Holes of .NET's packages; null where NuGet's list was not to be had. */
function nuget(answer) {
  // Where a source gives no advisories it is a problem of the answer, and no package has any: that is not the same as none.
  if (!answer?.projects || (answer.problems ?? []).length > 0) return null;
  const holes = new Map();
  for (const framework of answer.projects.flatMap((p) => p.frameworks ?? [])) {
    for (const one of [...(framework.topLevelPackages ?? []), ...(framework.transitivePackages ?? [])]) {
      for (const hole of one.vulnerabilities ?? []) {
        const id = hole.advisoryurl.split('/').pop();
        holes.set(`${id} ${one.id}`, { id, component: `${one.id} ${one.resolvedVersion}`, severity: hole.severity.toLowerCase() });
      }
    }
  }
  return [...holes.values()];
}

/** Holes of npm's packages; null where npm's list was not to be had. */
function npm(answer) {
  if (!answer?.vulnerabilities) return null;
  const holes = new Map();
  for (const [name, one] of Object.entries(answer.vulnerabilities)) {
    // A name stands for a package that depends on one with a hole, which has an entry of its own.
    for (const hole of one.via.filter((v) => typeof v === 'object')) {
      const id = hole.url.split('/').pop();
      holes.set(`${id} ${name}`, { id, component: `${name} ${hole.range ?? ''}`.trim(), severity: hole.severity === 'info' ? 'low' : hole.severity });
    }
  }
  return [...holes.values()];
}

function asked() {
  if (from) {
    const read = (name) => parsed(readFileSync(join(from, name), 'utf8'));
    return [
      ['NuGet', nuget(existsSync(join(from, 'nuget.json')) ? read('nuget.json') : null)],
      ...readdirSync(from)
        .filter((f) => f.startsWith('npm'))
        .sort()
        .map((f) => [`npm, ${f}`, npm(read(f))]),
    ];
  }
  const dotnet = ['list', 'Overread.slnx', 'package', '--vulnerable', '--include-transitive', '--format', 'json'];
  return [
    ['NuGet', nuget(parsed(said('dotnet', dotnet, root)))],
    ...['web', 'src/Overread.Ocr/Models'].map((folder) => [
      `npm, ${folder}`,
      npm(parsed(said('npm', ['audit', '--json', '--package-lock-only'], join(root, folder)))),
    ]),
  ];
}

const times = limits();
const known = JSON.parse(readFileSync(join(root, '.ci/holes.json'), 'utf8'));
const found = new Set();
let bad = 0;
let silent = 0;
for (const [where, holes] of asked()) {
  if (holes === null) {
    silent++;
    console.log(`${where}: not looked up, for no list of advisories was to be had`);
    continue;
  }
  console.log(`${where}: ${holes.length === 0 ? 'no known hole' : `${holes.length} known`}`);
  for (const hole of holes) {
    found.add(hole.id);
    const line = known.find((k) => k.id === hole.id);
    const until = line && new Date(new Date(`${line.seen}T00:00:00Z`).getTime() + times[hole.severity] * 86_400_000);
    const late = !line || today > until;
    if (late) bad++;
    console.log(
      `  ${hole.id} ${hole.severity} in ${hole.component}: ` +
        (!line ? `has no line in .ci/holes.json; ${times[hole.severity]} days to mend it begin with its line`
          : late ? `past its time (${until.toISOString().slice(0, 10)})`
          : `to be mended until ${until.toISOString().slice(0, 10)} (${line.why})`),
    );
  }
}

// A line for what is mended would excuse it when it comes back.
for (const line of silent > 0 ? [] : known.filter((k) => !found.has(k.id))) {
  bad++;
  console.log(`${line.id} is not found any more: take its line out of .ci/holes.json`);
}

process.exit(bad > 0 ? 1 : silent > 0 ? 3 : 0);
