/**
 * The shapes that travel between the workbench and the server: names for those of the server's OpenAPI document
 * (`api-schema.ts`, written by `npm run api`). Routes, what they take and what they refuse stand there too, by operation.
 *
 * Conventions of every route under /api: camelCase JSON; a member without a value is left out, never null; ids are opaque
 * strings; times are ISO 8601 UTC; an error is an RFC 9457 problem (`application/problem+json`) with a stable `code`; what
 * can be edited has an ETag and wants If-Match (412 when stale); unsafe methods with the session cookie need the header
 * `X-Overread: 1` (no other site can send it). 401 = not signed in or session expired (the outbox keeps everything and asks
 * to sign in again).
 *
 * What is told apart by its kind and stands flat in the document is written out in `contract-unions.ts`.
 */

import type { components } from './api-schema';
import type { Protocol, ProtocolBody } from './contract-unions.ts';

export type {
  AppendEvents,
  Field,
  FieldKind,
  Protocol,
  ProtocolBody,
  ReadEvent,
  ReadingPolicy,
} from './contract-unions.ts';

type Schemas = components['schemas'];

/** A refusal of the server, or one made here where it did not answer. */
export type Problem = Omit<Schemas['Problem'], 'type'> & {
  type?: string;
  detail?: string;
  /** Some have further members, such as the faults found. */
  [extension: string]: unknown;
};

// --- People and sessions ---------------------------------------------------------------------------------------------

export type Role = Schemas['Role'];
/** Without a person: nobody is signed in. */
export type Session = Schemas['SessionView'];
export type Person = Schemas['PersonView'];
export type TotpEnrolment = Schemas['TotpEnrolment'];
/** Recovery codes, shown once. */
export type FactorOn = Schemas['FactorOn'];
export type SessionRow = Schemas['SessionRow'];
export type AccessView = Schemas['AccessView'];
export type PersonRow = Schemas['PersonRow'];
export type OperationsView = Schemas['OperationsView'];
export type EmergencyView = Schemas['EmergencyView'];
export type EmergencyNotices = Schemas['EmergencyNotices'];
export type ProjectEmergencies = Schemas['ProjectEmergencies'];
/** The accounts as a review looks at them. */
export type AccountReviewView = Schemas['ReviewView'];
export type PasskeyView = Schemas['PasskeyView'];
export type PasskeyQuestion = Schemas['PasskeyQuestion'];
export type ProviderState = Schemas['ProviderState'];
export type TokenRow = Schemas['TokenRow'];
/** The secret is shown once, in the answer that issued the token. */
export type TokenCreated = TokenRow & Required<Pick<TokenRow, 'token'>>;

// --- Governance ------------------------------------------------------------------------------------------------------

export type ProjectCharter = Schemas['ProjectCharter'];
export type CharterView = Schemas['CharterView'];
export type Erasure = Schemas['Erasure'];
export type KeepingView = Schemas['KeepingView'];
export type ProcessingSheet = Schemas['ProcessingSheet'];
export type WatchView = Schemas['WatchView'];

// --- Projects --------------------------------------------------------------------------------------------------------

