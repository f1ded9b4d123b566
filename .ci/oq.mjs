// Packs what shows that a build does what it should: each requirement with its tests and how they ended, the build that was tested, and
// hashes, so that a stranger sees which test proved which requirement on which build.
//   node .ci/oq.mjs RESULTS OUT        RESULTS: the folder that OVERREAD_TEST_TIMES=RESULTS ./test wrote; OUT: a folder that is made
//   node .ci/oq.mjs --check OUT        holds a pack to its hashes and to itself; exit code 1 where something is not as it was
// With OVERREAD_OQ_KEY=FILE (an Ed25519 private key, PEM) the list of hashes is signed: SHA256SUMS.sig, and the public key beside it.
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.OVERREAD_OQ_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const fail = (text) => {
  console.error(text);
  process.exit(1);
};

/** How each test ended, by Class.Method; one that stands in several rows is as bad as its worst. */
function outcomes(folder) {
  const found = new Map();
  const worst = ['passed', 'skipped', 'failed'];
  for (const name of readdirSync(folder).filter((f) => f.endsWith('.txt')).sort(order)) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const m = /^(passed|failed|skipped) (?:Overread\.(?:[A-Za-z]+\.)+?Tests\.)(?:[A-Za-z0-9_]+\.)*?([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)(?:\(.*\))?(?: \([^()]*\))?\s*$/.exec(line);
      if (!m) continue;
      // A test of a contract runs under the name of whoever inherits it, in each of them.
      for (const key of [`${m[2]}.${m[3]}`, `*.${m[3]}`]) {
        const before = found.get(key);
        if (!before || worst.indexOf(m[1]) > worst.indexOf(before)) found.set(key, m[1]);
      }
    }
  }
  return found;
}

const outcomeOf = (ended, name) => {
  const [kind, method] = name.split('.');
  return ended.get(name) ?? (kind.endsWith('Contract') ? ended.get(`*.${method}`) : undefined) ?? 'not run';
};

function requirements() {
  const path = join(root, 'tests/Overread.Architecture.Tests/requirements.txt');
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((l) => l.trim() && !l.startsWith('#') && !l.startsWith('='))
    .map((l) => {
      const [id, clause, words, tests, wanting] = l.split('|').map((c) => c.trim());
      return { id, clause, words, tests: tests.split(';').map((t) => t.trim()).filter(Boolean), wanting };
    });
}

/** A requirement on this build: proven where nothing is wanting and every test passed here. */
function state(row, tests) {
  if (tests.some((t) => t.outcome === 'failed')) return 'failed';
  if (tests.length === 0) return 'no test';
  if (tests.some((t) => t.outcome !== 'passed')) return 'not shown';
  return row.wanting ? 'partly' : 'proven';
}

function build() {
  const git = (...args) => {
    try {
      return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      return null;
    }
  };
  const version = /<Version>([^<]+)<\/Version>/.exec(readFileSync(join(root, 'Directory.Build.props'), 'utf8'))?.[1];
  const binaries = [];
  const out = join(root, 'src');
  for (const project of existsSync(out) ? readdirSync(out).sort(order) : []) {
    const file = join(out, project, 'bin/Release/net10.0', project === 'Overread.Cli' ? 'overread.dll' : `${project}.dll`);
    if (existsSync(file)) binaries.push({ file: file.slice(root.length + 1), sha256: sha(readFileSync(file)) });
  }
  const changed = git('status', '--porcelain');
  return {
    version: version ?? 'unknown',
    commit: git('rev-parse', 'HEAD') ?? 'unknown',
    changed: changed === null ? 'unknown' : changed.length > 0,
    binaries,
  };
}

