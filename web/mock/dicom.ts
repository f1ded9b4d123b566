import { deflateSync } from 'node:zlib';

/** Just enough of Part 10, explicit VR little endian, to put a made-up picture before the viewer. */
type Element = [tag: number, vr: string, value: string | number | Buffer];

const long = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

function encode([tag, vr, value]: Element): Buffer {
  let body: Buffer;
  if (Buffer.isBuffer(value)) body = value;
  else if (vr === 'US') {
    body = Buffer.alloc(2);
    body.writeUInt16LE(Number(value));
  } else if (vr === 'UL') {
    body = Buffer.alloc(4);
    body.writeUInt32LE(Number(value));
  } else body = Buffer.from(String(value), 'latin1');
  if (body.length % 2) body = Buffer.concat([body, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ')]);
  const head = Buffer.alloc(long.has(vr) ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (long.has(vr)) head.writeUInt32LE(body.length, 8);
  else head.writeUInt16LE(body.length, 6);
  return Buffer.concat([head, body]);
}

export interface Picture {
  modality: string;
  /** Where in the body; without it the gate takes it for a head. */
  bodyPart?: string;
  columns: number;
  rows: number;
  frames: number;
  /** Millimetres between row centres and between column centres. */
  spacing: [number, number];
  orientation: string;
  position: string;
  instance: number;
  series: string;
  /** Makes study and patient identifiers of its own. */
  subject?: string;
  /** The patient's number where it is not the study's. */
  patient?: string;
  /** Manufacturer and model. */
  device?: [maker: string, model: string];
  /** Milliseconds behind the R wave. */
  trigger?: number;
  /** View Position, and Image Laterality. */
  view?: string;
  laterality?: string;
  /** Distance from source to detector, as written. */
  distance?: string;
  window: [centre: number, width: number];
  intercept: number;
  frameRate?: number;
  value: (x: number, y: number, frame: number) => number;
}

export function dicomFile(p: Picture): Buffer {
  const pixels = Buffer.alloc(p.columns * p.rows * p.frames * 2);
  let at = 0;
  for (let f = 0; f < p.frames; f++)
    for (let y = 0; y < p.rows; y++)
      for (let x = 0; x < p.columns; x++) {
        pixels.writeUInt16LE(Math.max(0, Math.min(65_535, Math.round(p.value(x, y, f) - p.intercept))), at);
        at += 2;
      }
  const uid = `1.2.826.0.1.3680043.10.1.${p.series}.${p.instance}`;
  const sop = '1.2.840.10008.5.1.4.1.1.2';
  const elements: Element[] = [
    [0x00080016, 'UI', sop],
    [0x00080018, 'UI', uid],
    [0x00080060, 'CS', p.modality],
    ...(p.device ? ([[0x00080070, 'LO', p.device[0]]] as Element[]) : []),
    ...(p.device ? ([[0x00081090, 'LO', p.device[1]]] as Element[]) : []),
    ...(p.subject
      ? ([
          [0x00080020, 'DA', '20260102'],
          [0x00080050, 'SH', `ACC${p.subject}`],
          [0x00100010, 'PN', `MADE^UP${p.patient ?? p.subject}`],
          [0x00100020, 'LO', p.patient ?? `PID-${p.subject}`],
        ] as Element[])
      : []),
    [0x00180015, 'CS', p.bodyPart ?? 'CHEST'],
    ...(p.trigger !== undefined ? ([[0x00181060, 'DS', p.trigger]] as Element[]) : []),
    ...(p.view ? ([[0x00185101, 'CS', p.view]] as Element[]) : []),
    ...(p.distance ? ([[0x00181110, 'DS', p.distance]] as Element[]) : []),
    [0x0020000d, 'UI', `1.2.826.0.1.3680043.10.1.9${p.subject ? `.${p.subject}` : ''}`],
    [0x0020000e, 'UI', `1.2.826.0.1.3680043.10.1.${p.series}`],
    [0x00200013, 'IS', p.instance],
    [0x00200032, 'DS', p.position],
    [0x00200037, 'DS', p.orientation],
    [0x00200052, 'UI', '1.2.826.0.1.3680043.10.1.8'],
    ...(p.laterality ? ([[0x00200062, 'CS', p.laterality]] as Element[]) : []),
    [0x00280002, 'US', 1],
    [0x00280004, 'CS', 'MONOCHROME2'],
    ...(p.frames > 1 ? ([[0x00280008, 'IS', p.frames]] as Element[]) : []),
    [0x00280010, 'US', p.rows],
    [0x00280011, 'US', p.columns],
    [0x00280030, 'DS', p.spacing.join('\\')],
    [0x00280100, 'US', 16],
    [0x00280101, 'US', 16],
    [0x00280102, 'US', 15],
    [0x00280103, 'US', 0],
    [0x00281050, 'DS', p.window[0]],
    [0x00281051, 'DS', p.window[1]],
    [0x00281052, 'DS', p.intercept],
    [0x00281053, 'DS', 1],
    [0x7fe00010, 'OW', pixels],
  ];
  return part10(sop, uid, elements);
}

export interface Companion {
  /** SOP class. */
  sop: string;
  modality: string;
  /** As of the picture it goes with. */
  subject: string;
  instance: number;
  /** What the kind has, behind the identifiers of study and patient, in order of the tags. */
  elements: Element[];
}

/** An object of the study of a picture with the same `subject`. */
export function companionFile({ sop, modality, subject, instance, elements }: Companion): Buffer {
  const uid = `1.2.826.0.1.3680043.10.1.77.${instance}`;
  return part10(sop, uid, [
    [0x00080016, 'UI', sop],
    [0x00080018, 'UI', uid],
    [0x00080020, 'DA', '20260102'],
    [0x00080050, 'SH', `ACC${subject}`],
    [0x00080060, 'CS', modality],
    [0x00100010, 'PN', `MADE^UP${subject}`],
    [0x00100020, 'LO', `PID-${subject}`],
    [0x0020000d, 'UI', `1.2.826.0.1.3680043.10.1.9.${subject}`],
    [0x0020000e, 'UI', `${uid}.1`],
    [0x00200013, 'IS', instance],
    ...elements,
  ]);
}

/** The items of a sequence as its value. */
export function items(...sets: Element[][]): Buffer {
  return Buffer.concat(
    sets.flatMap((set) => {
      const body = Buffer.concat(set.map(encode));
      const head = Buffer.alloc(8);
      head.writeUInt16LE(0xfffe, 0);
      head.writeUInt16LE(0xe000, 2);
      head.writeUInt32LE(body.length, 4);
      return [head, body];
    }),
  );
}

function part10(sop: string, uid: string, elements: Element[]): Buffer {
  const metaBody = Buffer.concat([
    encode([0x00020001, 'OB', Buffer.from([0, 1])]),
    encode([0x00020002, 'UI', sop]),
    encode([0x00020003, 'UI', uid]),
    encode([0x00020010, 'UI', '1.2.840.10008.1.2.1']),
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    encode([0x00020000, 'UL', metaBody.length]),
    metaBody,
    ...elements.map(encode),
  ]);
}

function crc(buffer: Buffer): number {
  let c = ~0;
  for (const byte of buffer) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return ~c >>> 0;
}

function chunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const named = Buffer.concat([Buffer.from(type), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, sum]);
}

/** An RGB picture as PNG. */
export function pngFile(
  width: number,
  height: number,
  colour: (x: number, y: number) => [number, number, number],
): Buffer {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  let at = 0;
  for (let y = 0; y < height; y++) {
    raw[at++] = 0;
    for (let x = 0; x < width; x++) for (const c of colour(x, y)) raw[at++] = c;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A round chest with two lungs, a spine and a nodule; anisotropic pixels when asked, to catch what assumes squares. */
export function phantomSlice(slice: number, of: number, stretch = 1): Omit<Picture, 'series'> {
  const size = 192;
  const rows = Math.round(size / stretch);
  const depth = (slice + 0.5) / of - 0.5;
  return {
    modality: 'CT',
    columns: size,
    rows,
    frames: 1,
    spacing: [1.8 * stretch, 1.8],
    orientation: '1\\0\\0\\0\\1\\0',
    position: `-170\\-170\\${(slice * 5).toFixed(1)}`,
    instance: slice + 1,
    window: [-600, 1500],
    intercept: -1024,
    value: (x, y) => {
      const u = x / size - 0.5;
      const v = (y * stretch) / size - 0.5;
      const body = (u / 0.44) ** 2 + (v / 0.34) ** 2 + depth ** 2;
      if (body > 1) return -1000;
      const lung = Math.min(((u - 0.2) / 0.15) ** 2, ((u + 0.2) / 0.15) ** 2) + (v / 0.24) ** 2 + (depth * 1.6) ** 2;
      const spine = (u / 0.06) ** 2 + ((v - 0.22) / 0.06) ** 2;
      const nodule = ((u - 0.22) / 0.035) ** 2 + ((v + 0.05) / 0.035) ** 2 + (depth / 0.06) ** 2;
      const noise = ((x * 73 + y * 151 + slice * 37) % 29) - 14;
      if (spine < 1) return 600 + noise;
      if (nodule < 1) return 40 + noise;
      if (lung < 1) return -820 + 40 * Math.sin(x / 3) * Math.cos(y / 4) + noise;
      return 40 + noise;
    },
  };
}
