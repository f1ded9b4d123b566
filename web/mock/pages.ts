import type { Agreement, AgreementField } from '../core/contract.ts';
import { type Call, Refusal } from './call.ts';
import { disputedReads, itemOf, members, people, project, projectRow, protocol, rowOf } from './data.ts';

const hash = (seed: number) => Array.from({ length: 64 }, (_, i) => ((seed * 7 + i * 13) % 16).toString(16)).join('');

function items({ query }: Call) {
  const total = 100_000;
  const from = Number(query.get('after') ?? 0);
  const take = Number(query.get('take') ?? 100);
  const wanted = query.get('state');
  const flagged = query.get('flagged') === 'true';
  const text = (query.get('q') ?? '').toLowerCase();
  const all = Array.from({ length: wanted || flagged || text ? 3000 : total }, (_, n) => n);
  const kept = all.filter((n) => {
    const row = rowOf(n);
    return (
      (!wanted || row.state === wanted) &&
      (!flagged || row.flagged) &&
      (!text || row.title.toLowerCase().includes(text))
    );
  });
  if (query.get('sort')?.startsWith('-')) kept.reverse();
  const rows = kept.slice(from, from + take).map(rowOf);
  return { rows, total: kept.length, ...(from + take < kept.length ? { next: String(from + take) } : {}) };
}

const overview = {
  funnel: [
    { stage: 'received', count: 132 },
    { stage: 'gate', count: 4, oldest: 7200 },
    { stage: 'ready', count: 46, oldest: 86_400 },
    { stage: 'reading', count: 9, oldest: 1500 },
    { stage: 'disputed', count: 7, oldest: 90_000 },
    { stage: 'agreed', count: 38 },
    { stage: 'adjudicated', count: 8 },
    { stage: 'released', count: 0 },
  ],
  attention: { disputes: 7, heldBatches: 1, flagged: 3, subjects: 1 },
  readers: [1, 2, 3].map((n) => ({
    reader: `r${n}`,
    name: `Reader ${n}`,
    done: 90 - n * 11,
    open: n,
    skipped: n - 1,
    secondsMedian: 38 + n * 7,
    agreement: { value: 0.9 - n * 0.05, low: 0.83 - n * 0.06, high: 0.95 - n * 0.04, items: 60 },
  })),
};

const names = ['percent', 'cohen-kappa', 'fleiss-kappa', 'krippendorff-alpha', 'gwet-ac1'];
const compared: AgreementField[] = [
  { field: 'nodule', title: 'Nodule', scale: 'nominal', headline: 'fleiss-kappa', rated: true },
  { field: 'texture', title: 'Texture', scale: 'nominal', headline: 'fleiss-kappa', rated: true },
  { field: 'quality', title: 'Image quality', scale: 'nominal', headline: 'fleiss-kappa', rated: true },
];
const agreement: Agreement = {
  protocolVersion: 3,
  fields: compared,
  adjacent: [],
  limits: [],
  detection: [],
  coefficients: compared.flatMap(({ field }, f) =>
    names.map((name, n) => {
      const value = 0.82 - f * 0.13 - n * 0.03;
      return { name, field, value, low: value - 0.09, high: value + 0.07, items: 70 - f, readers: 3 };
    }),
  ),
  prevalence: [
    { field: 'nodule', answer: 'present', share: 0.42, count: 90 },
    { field: 'nodule', answer: 'absent', share: 0.5, count: 107 },
    { field: 'nodule', answer: 'uncertain', share: 0.08, count: 17 },
    { field: 'texture', answer: 'solid', share: 0.7, count: 63 },
    { field: 'texture', answer: 'part-solid', share: 0.3, count: 27 },
    { field: 'quality', answer: 'good', share: 0.8, count: 171 },
    { field: 'quality', answer: 'fair', share: 0.2, count: 43 },
  ],
  matrices: ['nodule', 'texture'].map((field) => ({
    field,
    measure: 'cohen-kappa',
    readers: ['Reader 1', 'Reader 2', 'Reader 3'],
    values: [
      [null, 0.71, 0.62],
      [0.71, null, null],
      [0.62, null, null],
    ],
    items: [
      [70, 64, 58],
      [64, 66, 0],
      [58, 0, 60],
    ],
  })),
};