export type ProjectRow = Schemas['ProjectRow'];
export type NewProject = Schemas['NewProject'];
/** `may`: what the signed-in person may do here, as names of the role × action matrix, such as `protocol.publish`. */
export type Project = Schemas['Project'];
export type ProjectKey = Schemas['KeyView'];
export type DividedKey = Schemas['EscrowView'];
export type Member = Schemas['Member'];
/** What the register says of a member; it stands beside the pseudonym in releases. */
export type RegisterRow = Schemas['RegisterRow'];
export type Qualifications = Schemas['Qualifications'];
/** What the project demands of its readers, and whom that holds back. */
export type FitnessView = Schemas['FitnessView'];
export type FitnessRules = Schemas['FitnessRules'];
export type MyFitness = Schemas['MyFitness'];
export type HoldView = Schemas['HoldView'];
export type GuidelineView = Schemas['GuidelineView'];
export type GuidelineRow = Schemas['GuidelineRow'];
export type GuidelineChange = Schemas['GuidelineChange'];
export type AffectedReads = Schemas['AffectedReads'];
export type AffectedRead = Schemas['AffectedRead'];
/** Items with known answers, practice, tests and gold. */
export type TrainingView = Schemas['TrainingView'];
export type TrainingModule = Schemas['TrainingModule'];
export type TestRow = Schemas['TestRow'];
export type TestAttempt = Omit<Schemas['TestAttempt'], 'protocol'> & { protocol: Protocol };
export type TestScore = Schemas['TestScore'];
export type Practice = Omit<Schemas['PracticeView'], 'protocol'> & { protocol: Protocol };
export type Feedback = Schemas['FeedbackView'];
export type FieldVerdict = Schemas['FieldVerdict'];
export type TrainingSetRow = Schemas['TrainingSetRow'];
export type TrainingSetForm = Schemas['TrainingSetForm'];
export type TrainingSetView = Omit<Schemas['TrainingSetView'], 'protocol'> & { protocol: ProtocolBody };
export type TrainingCase = Schemas['TrainingCase'];
export type TrainedPerson = Schemas['TrainedPerson'];
export type PersonTest = Schemas['PersonTest'];
export type GoldField = Schemas['GoldField'];
/** Who could become a member. */
export type Candidate = Schemas['Candidate'];
/** Ages are seconds of the oldest thing waiting in a stage. */
export type Overview = Schemas['OverviewView'];
export type FunnelStage = Schemas['OverviewStage']['stage'];

// --- Models ----------------------------------------------------------------------------------------------------------

export type Model = Schemas['ModelView'];
export type ModelForm = Schemas['ModelForm'];
export type SuggestionsTaken = Schemas['SuggestionsTaken'];
export type SuggestionReport = Schemas['SuggestionReport'];

// --- Protocols -------------------------------------------------------------------------------------------------------

export type ProtocolRow = Schemas['ProtocolRow'];
export type ProtocolFault = Schemas['ProtocolFault'];
export type Code = Schemas['Code'];
/** `key`: the digit that gives this answer, '1' … '9', '0'; absent: its position. */
export type Option = Schemas['Option'];
/** `threshold`: from where on (a likeness), under which (a distance) or up to which (a difference) they are the same. */
export type MatchRule = Schemas['MatchRule'];

// --- Reads -----------------------------------------------------------------------------------------------------------

export type AnswerState = Schemas['AnswerState'];
/**
 * finding: state alone. choice, ordinal: present + option id. multichoice: present + option ids ([] = none of them).
 * number, percent: present + number. text: present + string. boxes, points, masks, spans: state present comes with the first mark;
 * absent says "looked, none"; every kind may be uncertain (with or without value) or notAssessed (no value). No answer =
 * silence.
 */
export type Answer = Schemas['Answer'];
/**
 * `frame` counts from 0. Image coordinates in pixels of the stored matrix: (0,0) is the outer corner of the first pixel, x
 * right, y down. Spans in Unicode code points from 0, the end exclusive. Parts of a mask have `runs`: row after row, how many are
 * free and how many painted, in turn.
 */
export type Geometry = Schemas['Region'];
export type Mark = Schemas['Mark'];
/** What the reader had before their eyes. */
export type Shown = Schemas['Shown'];
export type Appended = Schemas['AppendReadEventsAppended'];
export type ReadState = Schemas['ReadState'];
export type Read = Schemas['Read'];
/** What a model suggested, as the reader was shown it; `score` only where it is calibrated or the protocol says so. */
export type ShownSuggestion = Schemas['ShownSuggestion'];
export type ShownSuggestions = Schemas['ShownSuggestions'];
export type ReaderRead = Schemas['ReaderRead'];
/** What a reader wrote about an item: a comment, or why it was flagged or skipped. */
export type Remark = Schemas['Remark'];
export type ThreadRow = Schemas['ThreadRow'];
export type ThreadEntry = Schemas['ThreadEntry'];
export type ThreadView = Schemas['ThreadView'];
/** A member whom an entry of a thread may call in. */
export type Callable = Schemas['Callable'];
export type NoticeKind = Schemas['NoticeKind'];
export type NoticeRow = Schemas['NoticeRow'];
export type NoticeWish = Schemas['NoticeWish'];
export type NoticesView = Schemas['NoticesView'];

