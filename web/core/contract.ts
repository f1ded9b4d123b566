/**
 * The shapes that travel between the workbench and the server, as the server's OpenAPI document has them.
 *
 * Conventions of every route under /api: camelCase JSON; ids are opaque strings; times are ISO 8601 UTC; an error is
 * an RFC 9457 problem (`application/problem+json`) with a stable `code`; what can be edited has an ETag and wants
 * If-Match (412 when stale); unsafe methods with the session cookie need the header `X-Overread: 1` (no other site
 * can send it). 401 = not signed in or session expired (the outbox keeps everything and asks to sign in again).
 */

import type { components } from './api-schema';

export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  /** Stable, dotted: `read.conflict`, `read.incomplete`, `protocol.frozen`, `gate.not-approved` … */
  code: string;
  /** Field, file, line or tag the problem is about. */
  where?: string;
  /** What to do next, as a sentence. */
  next?: string;
  [extension: string]: unknown;
}

// --- People and sessions -------------------------------------------------------------------------------------------

export type Role = components['schemas']['Role'];

/** GET /api/session → Session (200 also when nobody is signed in: person is null). */
export interface Session {
  /** True on the very first visit: POST /api/setup creates the administrator. */
  needsSetup: boolean;
  person: Person | null;
  /** Demo servers list their sign-ins here so that the sign-in page can offer them. */
  demo?: { email: string; password: string; role: string }[];
}
export interface Person {
  id: string;
  name: string;
  email: string;
  administrator: boolean;
  totp: boolean;
  /** Roles per project id. */
  roles: Record<string, Role[]>;
}
/** POST /api/setup {name, email, password}; POST /api/session SignIn → Session | 401 `session.totp-needed`; DELETE /api/session. */
export interface SignIn {
  email: string;
  password: string;
  code?: string;
}
/** POST /api/session/totp → {secret, uri}; PUT /api/session/totp {code} switches it on; DELETE switches it off. */
export type TotpEnrolment = components['schemas']['TotpEnrolment'];
/** GET/POST /api/people (administrator); POST {name,email,password,administrator?}; PATCH /api/people/{id} {name?,disabled?,password?}. */
export interface PersonRow {
  id: string;
  name: string;
  email: string;
  administrator: boolean;
  disabled: boolean;
  totp: boolean;
  created: string;
}
/** GET/POST /api/tokens, DELETE /api/tokens/{id}. POST {name, scopes, expiresInDays} → TokenCreated (secret shown once). */
export interface TokenRow {
  id: string;
  name: string;
  scopes: ('read' | 'write' | 'admin')[];
  created: string;
  expires: string;
  lastUsed?: string;
}
export interface TokenCreated extends TokenRow {
  token: string;
}

// --- Projects ------------------------------------------------------------------------------------------------------

/** GET /api/projects → ProjectRow[]; POST /api/projects NewProject → ProjectRow (the creator becomes lead). */
export interface ProjectRow {
  id: string;
  name: string;
  purpose: string;
  roles: Role[];
  items: number;
  readsDone: number;
  readsNeeded: number;
  protocolVersion: number | null;
  opened: string;
  closed?: string;
  /** For a reader: items open to me now and done by me. */
  mine?: { waiting: number; done: number };
}
export interface NewProject {
  name: string;
  purpose: string;
  legalBasis: string;
  /** Template of the first protocol draft: GET /api/protocol-templates → {id, title, description}[]. */
  template?: string;
}
/** GET /api/projects/{p} → Project. */
export interface Project extends ProjectRow {
  legalBasis: string;
  /** What the signed-in person may do here: names of the role × action matrix, e.g. `protocol.publish`. */
  may: string[];
}
/**
 * GET /api/projects/{p}/keys → ProjectKey[]; POST …/keys/rotate {reason}, …/keys/restore {shares},
 * …/keys/{fingerprint}/destroy {reason} → ProjectKey[]; …/keys/{fingerprint}/escrow {shares, needed} → DividedKey, once.
 */
export interface ProjectKey {
  fingerprint: string;
  state: 'current' | 'retired' | 'destroyed';
  made: string;
  ended?: string;
  /** False where it must be restored before it can be used. */
  inVault: boolean;
  escrowed?: string;
  shares?: number;
  needed?: number;
}
export type DividedKey = components['schemas']['EscrowView'];

