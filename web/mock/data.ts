import type {
  Answer,
  Field,
  Item,
  ItemFile,
  ItemRow,
  Mark,
  Member,
  Person,
  Project,
  Protocol,
  ProtocolBody,
  Read,
  Role,
} from '../core/contract.ts';
import { dicomFile, phantomSlice, pngFile } from './dicom.ts';

export const project = 'lung';

export const people: (Person & { secret: string; label: string })[] = [
  { ...person('lena', 'Lena Lead', ['lead']), label: 'Lead', administrator: true },
  { ...person('rita', 'Rita Reader', ['reader']), label: 'Reader' },
  { ...person('adam', 'Adam Adjudicator', ['adjudicator']), label: 'Adjudicator' },
  { ...person('stella', 'Stella Steward', ['steward']), label: 'Steward' },
];

function person(id: string, name: string, roles: Role[]) {
  return {
    id,
    name,
    email: `${id}@demo.example`,
    administrator: false,
    totp: false,
    recoveryCodes: 0,
    roles: { [project]: roles },
    secret: `demo-${id}`,
    password: true,
    provider: false,
    passkeys: 0,
    emergency: false,
    passwordTold: false,
    needsFactor: false,
    label: '',
  };
}

const fields: Field[] = [
  { id: 'nodule', title: 'Nodule', kind: 'finding', required: true, help: 'Any rounded opacity of 4 to 30 mm.' },
  {
    id: 'texture',
    title: 'Texture',
    kind: 'choice',
    required: true,
    when: { field: 'nodule', is: ['present', 'uncertain'] },
    options: [
      { id: 'solid', title: 'Solid' },
      { id: 'part-solid', title: 'Part-solid' },
      { id: 'ground-glass', title: 'Ground glass' },
    ],
  },
  {
    id: 'diameter',
    title: 'Longest diameter',
    kind: 'number',
    unit: 'mm',
    min: 1,
    max: 100,
    step: 0.5,
    when: { field: 'nodule', is: ['present'] },
  },
  {
    id: 'nodules',
    title: 'Nodule boxes',
    kind: 'boxes',
    when: { field: 'nodule', is: ['present', 'uncertain'] },
    options: [
      { id: 'nodule', title: 'Nodule' },
      { id: 'mass', title: 'Mass' },
    ],
  },
  {
    id: 'other',
    title: 'Other findings',
    kind: 'multichoice',
    options: [
      { id: 'effusion', title: 'Pleural effusion' },
      { id: 'emphysema', title: 'Emphysema' },
      { id: 'nodes', title: 'Enlarged nodes' },
    ],
  },
  {
    id: 'quality',
    title: 'Image quality',
    kind: 'ordinal',
    required: true,
    options: [
      { id: 'poor', title: 'Poor' },
      { id: 'fair', title: 'Fair' },
      { id: 'good', title: 'Good' },
    ],
  },
  { id: 'carina', title: 'Carina', kind: 'points', help: 'One point on the carina.' },
  { id: 'remark', title: 'Remark', kind: 'text', maxLength: 500 },
];

export const body: ProtocolBody = {
  title: 'Lung nodules',
  description: 'Blind reading of chest CT for nodules.',
  fields,
  guideline:
    '# Lung nodules\n\nRead the whole series in the **lung window** first.\n\n## What counts\n\n- rounded, 4 to 30 mm\n- solid, part-solid or ground glass\n\n| Texture | Meaning |\n| --- | --- |\n| Solid | hides vessels |\n| Ground glass | vessels stay visible |\n\n> When in doubt answer *uncertain* and say why in a comment.',
  policy: {
    readers: 3,
    agreement: 'majority',
    disputes: 'adjudicator',
    recheckShare: 0.05,
    boxOverlap: 0.5,
    pointDistance: 10,
  },
};

export const protocol: Protocol = {
  version: 3,
  title: body.title,
  hash: '4c1d…'.padEnd(64, '0'),
  published: '2026-11-20T09:00:00Z',
  publishedBy: 'Lena Lead',
  body,
};

export const projectRow: Omit<Project, 'roles'> = {
  id: project,
  name: 'Lung nodules',
  purpose: 'Reference standard for a nodule detector',
  legalBasis: 'Ethics vote 2026-114',
  items: 120,
  readsDone: 214,
  readsNeeded: 360,
  protocolVersion: 3,
  opened: '2026-11-01T08:00:00Z',
  mine: { waiting: 79, done: 41 },
  may: [],
};

const seriesLength = 40;
const files = new Map<string, () => { type: string; data: Buffer }>();

export function fileOf(id: string) {
  return files.get(id)?.();
}