// --- Work ------------------------------------------------------------------------------------------------------------

/** `expires`: the reservation ends there unless something is saved. */
export type Work = Omit<Schemas['WorkView'], 'protocol'> & { protocol: Protocol };
export type MyRead = Schemas['MyRead'];

// --- Items -----------------------------------------------------------------------------------------------------------

export type ItemRow = Schemas['ItemRow'];
export type ItemState = ItemRow['state'];
/** `next`: pass as `after` for the rows that follow; absent on the last page. */
export type ItemPage = Schemas['ListItemsPage'];
/** `items`: those that were changed; the others stood so already. */
export type BulkResult = Schemas['BulkResult'];
export type Item = Schemas['ItemView'];
/** Files in reading order. */
/** How many items have what. */
export type ItemCounts = Schemas['ItemCounts'];
/** A view of the list of items that was kept. */
export type KeptView = Schemas['KeptView'];
export type Series = Schemas['SeriesView'];
/** How an item is laid out when it is opened. */
export type Hanging = Schemas['Hanging'];
export type ItemFile = Schemas['FileView'];

// --- Intake and gate -------------------------------------------------------------------------------------------------

export type Batch = Schemas['Batch'];
export type BatchState = Batch['state'];
/** Paths are shown to stewards while the batch is in quarantine, never kept beyond. */
export type GateResidual = Schemas['GateResidual'];
/** An object that came with images. `text` is the address of the words in it; a document has an address of its own. */
export type GateCompanion = Schemas['CompanionView'];
export type PatientsView = Schemas['PatientsView'];
export type PatientQuestion = Schemas['PatientQuestion'];
export type PatientSide = Schemas['PatientSide'];
export type BatchDetail = Schemas['ShowGateDetail'];
/** How a modality's files are de-identified in a project, and what the project claims of the result. */
export type ChosenPlan = Schemas['ProjectPlan'];
/** What a plan would allow. */
/** Places that are blanked in every picture of one device and size. */
export type Stencil = Schemas['StencilView'];
export type StencilLaid = Schemas['StencilLaid'];
export type TriedPlan = Schemas['Tried'];
export type ProjectClaim = Schemas['ProjectClaim'];
export type ClaimStand = Schemas['ClaimStand'];
export type ExpertStatement = Schemas['ExpertStatement'];
/** `risk`: 0 (nothing noticed) to 1; the list is sorted by it, most doubtful first. */
export type GateEntry = Schemas['EntryView'];
/** As its modality shows it; `type` names the modality. */
export type GateEntryDetail = Schemas['EntryDetail'];
export type GateEntryOf<T extends GateEntryDetail['type']> = Extract<GateEntryDetail, { type: T }>;
/** A series in which a face may be seen. `address` + a name of `pictures` is a PNG of its surface. */
export type GateFace = Schemas['FaceView'];
/** `address` + a frame number is a PNG; `?every=true` shows what the window hides too. */
export type GateImage = Schemas['ImageView'];
export type GateBox = Schemas['GateBox'];
export type GateSpan = Schemas['GateSpan'];
export type GateElement = Schemas['GateElement'];
export type BatchReport = Schemas['BatchReport'];

// --- Compare, adjudicate, release ------------------------------------------------------------------------------------