/** GET /api/projects/{p}/members → Member[]; PUT /api/projects/{p}/members/{person} {roles}; DELETE. */
export type Member = components['schemas']['Member'];

/** GET /api/projects/{p}/candidates → Candidate[]: who could become a member (lead). */
export type Candidate = components['schemas']['Candidate'];

/** GET /api/projects/{p}/overview → Overview (lead, auditor). */
export interface Overview {
  /** The pipeline in order; age in seconds of the oldest thing waiting in the stage. */
  funnel: { stage: FunnelStage; count: number; oldest?: number }[];
  attention: { disputes: number; heldBatches: number; flagged: number };
  readers: {
    reader: string;
    name: string;
    done: number;
    open: number;
    skipped: number;
    secondsMedian?: number;
    /** Mean agreement with the other readers' majority, with its 95 % interval. */
    agreement?: { value: number; low: number; high: number; items: number };
  }[];
}
export type FunnelStage =
  | 'received'
  | 'gate'
  | 'ready'
  | 'reading'
  | 'read'
  | 'disputed'
  | 'agreed'
  | 'adjudicated'
  | 'released';

// --- Protocols -----------------------------------------------------------------------------------------------------

/**
 * GET /api/projects/{p}/protocols → ProtocolRow[]; GET …/protocols/{version|draft|current} → Protocol (ETag on the draft);
 * PUT …/protocols/draft ProtocolBody (If-Match, or If-None-Match: * for the first); POST …/protocols/draft/publish → Protocol;
 * GET …/protocols/{version}/export.yaml | export.json; POST …/protocols/import (text/yaml or application/json body) replaces the draft;
 * POST /api/protocol-check ProtocolBody → ProtocolFault[] (live check while typing).
 */
export interface ProtocolRow {
  version: number | 'draft';
  title: string;
  hash: string;
  published?: string;
  publishedBy?: string;
}
export interface Protocol extends ProtocolRow {
  body: ProtocolBody;
}
export type ProtocolFault = components['schemas']['ProtocolFault'];
export interface ProtocolBody {
  title: string;
  description?: string;
  fields: Field[];
  /** Markdown. Images as `data:` URLs of PNG or JPEG. */
  guideline: string;
  policy: ReadingPolicy;
}
export interface ReadingPolicy {
  /** Blind reads per item, 1 to 20. */
  readers: number;
  /** `all`: every reader gives the same answer; `majority`: more than half do. Otherwise the field is disputed. */
  agreement: 'all' | 'majority';
  /** `adjudicator`: an adjudicator decides disputes; `none`: they stay open. */
  disputes: 'adjudicator' | 'none';
  /** Share of agreed items that an adjudicator looks at again, 0 to 1. */
  recheckShare: number;
  /** Protocols before fields had a rule of their own: overlap (IoU) from which two boxes are the same mark, 0 to 1. */
  boxOverlap?: number;
  /** Protocols before fields had a rule of their own: distance in pixels under which two points are the same mark. */
  pointDistance?: number;
}
export interface Code {
  system: string;
  code: string;
  display?: string;
}
export interface Option {
  id: string;
  title: string;
  /** The digit key that gives this answer: '1' … '9', '0'. Default: position. */
  key?: string;
  code?: Code;
  help?: string;
}
interface FieldBase {
  /** Lower-case letters, digits, '-' and '_'. Unique in the protocol. */
  id: string;
  title: string;
  help?: string;
  required?: boolean;
  /** Asked only while another field's answer is one of these (option ids or answer states). */
  when?: { field: string; is: string[] };
  code?: Code;
  /** When two marks, or two numbers, are the same; absent: the kind's usual rule. */
  match?: MatchRule;
}
/** `threshold`: from where on (a likeness), under which (a distance) or up to which (a difference) they are the same. */
export interface MatchRule {
  measure: string;
  threshold: number;
  unit?: string;
}
export type Field =
  /** One question with the four answer states and nothing else. Keys 1 present, 2 absent, 3 uncertain, 4 not assessed. */
  | (FieldBase & { kind: 'finding' })
  | (FieldBase & { kind: 'choice' | 'multichoice' | 'ordinal'; options: Option[] })
  | (FieldBase & { kind: 'number' | 'percent'; unit?: string; min?: number; max?: number; step?: number })
  | (FieldBase & { kind: 'text'; maxLength?: number })
  /** Marks on an image; each may have a class out of `options`. */
  | (FieldBase & { kind: 'boxes' | 'points'; options?: Option[] })
  /** Words of a document; each span may have a class out of `options`. */
  | (FieldBase & { kind: 'spans'; options?: Option[] });