function pack(results, out) {
  if (!existsSync(results)) fail(`There is no folder ${results}; OVERREAD_TEST_TIMES=${results} ./test makes it.`);
  if (existsSync(out) && readdirSync(out).length > 0) fail(`${out} is not empty; a pack is made once. Name another folder.`);
  const ended = outcomes(results);
  if (ended.size === 0) fail(`No test's outcome is in ${results}; OVERREAD_TEST_TIMES=${results} ./test writes them.`);
  mkdirSync(join(out, 'results'), { recursive: true });
  for (const name of readdirSync(results).filter((f) => f.endsWith('.txt')))
    if (statSync(join(results, name)).isFile()) copyFileSync(join(results, name), join(out, 'results', name));
  const rows = requirements().map((r) => {
    const tests = r.tests.map((name) => ({ name, outcome: outcomeOf(ended, name) }));
    return { id: r.id, clause: r.clause, words: r.words, state: state(r, tests), tests, wanting: r.wanting };
  });
  const count = (s) => rows.filter((r) => r.state === s).length;
  const counts = Object.fromEntries(['proven', 'partly', 'not shown', 'failed', 'no test'].map((s) => [s, count(s)]));
  const made = { build: build(), tests: [...ended.keys()].filter((k) => !k.startsWith('*')).length, requirements: rows.length, counts };
  writeFileSync(join(out, 'oq.json'), `${JSON.stringify({ ...made, rows }, null, 1)}\n`);
  writeFileSync(join(out, 'oq.md'), page(made, rows));
  const files = ['oq.json', 'oq.md', ...readdirSync(join(out, 'results')).map((f) => `results/${f}`)].sort(order);
  const sums = files.map((f) => `${sha(readFileSync(join(out, f)))}  ${f}\n`).join('');
  writeFileSync(join(out, 'SHA256SUMS'), sums);
  if (process.env.OVERREAD_OQ_KEY) {
    const key = createPrivateKey(readFileSync(process.env.OVERREAD_OQ_KEY));
    writeFileSync(join(out, 'SHA256SUMS.sig'), sign(null, Buffer.from(sums), key));
    writeFileSync(join(out, 'signer.pem'), createPublicKey(key).export({ type: 'spki', format: 'pem' }));
  }
  console.log(`${rows.length} requirements: ${Object.entries(counts).map(([s, n]) => `${n} ${s}`).join(', ')}`);
  console.log(`${out}: ${sha(Buffer.from(sums))}`);
  process.exit(counts.failed > 0 ? 1 : 0);
}

function page(made, rows) {
  const lines = [
    '# Operational qualification',
    '',
    `Overread ${made.build.version}, commit ${made.build.commit}${made.build.changed === false ? '' : ', with changes that are in no commit or are not known'}. ${made.tests} tests ended, see \`results/\`.`,
    '',
    '*proven*: nothing is wanting, and every test passed on this build. *partly*: every test passed, and they show a part. *not shown*: a test was',
    'skipped or not run. *failed*: a test failed. `node .ci/oq.mjs --check FOLDER` holds the pack to its hashes and to itself.',
    '',
    '| id | clause | what | on this build | tests | what is wanting |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      (r) =>
        `| ${r.id} | ${r.clause} | ${r.words} | ${r.state} | ${r.tests.map((t) => `${t.outcome}: \`${t.name}\``).join('<br>')} | ${r.wanting} |`,
    ),
    '',
    '## Files of the build',
    '',
    ...made.build.binaries.map((b) => `- \`${b.file}\` ${b.sha256}`),
    '',
  ];
  return lines.join('\n');
}

function check(out) {
  const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
  const wrong = [];
  const listed = new Set();
  for (const line of sums.split('\n').filter(Boolean)) {
    const [hash, file] = line.split('  ');
    listed.add(file);
    const path = join(out, file);
    if (!existsSync(path)) wrong.push(`${file} is missing`);
    else if (sha(readFileSync(path)) !== hash) wrong.push(`${file} was changed`);
  }
  for (const file of readdirSync(join(out, 'results'))) if (!listed.has(`results/${file}`)) wrong.push(`results/${file} is in no list`);
  if (wrong.length === 0) {
    // What it says of each test is what the results say.
    const ended = outcomes(join(out, 'results'));
    for (const row of JSON.parse(readFileSync(join(out, 'oq.json'), 'utf8')).rows) {
      for (const t of row.tests)
        if (outcomeOf(ended, t.name) !== t.outcome) wrong.push(`${row.id}: ${t.name} ${outcomeOf(ended, t.name)}, and not ${t.outcome}`);
      if (state(row, row.tests) !== row.state) wrong.push(`${row.id} is ${state(row, row.tests)}, and not ${row.state}`);
    }
  }
  let signed = 'not signed';
  if (existsSync(join(out, 'SHA256SUMS.sig'))) {
    const key = createPublicKey(readFileSync(process.env.OVERREAD_OQ_KEY ?? join(out, 'signer.pem')));
    signed = process.env.OVERREAD_OQ_KEY ? 'signed by the key that was named' : 'signed by the key that it brings';
    if (!verify(null, Buffer.from(sums), key, readFileSync(join(out, 'SHA256SUMS.sig')))) wrong.push('the signature does not hold');
  }
  for (const w of wrong) console.error(w);
  console.log(wrong.length === 0 ? `${out} holds, ${signed}: ${sha(Buffer.from(sums))}` : `${wrong.length} faults`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

const [first, second] = process.argv.slice(2);
if (first === '--check' && second) check(second);
else if (first && second) pack(first, second);
else fail('node .ci/oq.mjs RESULTS OUT, or node .ci/oq.mjs --check OUT');