const batches = ['gate', 'held', 'approved'].map((state, i) => ({
  id: `b${i}`,
  name: ['Site A, November', 'Site B, rescans', 'Site A, October'][i],
  state,
  files: 1204 - i * 300,
  bytes: 640_000_000 - i * 9e7,
  refused: 3 - i,
  duplicates: 2,
  entries: 14,
  received: '2026-11-22T10:00:00Z',
}));

const gate = Array.from({ length: 14 }, (_, i) => ({
  id: `e${i}`,
  title: `S${String(i).padStart(4, '0')} CT chest 1`,
  kind: i % 5 === 4 ? 'photo' : 'dicom',
  modality: 'CT',
  files: 40,
  risk: Math.max(0, 0.9 - i * 0.11),
  riskReasons: i < 3 ? ['Text may be burned into the image', 'Private elements were present'] : [],
  undecided: i < 3 ? 1 : 0,
  sampled: false,
  leak: false,
  ...(i > 11 ? { decision: 'approve' } : {}),
}));

const elements = [
  ['(0008,0060)', 'Modality', 'CS', 'kept', 'CT', 'CT'],
  ['(0008,0020)', 'StudyDate', 'DA', 'removed', '20261104', undefined],
  ['(0010,0010)', 'PatientName', 'PN', 'removed', 'DOE^JANE', undefined],
  ['(0010,0020)', 'PatientID', 'LO', 'changed', '4711-22', 'S0007'],
  ['(0012,0062)', 'PatientIdentityRemoved', 'CS', 'added', undefined, 'YES'],
  ['(0020,000D)', 'StudyInstanceUID', 'UI', 'changed', '1.2.840.1.5', '2.25.7743'],
  ['(0028,0030)', 'PixelSpacing', 'DS', 'kept', '0.7\\0.7', '0.7\\0.7'],
].map(([tag, keyword, vr, action, before, after]) => ({ tag, keyword, vr, action, before, after, depth: 0 }));

const events = Array.from({ length: 240 }, (_, i) => {
  const seq = 240 - i;
  const type = ['AnswerGiven', 'ReadSubmitted', 'MarkDrawn', 'BatchApproved', 'ReadAssigned'][seq % 5]!;
  return {
    seq,
    id: hash(seq).slice(0, 36),
    type,
    at: new Date(Date.UTC(2026, 10, 23, 9, seq % 60)).toISOString(),
    actor: `Reader ${(seq % 3) + 1}`,
    project,
    stream: `read/read-${seq % 20}`,
    revision: seq % 9,
    summary: `Reader ${(seq % 3) + 1}: ${type} on S${String(seq % 40).padStart(4, '0')}`,
    payload: { field: 'nodule', answer: { state: 'present' } },
    leaf: hash(seq),
    sealed: seq < 230,
  };
});

const releases = [
  {
    id: 'rel1',
    name: 'lung-nodules',
    version: '1.0.0',
    state: 'published',
    items: 98,
    subjects: 91,
    protocolVersion: 3,
    manifestHash: hash(3),
    published: '2026-11-21T10:00:00Z',
    notices: [
      { kind: 'consent-withdrawn', items: 1, text: '1 item of it was withdrawn since: consent was withdrawn.' },
    ],
  },
  {
    id: 'rel0',
    name: 'lung-nodules',
    version: '0.9.0',
    state: 'recalled',
    items: 60,
    subjects: 58,
    protocolVersion: 2,
    manifestHash: hash(5),
    published: '2026-11-12T10:00:00Z',
    notices: [{ kind: 'recalled', items: 0, text: 'This release was recalled: wrong side.' }],
  },
];