export type FieldKind = Field['kind'];

// --- Reads ---------------------------------------------------------------------------------------------------------

export type AnswerState = components['schemas']['AnswerState'];
/**
 * finding: state alone. choice, ordinal: present + option id. multichoice: present + option ids ([] = none of them).
 * number, percent: present + number. text: present + string. boxes, points: state present comes with the first mark; absent says
 * "looked, none"; every kind may be uncertain (with or without value) or notAssessed (no value). No answer = silence.
 */
export interface Answer {
  state: AnswerState;
  value?: string | string[] | number;
  /** 0 to 1, where the reader gave one. */
  confidence?: number;
}
/** `frame` counts from 0. Image coordinates in pixels of the stored matrix: (0,0) is the outer corner of the first pixel, x right, y down. */
export type Geometry =
  | { kind: 'box'; file: string; frame: number; x: number; y: number; width: number; height: number }
  | { kind: 'point'; file: string; frame: number; x: number; y: number }
  /** Unicode code points from 0, the end exclusive. */
  | { kind: 'span'; file: string; start: number; end: number };
export interface Mark {
  id: string;
  field: string;
  /** Option id of the field, where it has options. */
  class?: string;
  geometry: Geometry;
}
/** Ids are made by the client (UUID v4, lower case) and are the idempotency keys: posting one twice changes nothing. */
export type ReadEvent = { id: string; at: string } & (
  | { type: 'AnswerGiven'; field: string; answer: Answer }
  | { type: 'AnswerWithdrawn'; field: string }
  | { type: 'MarkDrawn' | 'MarkRevised'; mark: Mark }
  | { type: 'MarkWithdrawn'; mark: string }
  | { type: 'CommentAdded'; text: string; field?: string }
  | { type: 'ReadOpened'; shown: Shown }
  | { type: 'ReadSubmitted' /** seconds of work, idle left out */; seconds: number }
);
/** What the reader had before their eyes: requirement F6. */
export interface Shown {
  files: string[];
  display: { width: number; height: number; devicePixelRatio: number };
  windowWidth?: number;
  windowCenter?: number;
  protocolVersion: number;
  client: string;
}
/**
 * POST /api/reads/{read}/events AppendEvents → Appended (200)
 *  | 409 `read.conflict` {current: Read, revision}: another window wrote first; show both and let the person choose
 *  | 409 `read.closed` (submitted already, or taken back by the lead)
 *  | 422 `read.incomplete` {missing: string[]} for a ReadSubmitted with required blanks; `read.invalid` {event}.
 * All events of a post are taken or none. The answer comes only after they are durable on disk.
 */
export interface AppendEvents {
  baseRevision: number;
  events: ReadEvent[];
}
export interface Appended {
  revision: number;
  state: ReadState;
}
export type ReadState = components['schemas']['ReadState'];
export interface Read {
  id: string;
  item: string;
  protocolVersion: number;
  state: ReadState;
  revision: number;
  answers: Record<string, Answer>;
  marks: Mark[];
  comments: { id: string; text: string; field?: string; at: string }[];
  seconds?: number;
  submitted?: string;
}

// --- Work ----------------------------------------------------------------------------------------------------------

/**
 * POST /api/projects/{p}/work/next {after?: readId} → Work (200) | 204 nothing left for me now.
 *   With `after`, the item that follows the read in hand (reserved too, so that it can be fetched ahead).
 * GET /api/projects/{p}/work/{read} → Work (deep link, mine only).
 * GET /api/projects/{p}/work → MyRead[] (what I did and have open).
 * POST /api/reads/{read}/skip {reason} (mandatory), POST /api/reads/{read}/flag {comment},
 * POST /api/reads/{read}/release {} gives it back; POST /api/reads/{read}/reopen {reason} (lead; recorded).
 */