export function itemOf(n: number): Item {
  const id = `i${n}`;
  const kind = n % 5 === 4 ? 'photo' : 'dicom';
  const base = {
    id,
    title: `S${String(n).padStart(4, '0')} ${kind === 'photo' ? 'Fundus photo' : 'CT chest'} 1`,
    subject: `S${String(n).padStart(4, '0')}`,
    kind,
  } as const;
  const image = (file: string, mediaType: string, width: number, height: number, frames = 1): ItemFile => ({
    id: file,
    url: `/api/projects/${project}/files/${file}`,
    thumbnail: `/api/projects/${project}/files/thumb-${n % 5}`,
    mediaType,
    content: { kind: 'image', frames, width, height, parts: frames, ...(frames > 1 ? { frameRate: 12 } : {}) },
  });
  if (kind === 'photo') {
    files.set(`${id}-p`, () => ({ type: 'image/png', data: pngFile(640, 480, (x, y) => retina(x, y)) }));
    return {
      ...base,
      series: [{ id: `${id}-s`, title: 'Fundus', modality: 'OP', files: [image(`${id}-p`, 'image/png', 640, 480)] }],
    };
  }
  const stretch = n % 3 === 0 ? 1.6 : 1;
  for (let s = 0; s < seriesLength; s++)
    files.set(`${id}-a${s}`, () => ({
      type: 'application/dicom',
      data: dicomFile({ ...phantomSlice(s, seriesLength, stretch), series: `${n}1` }),
    }));
  files.set(`${id}-c`, () => ({
    type: 'application/dicom',
    data: dicomFile({
      ...phantomSlice(20, seriesLength),
      series: `${n}2`,
      modality: 'US',
      frames: 12,
      value: (x, y, f) => 200 * Math.sin((x + f * 8) / 16) * Math.cos(y / 20) - 300,
    }),
  }));
  return {
    ...base,
    series: [
      {
        id: `${id}-s1`,
        title: 'Axial 5 mm',
        modality: 'CT',
        files: Array.from({ length: seriesLength }, (_, s) =>
          image(`${id}-a${s}`, 'application/dicom', 192, Math.round(192 / stretch)),
        ),
      },
      { id: `${id}-s2`, title: 'Cine', modality: 'US', files: [image(`${id}-c`, 'application/dicom', 192, 192, 12)] },
    ],
  };
}

function retina(x: number, y: number): [number, number, number] {
  const d = Math.hypot(x - 320, y - 240);
  if (d > 230) return [4, 4, 6];
  const disc = Math.hypot(x - 420, y - 230) < 36;
  const vessel = Math.abs(y - 240 - 60 * Math.sin(x / 70)) < 3 || Math.abs(y - 220 + 50 * Math.cos(x / 60)) < 2;
  if (disc) return [245, 220, 150];
  return vessel ? [110, 25, 20] : [205 - d * 0.3, 95 - d * 0.15, 45];
}

for (let k = 0; k < 5; k++)
  files.set(`thumb-${k}`, () => ({
    type: 'image/png',
    data: pngFile(64, 64, (x, y) => (k === 4 ? retina(x * 10, y * 7.5) : grey(x, y))),
  }));
files.set('preview-before', () => ({ type: 'image/png', data: pngFile(256, 256, (x, y) => grey(x / 4, y / 4)) }));

function grey(x: number, y: number): [number, number, number] {
  const { value, intercept } = phantomSlice(20, seriesLength);
  const v = Math.max(0, Math.min(255, ((value(x * 3, y * 3, 0) + 1350) / 1500) * 255)) + intercept * 0;
  return [v, v, v];
}

export const states: ItemRow['state'][] = ['ready', 'reading', 'disputed', 'agreed', 'adjudicated'];

export function rowOf(n: number): ItemRow {
  const photo = n % 5 === 4;
  return {
    id: `i${n}`,
    title: `S${String(n).padStart(4, '0')} ${photo ? 'Fundus photo' : 'CT chest'} 1`,
    subject: `S${String(n).padStart(4, '0')}`,
    kind: photo ? 'photo' : 'dicom',
    modality: photo ? 'OP' : 'CT',
    state: states[n % states.length]!,
    images: photo ? 1 : seriesLength,
    readsDone: n % 4,
    readsOpen: n % 2,
    readsNeeded: 3,
    flagged: n % 17 === 0,
    added: '2026-11-02T08:00:00Z',
  };
}

export const members: Member[] = people.map((p, i) => ({
  person: p.id,
  name: p.name,
  email: p.email,
  roles: p.roles[project]!,
  pseudonym: `Reader ${i + 1}`,
}));

export function emptyRead(id: string, item: string): Read {
  return {
    id,
    item,
    protocolVersion: 3,
    state: 'open',
    revision: 0,
    answers: {},
    marks: [],
    comments: [],
    suggestions: [],
    worked: {},
  };
}

export function disputedReads(item: string): { reader: string; read: Read }[] {
  const say = (
    nodule: Answer['state'],
    texture: string | undefined,
    diameter: number | undefined,
  ): Record<string, Answer> => ({
    nodule: { state: nodule },
    ...(texture ? { texture: { state: 'present', value: texture } } : {}),
    ...(diameter ? { diameter: { state: 'present', value: diameter } } : {}),
    quality: { state: 'present', value: 'good' },
  });
  const box = (id: string, dx: number): Mark => ({
    id,
    field: 'nodules',
    class: 'nodule',
    geometry: { kind: 'box', file: `${item}-a20`, frame: 0, x: 128 + dx, y: 74 + dx, width: 24, height: 22 },
  });
  const make = (n: number, answers: Record<string, Answer>, marks: Mark[]) => ({
    reader: `Reader ${n}`,
    read: { ...emptyRead(`dr-${item}-${n}`, item), state: 'submitted' as const, answers, marks },
  });
  return [
    make(1, say('present', 'solid', 12), [box('b1', 0)]),
    make(2, say('present', 'part-solid', 14), [box('b2', 6)]),
    make(3, say('uncertain', undefined, undefined), []),
  ];
}