const job = (kind: string, title: string) => ({
  id: `job-${kind}`,
  kind,
  title,
  state: 'done',
  done: 10,
  total: 10,
  project,
  ended: '2026-11-23T12:00:00Z',
  result: kind === 'audit' ? { events: 240, root: hash(9), intact: true, faults: [] } : { release: 'rel1' },
});

const fixed: Record<string, (call: Call) => unknown> = {
  'GET /projects': ({ person }) => [{ ...projectRow, roles: person.roles[project] ?? [] }],
  'POST /projects': ({ person }) => ({ ...projectRow, roles: person.roles[project] ?? [] }),
  'GET /projects/lung': ({ person }) => ({ ...projectRow, roles: person.roles[project] ?? [] }),
  'GET /protocol-templates': () => [
    {
      id: 'chexpert',
      title: 'CheXpert, 14 findings',
      description: 'Chest radiograph findings with four answer states.',
    },
    { id: 'lung-nodule', title: 'Lung nodule', description: 'Nodules on CT with boxes.' },
  ],
  'GET /projects/lung/overview': () => overview,
  'GET /projects/lung/items': items,
  'GET /projects/lung/agreement': () => agreement,
  'GET /projects/lung/members': () => members,
  'GET /projects/lung/emergency': () => ({ rights: [], accesses: [] }),
  'GET /emergencies': () => ({ may: [], own: [], alarms: [] }),
  'GET /projects/lung/candidates': () => [{ person: 'nina', name: 'Nina New', email: 'nina@demo.example' }],
  'GET /projects/lung/batches': () => batches,
  'POST /projects/lung/batches': () => batches[0],
  'GET /projects/lung/releases': () => releases,
  'GET /projects/lung/releases/preflight': () => ({
    ready: true,
    protocolVersion: 3,
    checks: [
      { id: 'reads', state: 'good', count: 98, text: '98 items have 3 reads or more each under version 3.' },
      {
        id: 'disputes',
        state: 'look',
        count: 7,
        text: '7 items have disputes that nobody has decided; their fields are released as disputed.',
        next: 'Decide them first.',
        place: '/disputes',
      },
    ],
  }),
  'GET /projects/lung/subjects': () => ({
    rule: 'patientN/studyM',
    sources: [{ from: 'key', items: 98, subjects: 91 }],
    open: [
      {
        id: 'q1',
        kind: 'alike',
        subjects: ['PAT-100', 'PAT100'],
        items: ['i1', 'i2'],
        why: 'The subjects’ names differ in nothing but case, zeros, blanks or signs.',
      },
    ],
    settled: [],
    decisions: [],
  }),
  'POST /projects/lung/releases': () => job('release', 'Release lung-nodules:1.1.0'),
  'GET /projects/lung/protocols': () => [
    { version: 'draft', title: 'Lung nodules', hash: hash(1) },
    ...[3, 2, 1].map((version) => ({
      version,
      title: 'Lung nodules',
      hash: hash(version),
      published: '2026-11-20T09:00:00Z',
      publishedBy: 'Lena Lead',
    })),
  ],
  'POST /protocol-check': () => [],
  'GET /projects/lung/disputes': ({ query }) =>
    Array.from({ length: query.get('state') === 'decided' ? 4 : 7 }, (_, i) => ({
      item: `i${i * 5}`,
      title: rowOf(i * 5).title,
      kind: i % 4 === 3 ? 'recheck' : 'dispute',
      fields: ['nodule', 'texture'],
      decided: query.get('state') === 'decided' ? 2 : 0,
      since: '2026-11-22T08:00:00Z',
    })),
  'POST /projects/lung/rechecks': () => ({ items: 4 }),
  'GET /projects/lung/consensus': () => ({
    id: 'c1',
    method: 'majority',
    version: '1',
    inputHash: hash(4),
    recordSize: 240,
    at: '2026-11-23T08:00:00Z',
    items: 64,
    accepted: 49,
    disputed: 9,
    incomplete: 6,
  }),
  'POST /projects/lung/consensus': () => ({
    id: 'c2',
    method: 'majority',
    version: '1',
    inputHash: hash(4),
    recordSize: 240,
    at: '2026-11-23T08:00:00Z',
    items: 64,
    accepted: 49,
    disputed: 9,
    incomplete: 6,
  }),
  'GET /projects/lung/consensus/labels': () => ({
    rows: Array.from({ length: 60 }, (_, i) => ({
      item: `i${i}`,
      field: 'nodule',
      label: i % 7 ? 'present' : null,
      probability: i % 7 ? 1 : 0.5,
      title: `Item ${i}`,
      status: ['accepted', 'accepted', 'disputed', 'tie', 'not-asked'][i % 5],
    })),
    total: 60,
  }),
  'GET /record/events': ({ query }) => {
    const before = Number(query.get('before') ?? 10_000);
    const found = events.filter((e) => e.seq < before && (!query.get('type') || e.type === query.get('type')));
    return { events: found.slice(0, 100), ...(found.length > 100 ? { before: found[99]!.seq } : {}) };
  },
  'GET /record/checkpoint': () =>
    'overread.demo\n240\nq83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80=\n\n— overread.demo Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n',
  'POST /record/audit': () => job('audit', 'Audit of the record'),
  'GET /jobs': () => [job('release', 'Release lung-nodules:1.0.0')],
  'GET /operations': () => ({
    now: new Date().toISOString(),
    attention: [
      {
        code: 'drill.none',
        level: 'soon',
        title: 'No backup was ever restored for trial.',
        next: 'Run overread drill: a backup that was never restored is a hope.',
      },
    ],
    disk: { state: 'ok', freeBytes: 52e9, totalBytes: 250e9, lowBelow: 1_073_741_824, fullBelow: 67_108_864 },
    parts: {
      counted: new Date().toISOString(),
      parts: [
        { part: 'database', files: 3, bytes: 48e6 },
        { part: 'blobs', files: 812, bytes: 3.4e9 },
      ],
    },
    jobs: { waiting: 0, running: [], failed: [], failedCount: 0 },
    left: { entries: 0, failing: 0 },
    backup: { at: '2026-11-22T02:00:00Z', id: 'b1', events: 240, bytes: 3.4e9, keys: true, faults: [] },
    clock: { jumps: [] },
    record: { events: 240, sealed: 240, root: 'q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80=' },
    program: {
      version: '0.1.0',
      runtime: '.NET 10.0.0',
      system: 'Linux',
      started: '2026-11-20T08:00:00Z',
      memoryBytes: 310e6,
    },
    emergencies: { running: 0, unreviewed: 0 },
  }),
  'GET /people': () =>
    people.map((p) => ({
      id: p.id,
      name: p.name,
      email: p.email,
      administrator: p.administrator,
      disabled: false,
      totp: false,
      created: '2026-11-01T08:00:00Z',
    })),
  'POST /people': () => ({}),
  'GET /tokens': () => [
    {
      id: 't1',
      name: 'Training export',
      scopes: ['read'],
      created: '2026-11-01T08:00:00Z',
      expires: '2027-11-01T08:00:00Z',
      lastUsed: '2026-11-22T08:00:00Z',
      lastAddress: '192.0.2.7',
    },
  ],
  'POST /tokens': () => ({
    id: 't2',
    name: 'New',
    scopes: ['read'],
    created: '2026-11-23T08:00:00Z',
    expires: '2027-11-01T08:00:00Z',
    token: 'ovr_5f2d1c8a7b6e4f3d2c1b0a9f8e7d6c5b',
  }),
  'POST /session/totp': () => ({
    secret: 'JBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/Overread:lena@demo.example?secret=JBSWY3DPEHPK3PXP&issuer=Overread',
  }),
  'PUT /session/totp': () => ({ recoveryCodes: ['abcd-efgh-ijkm-npqr'] }),
  'POST /session/totp/off': () => ({}),
  'POST /session/recovery-codes': () => ({ recoveryCodes: ['abcd-efgh-ijkm-npqr'] }),
  'POST /session/confirm': () => ({}),
  'GET /sessions': () => [
    {
      id: 'session-1',
      device: 'Firefox on Linux',
      address: '192.0.2.7',
      begun: '2026-05-04T08:00:00.000Z',
      used: '2026-05-04T09:30:00.000Z',
      ends: '2026-05-04T17:30:00.000Z',
      current: true,
    },
  ],
  'DELETE /sessions': () => ({ sessions: 0, tokens: 0 }),
};