export interface Work {
  project: { id: string; name: string };
  position: { done: number; of: number };
  /** The reservation ends here unless something is saved. */
  expires: string;
  item: Item;
  read: Read;
  protocol: Protocol;
}
export interface MyRead {
  read: string;
  item: string;
  title: string;
  state: ReadState;
  submitted?: string;
  seconds?: number;
}

// --- Items ---------------------------------------------------------------------------------------------------------

export type ItemKind = 'dicom' | 'photo' | 'document' | 'reference';
export type ItemState = 'ready' | 'reading' | 'read' | 'disputed' | 'agreed' | 'adjudicated' | 'withdrawn';
/** GET /api/projects/{p}/items?q&state&modality&flagged&sort=title|-done…&after=cursor&take=100 → Page<ItemRow>. */
export interface ItemRow {
  id: string;
  /** Pseudonymous: "S0007 CT chest 1". */
  title: string;
  subject: string;
  kind: ItemKind;
  modality?: string;
  state: ItemState;
  images: number;
  readsDone: number;
  readsOpen: number;
  readsNeeded: number;
  flagged: boolean;
  added: string;
}
export interface Page<T> {
  rows: T[];
  /** Pass as `after` for the rows that follow; absent on the last page. */
  next?: string;
  total: number;
}
/** GET /api/projects/{p}/items/{i} → Item. Readers get it only through their own Work. */
export interface Item {
  id: string;
  title: string;
  subject: string;
  kind: ItemKind;
  series: Series[];
  /** For kind `reference`: the id or address under which the owner finds it. */
  reference?: string;
}
export interface Series {
  id: string;
  title: string;
  modality: string;
  /** In reading order: by position along the normal, then by instance number. */
  files: ImageFile[];
}
export interface ImageFile {
  id: string;
  /** /api/projects/{p}/files/{id}: DICOM Part 10 (de-identified), PNG or JPEG. Immutable, cacheable. */
  url: string;
  thumbnail: string;
  mediaType: 'application/dicom' | 'image/png' | 'image/jpeg';
  frames: number;
  width: number;
  height: number;
  /** Frames per second for cine, where the object says so. */
  frameRate?: number;
}
/**
 * GET /api/projects/{p}/items/{i}/history → RecordEvent[]; POST /api/projects/{p}/items/bulk {items, action:
 * 'withdraw'|'restore'|'unflag', reason}; POST /api/projects/{p}/items/{i}/assign {reader} and
 * POST /api/reads/{read}/reassign {reader, reason} (lead).
 * GET /api/projects/{p}/items/{i}/reads → {reader, read}[] (lead, adjudicator after submission, auditor).
 */
export interface ReaderRead {
  /** Pseudonym, or the name where the policy and role allow it. */
  reader: string;
  read: Read;
}

// --- Intake and gate -----------------------------------------------------------------------------------------------

/**
 * POST /api/projects/{p}/batches {name} → Batch (state `receiving`).
 * Per file, resumable: `key` = any stable string of the client, 1 to 200 characters [A-Za-z0-9._-].
 *   GET  /api/projects/{p}/batches/{b}/uploads/{key} → {offset} bytes held so far (0 if unknown)
 *   PATCH …/uploads/{key}?offset=N&total=M  (application/octet-stream, ≤ 8 MiB a piece) → {offset, done}
 *     with the percent-encoded path in the header X-Overread-Path: paths hold names, and addresses end up in logs
 * POST /api/projects/{p}/batches/{b}/close → Job (reads, groups, plans, de-identifies into the gate).
 * POST /api/projects/{p}/references (text/csv: item[,subject][,reference]) → {items} by-reference items.
 * GET /api/projects/{p}/batches → Batch[]; GET /api/projects/{p}/batches/{b} → BatchDetail.
 * POST /api/projects/{p}/batches/{b}/decision {decision: 'approve'|'hold'|'reject', reason?} (reason mandatory unless approve)
 *   → Job whose result is a GateOutcome. Approving takes what was approved by itself and what is plain; what is doubtful
 *   and undecided stays. Nothing of a batch has a URL for anyone but stewards and auditors before it is approved.
 * POST …/entries/{e}/decision {decision, reason?, seen?: {[file]: frames on screen}} → GateEntryDetail: one study or photo.
 * PUT …/entries/{e}/boxes {revision, boxes} → {revision, decision?}; 412 when somebody else was quicker.
 * PUT …/entries/{e}/faces {revision, choices: [{series, state, reason?}]} → {revision, decision?, series}; 412 likewise.
 *   Approval is refused while a cut is neither accepted nor its series kept for a reason.
 * POST …/entries/{e}/leak {found} → GateEntryDetail; POST …/batches/{b}/sample {size} → BatchReport.
 * GET …/entries/{e} → GateEntryDetail; `address` + frame number is a PNG; `?every=true` shows what the window
 *     hides too. GET …/batches/{b}/report → BatchReport.
 */
