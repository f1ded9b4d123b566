import type { GateEntryDetail, GateEntryOf } from '../../../core/contract.ts';

/** What a panel of the stage is given, in which things are decided one by one. */
export interface PanelProps {
  entry: GateEntryOf<'imaging'>;
  path: string;
  may: boolean;
  onSaved: (change: (entry: GateEntryDetail) => GateEntryDetail) => void;
  /** The entry's decision, which a new choice takes back. */
  onDecision: (decision: GateEntryDetail['decision']) => void;
}