const patterns: [RegExp, (match: RegExpExecArray, call: Call) => unknown][] = [
  [
    /^(?:GET|PUT) \/projects\/lung\/protocols\/(\w+)$/,
    (m) => ({ ...protocol, version: m[1] === 'draft' ? 'draft' : 3 }),
  ],
  [/^POST \/projects\/lung\/protocols\/draft\/publish$/, () => protocol],
  [/^GET \/projects\/lung\/items\/i(\d+)$/, (m) => itemOf(Number(m[1]))],
  [/^GET \/projects\/lung\/items\/(i\d+)\/history$/, () => events.slice(0, 12)],
  [/^GET \/projects\/lung\/items\/(i\d+)\/reads$/, (m) => disputedReads(m[1]!)],
  [/^POST \/projects\/lung\/items\/bulk$/, () => ({})],
  [
    /^(?:GET|POST) \/projects\/lung\/batches\/(b\d)(?:\/decision)?$/,
    (m) => ({
      ...batches[Number(m[1]![1])],
      problems: [
        { path: 'site-a/x/IM0007', kind: 'damaged', reason: 'Pixel data ends early', where: '(7FE0,0010)' },
        { path: 'site-a/x/IM0008', kind: 'duplicate', reason: 'Same content as IM0006' },
      ],
      gate,
      actions: { kept: 4120, changed: 880, removed: 2210 },
      plan: { id: 'p', hash: hash(2), title: 'Allow list, minimal', claim: 'Basic profile without retained options' },
    }),
  ],
  [
    /^(?:GET|POST) \/projects\/lung\/batches\/b\d\/entries\/(e\d+)(?:\/decision)?$/,
    (m) => ({
      ...gate[Number(m[1]!.slice(1))],
      faceRevision: 0,
      faces: [],
      images: [
        {
          file: 'f',
          title: 'CT 1 image',
          width: 192,
          height: 192,
          frames: 1,
          address: `/api/projects/${project}/files/preview-before?frame=`,
          outside: [],
        },
      ],
      revision: 0,
      boxes: [],
      seen: {},
      elements,
    }),
  ],
  [
    /^GET \/projects\/lung\/releases\/(rel\d)$/,
    (m) => ({
      ...releases.find((r) => r.id === m[1]),
      notes: 'First public release.',
      files: ['manifest.json', 'SHA256SUMS', 'labels/consensus.csv', 'labels/individual.csv', 'VERIFY.md'].map(
        (path, i) => ({ path, size: 1200 * (i + 1) ** 4, sha256: hash(i) }),
      ),
      checkpoint: 'overread.demo\n240\nq83vEjRWeJ=\n',
    }),
  ],
  [/^(?:PUT|POST|PATCH|DELETE) /, () => ({})],
];

export function answerPage(key: string, call: Call): unknown {
  const found = fixed[key];
  if (found) return found(call);
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(key);
    if (match) return make(match, call);
  }
  throw new Refusal(404, 'mock.unknown', `The mock does not know ${key}`);
}