export type BatchState = 'receiving' | 'working' | 'gate' | 'deciding' | 'held' | 'approved' | 'rejected';
export interface Batch {
  id: string;
  name: string;
  state: BatchState;
  files: number;
  bytes: number;
  refused: number;
  duplicates: number;
  entries: number;
  received: string;
  job?: string;
}
export interface BatchDetail extends Batch {
  /** Paths are shown to stewards while the batch is in quarantine, never kept beyond. */
  problems: { path: string; kind: 'refused' | 'duplicate' | 'damaged'; reason: string; where?: string }[];
  gate: GateEntry[];
  /** Count per action over the batch. */
  actions: { kept: number; changed: number; removed: number };
  plan: { id: string; hash: string; title: string; claim: string };
}
export interface GateEntry {
  id: string;
  title: string;
  kind: ItemKind;
  modality?: string;
  files: number;
  /** 0 (nothing noticed) to 1: the list is sorted by it, most doubtful first. */
  risk: number;
  riskReasons: string[];
  decision?: 'approve' | 'hold' | 'reject';
  /** Proposed boxes that nobody has accepted or dismissed. */
  undecided: number;
  /** Drawn at random for a person to look at. */
  sampled: boolean;
  /** A person found something identifying that the machine had missed. */
  leak: boolean;
}
export interface GateEntryDetail extends Omit<GateEntry, 'undecided'> {
  images: GateImage[];
  revision: number;
  boxes: GateBox[];
  seen: Record<string, number[]>;
  elements: GateElement[];
  faceRevision: number;
  faces: GateFace[];
}
/** A series in which a face may be seen. `address` + a name of `pictures` is a PNG of its surface. */
export interface GateFace {
  series: string;
  title: string;
  files: number;
  problem?: string;
  hasCut: boolean;
  state: 'proposed' | 'accepted' | 'kept';
  reason?: string;
  removedMillilitres?: number;
  skinLeft?: number;
  brainMillilitres?: number;
  pictures: string[];
  address: string;
}
export interface GateImage {
  file: string;
  title: string;
  width: number;
  height: number;
  frames: number;
  address: string;
  /** What an ultrasound shows beside its scan regions; empty where it does not say which they are. */
  outside: { left: number; top: number; width: number; height: number }[];
}
/** Pixels of the image. `entry` reaches every image of the entry that has the same size. */
export interface GateBox {
  id: string;
  file: string;
  frame: number;
  reach: 'frame' | 'image' | 'entry';
  left: number;
  top: number;
  width: number;
  height: number;
  origin: 'text' | 'hand';
  state: 'proposed' | 'accepted' | 'dismissed';
  edited: boolean;
  ofHeader: boolean;
}
export interface GateOutcome {
  approved: number;
  rejected: number;
  held: number;
  waiting: number;
  reviewed: number;
  leaks: number;
  leakBound: number;
}
export interface BatchReport {
  plan: string;
  planHash: string;
  claim: string;
  received: { files: number; refused: number; duplicates: number; entries: number };
  elements: { tag: string; keyword: string; action: GateElement['action']; count: number }[];
  text: { proposed: number; accepted: number; edited: number; dismissed: number; drawn: number };
  outcome: GateOutcome;
  review: { size: number; reviewed: number; leaks: number; bound: number };
  risk: {
    patients: number;
    smallCell: number;
    rows: { columns: string[]; cells: number; k: number; unique: number; inSmallCells: number }[];
  };
}
export interface GateElement {
  tag: string;
  keyword: string;
  vr: string;
  depth: number;
  action: 'kept' | 'changed' | 'removed' | 'added';
  before?: string;
  after?: string;
}

// --- Compare, adjudicate, release ------------------------------------------------------------------------------------