export type Agreement = Schemas['AgreementView'];
/** How answers may be compared; it decides which figures there are. */
export type Scale = Schemas['Scale'];
export type AgreementField = Schemas['FieldRow'];
export type Coefficient = Schemas['CoefficientRow'];
export type AgreementMatrix = Schemas['Matrix'];
export type AdjacentTable = Schemas['AdjacentTable'];
/** Bland and Altman's, in the field's unit. */
export type LimitsOfAgreement = Schemas['LimitsRow'];
export type Detection = Schemas['DetectionRow'];
/** What probabilities claim against what second looks found. */
export type Calibration = Schemas['CalibrationView'];
export type CalibrationField = Schemas['CalibrationRow'];
export type ReaderStudy = Schemas['ReaderStudyView'];
export type ReaderStudyForm = Schemas['ReaderStudyForm'];
export type TruthRow = Schemas['TruthRow'];
export type ConsensusRun = Schemas['ConsensusRun'];
export type ConsensusMethod = Schemas['MethodView'];
export type ConsensusLabel = Schemas['LabelRow'];
export type LabelPage = Schemas['LabelPage'];
export type DisputeRow = Schemas['DisputeRow'];
/** Readers by pseudonym, one column each, in an order that is shuffled per item. */
export type Dispute = Omit<Schemas['DisputeView'], 'protocol'> & { protocol: Protocol };
/** A second decision on a field supersedes the first; both stay in the record. */
export type Decision = Schemas['DecisionForm'];
export type NewRelease = Schemas['NewRelease'];
export type CitationAuthor = Schemas['CitationAuthor'];
export type Release = Schemas['ReleaseRow'];
export type ReleaseDetail = Schemas['ReleaseDetail'];
/** Something that stands against using a release. */
export type ReleaseNotice = Schemas['ReleaseNotice'];
/** The part of a release whose labels are held back. */
export type SealedSet = Schemas['SealedSetView'];
export type SealedOpening = Schemas['OpeningView'];
export type ReleasePreflight = Schemas['ReleasePreflightView'];
export type ReleasesHeld = Schemas['ReleasesHeld'];
/** Whose the items are held to be, and what is unclear about it. */
export type SubjectView = Schemas['AskSubjectsView'];
export type SubjectQuestion = Schemas['SubjectQuestion'];

/** Something that a person signed; the time is the server's. */
export type SignatureView = Schemas['SignatureView'];
export type SignedAct = Schemas['SignedAct'];
export type SigningPolicy = Schemas['SigningPolicyView'];
/** A release that was made and waits for signatures. */
export type ReleaseDraft = Schemas['ReleaseDraftView'];

/** What a label measures and how bad a wrong one is. */
export type LabelMeaning = Schemas['LabelMeaning'];
export type LabelSeverity = Schemas['LabelSeverity'];
/** Whether the project demands a meaning of every label, and which labels have none. */
export type MeaningDemand = Schemas['MeaningDemandView'];
/** The population that the project aims at. */
export type TargetPopulation = Schemas['TargetPopulation'];
export type TargetShare = Schemas['TargetShare'];
/** How the data of an import were acquired before they came here. */
export type Acquisition = Schemas['Acquisition'];
export type AcquisitionRow = Schemas['AcquisitionRow'];
export type TargetView = Schemas['TargetView'];

export type RecipientFacts = Schemas['RecipientFacts'];
export type RecipientRow = Schemas['RecipientRow'];
/** A recipient has a release of which they have not been told something. */
export type NoticeDue = Schemas['NoticeDue'];
export type DisclosurePolicy = Schemas['DisclosurePolicy'];
/** One time that a release was given out (45 CFR 164.528). */
export type DisclosureRow = Schemas['DisclosureRow'];

// --- Record and jobs -------------------------------------------------------------------------------------------------

export type RecordPage = Schemas['RecordPage'];
/** Without a payload: it was erased. */
export type RecordEvent = Schemas['RecordEvent'];
/** The result is the job's own; the problem is the refusal that it ended with. */
export type Job = Omit<Schemas['JobView'], 'result' | 'problem'> & {
  result?: Record<string, unknown>;
  problem?: Problem;
};
/** The result of the job that audits the store: free-form in the document, as every job's is. */
export interface AuditResult {
  events: number;
  root: string;
  intact: boolean;
  faults: { seq?: number; what: string }[];
}