/** GET /api/projects/{p}/agreement → Agreement (computed on submitted reads of the current protocol; ?version=N for another). */
export interface Agreement {
  protocolVersion: number;
  fields: AgreementField[];
  coefficients: Coefficient[];
  /** Per field: share of each answer over all reads. */
  prevalence: { field: string; answer: string; share: number; count: number }[];
  matrices: AgreementMatrix[];
  adjacent: AdjacentTable[];
  limits: LimitsOfAgreement[];
  detection: Detection[];
}
/** How answers may be compared; it decides which figures there are. */
export type Scale = 'none' | 'nominal' | 'ordinal' | 'interval' | 'ratio' | 'marks' | 'spans';
export interface AgreementField {
  field: string;
  title: string;
  scale: Scale;
  /** Unit of its numbers. */
  unit?: string | null;
  /** How nearness is measured, and from (up to) where two are the same. */
  measure?: string | null;
  threshold?: number | null;
  thresholdUnit?: string | null;
  /** The coefficient to name first. */
  headline: string;
}
export interface Coefficient {
  name: string;
  field: string;
  value: number | null;
  low: number | null;
  high: number | null;
  items: number;
  readers: number;
  /** Why there is no value: `single-category`, `single-reader`, `no-overlap` … */
  state?: string | null;
  /** Unit of the value; absent for a share or a coefficient without one. */
  unit?: string | null;
  /** Why there is a value but no interval. */
  why?: string | null;
  title?: string | null;
  /** The name without its form: `icc` for `icc-a-1`. */
  entry?: string | null;
}
/** A figure for each pair of readers, with the number of items that both read. */
export interface AgreementMatrix {
  field: string;
  measure: string;
  readers: string[];
  values: (number | null)[][];
  items: number[][];
}
/** Ordered fields: pairs of readers by their two answers (the lower one first) and by how many steps these lie apart. */
export interface AdjacentTable {
  field: string;
  categories: string[];
  counts: number[][];
  steps: number[];
  /** Answers without a place on the scale. */
  offScale: number;
}
/** Measured fields: Bland and Altman's limits of agreement of two readers, in the field's unit. */
export interface LimitsOfAgreement {
  field: string;
  first: string;
  second: string;
  items: number;
  bias: number | null;
  biasLow: number | null;
  biasHigh: number | null;
  lower: number | null;
  lowerLow: number | null;
  lowerHigh: number | null;
  upper: number | null;
  upperLow: number | null;
  upperHigh: number | null;
  trend: number | null;
  points: { mean: number; difference: number }[];
}
/** Marked fields: what a reader found of the others' marks, and how many of the reader's own the others drew too. */
export interface Detection {
  field: string;
  reader: string;
  others: number;
  found: number;
  own: number;
  shared: number;
  items: number;
}
/**
 * POST /api/projects/{p}/consensus {method?, fields?: {field: method}} → ConsensusRun; GET …/consensus → ConsensusRun | 404;
 * GET …/consensus/methods → ConsensusMethod[]; GET …/consensus/labels?… → Page<ConsensusLabel>.
 */
export interface ConsensusRun {
  id: string;
  method: string;
  version: string;
  protocolVersion: number;
  inputHash: string;
  recordSize: number;
  at: string;
  items: number;
  accepted: number;
  disputed: number;
  incomplete: number;
  notAsked: number;
  /** What each field was inferred by; absent in runs of before, which had one method for all. */
  fields?: ConsensusChosen[] | null;
}
export interface ConsensusChosen {
  field: string;
  /** What was asked for: a method, or `auto`. */
  asked: string;
  method: string;
  reason: string;
  parameters: Record<string, string>;
}
export interface ConsensusMethod {
  name: string;
  summary: string;
  scales: Scale[];
}
export interface ConsensusLabel {
  item: string;
  title: string;
  field: string;
  label: string | null;
  /** Absent where no probability is known: a decision of a person, a measured number. */
  probability?: number | null;
  status: 'accepted' | 'disputed' | 'tie' | 'incomplete' | 'not-asked' | 'adjudicated';
  /** Readers behind the label, of those who were asked. */
  support?: number | null;
  asked?: number | null;
  /** Standard deviation of the readers' numbers. */
  spread?: number | null;
}
/** GET /api/projects/{p}/disputes?kind=dispute|recheck&state=open|decided → DisputeRow[]. */
export interface DisputeRow {
  item: string;
  title: string;
  kind: 'dispute' | 'recheck';
  fields: string[];
  decided: number;
  since: string;
}
/** GET /api/projects/{p}/disputes/{item} → Dispute (adjudicator; readers' pseudonyms, one column each, order shuffled per item). */
export interface Dispute {
  project: { id: string; name: string };
  kind: 'dispute' | 'recheck';
  item: Item;
  protocol: Protocol;
  readers: ReaderRead[];
  fields: {
    field: string;
    status: 'agree' | 'dispute' | 'incomplete' | 'notasked' | 'decided';
    label: string | null;
    probability: number;
    decision?: { answer: Answer; marks?: Mark[]; reason: string; takenFrom?: string; by: string; at: string };
  }[];
  /** Item that comes after this one in the queue. */
  next?: string;
}
/**
 * POST /api/projects/{p}/disputes/{item}/decisions Decision → Dispute; a second decision on a field supersedes the first
 * (both stay in the record). Refused for somebody who read the item: `adjudication.own-read`.
 */
export interface Decision {
  id: string;
  field: string;
  answer: Answer;
  marks?: Mark[];
  /** The pseudonym whose answer was taken over, where one was. */
  takenFrom?: string;
  reason: string;
}
/** POST /api/projects/{p}/rechecks {share, seed} → {items}. */

/**
 * GET /api/projects/{p}/releases → Release[]; POST NewRelease → Job whose result is {release: id};
 * GET /api/projects/{p}/releases/{r} → ReleaseDetail; GET …/releases/{r}/bundle (application/zip, purpose in ?purpose=);
 * POST …/releases/{r}/recall {reason}.
 */
export interface NewRelease {
  name: string;
  version: string;
  notes: string;
  splits: { train: number; tuning: number; test: number };
  seed: number;
  /** An SPDX id, an address or a text; absent where none is stated. */
  licence?: string;
  authors?: CitationAuthor[];
}
/** An organisation has a name; a person family and given names, and perhaps an ORCID iD. */
export interface CitationAuthor {
  name?: string;
  family?: string;
  given?: string;
  orcid?: string;
}
export interface Release {
  id: string;
  name: string;
  version: string;
  state: 'published' | 'recalled';
  items: number;
  subjects: number;
  protocolVersion: number;
  manifestHash: string;
  published: string;
}
export interface ReleaseDetail extends Release {
  notes: string;
  files: { path: string; size: number; sha256: string }[];
  checkpoint: string;
  /** What the time stamp over the checkpoint says; absent where no authority stamped it. */
  timestamp?: { time: string; authority: string; policy: string; root: string };
  /** An SPDX id, an address or a text, as the publisher stated it. */
  licence?: string;
  authors: CitationAuthor[];
}

// --- Record and jobs -------------------------------------------------------------------------------------------------

/**
 * GET /api/record/events?project&stream&type&actor&item&from&to&before=seq&take → RecordPage (newest first).
 * GET /api/record/checkpoint → text/plain signed note; GET /api/record/proof/{seq} → {index, size, hashes[], entry};
 * POST /api/record/audit → Job with result AuditResult.
 */
export interface RecordPage {
  events: RecordEvent[];
  before?: number;
}
export interface RecordEvent {
  seq: number;
  id: string;
  type: string;
  at: string;
  actor: string;
  project?: string;
  stream: string;
  revision: number;
  /** One plain sentence: "Reader 2 answered Nodule: present". */
  summary: string;
  /** Absent where the payload was erased. */
  payload?: unknown;
  leaf: string;
  /** True once a checkpoint covers it. */
  sealed: boolean;
}
export interface AuditResult {
  events: number;
  root: string;
  intact: boolean;
  faults: { seq?: number; what: string }[];
}
/** GET /api/jobs → Job[] (mine), GET /api/jobs/{id} → Job, GET /api/jobs/{id}/events → text/event-stream of Job, DELETE cancels. */
export interface Job {
  id: string;
  kind: 'intake' | 'release' | 'audit' | 'consensus';
  title: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  project?: string;
  started?: string;
  ended?: string;
  result?: Record<string, unknown>;
  problem?: Problem;
}
/** GET /api/health → {status:'ok', version}. GET /openapi/v1.json, page /scalar. */
