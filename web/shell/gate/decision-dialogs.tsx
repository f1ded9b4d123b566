import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { Batch, GateEntry } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { Ask } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { type Deed, deedWords, doubtful } from './deeds.ts';

interface ReasonProps {
  asking: { deed: Deed; entry?: GateEntry } | undefined;
  /** What stands in the field at first. */
  suggestion?: string;
  batch: Batch;
  onClose: () => void;
  decide: (deed: Deed, entry: GateEntry | undefined, reason?: string) => Promise<void>;
}

export function ReasonDialog(props: ReasonProps) {
  const { asking } = props;
  return asking ? <Reason key={`${asking.deed}-${asking.entry?.id}`} {...props} asking={asking} /> : null;
}

function Reason({
  asking,
  suggestion,
  batch,
  onClose,
  decide,
}: ReasonProps & { asking: { deed: Deed; entry?: GateEntry } }) {
  const [reason, setReason] = useState(suggestion ?? '');
  const { deed, entry } = asking;
  const what = entry ? entry.title : `the batch “${batch.name}”`;
  return (
    <Ask
      title={`${deedWords[deed].name} ${what}`}
      open
      onClose={onClose}
      action={deedWords[deed].name}
      danger={deed === 'reject'}
      disabled={!reason.trim()}
      onDo={() => decide(deed, entry, reason.trim())}
    >
      <p className="dim">
        {deed === 'approve'
          ? approvalOf(entry)
          : deed === 'hold'
            ? 'It stays in quarantine until somebody decides.'
            : 'It never becomes an item, and its files are destroyed.'}
      </p>
      <ReasonField value={reason} onChange={setReason} />
    </Ask>
  );
}

const approvalOf = (entry: GateEntry | undefined) =>
  entry?.leak
    ? 'Something identifying was found in it: say what became of that.'
    : entry?.decision === 'reject'
      ? 'It was rejected: say why readers may see it all the same.'
      : 'It was held: say why readers may see it.';

interface ApproveProps {
  open: boolean;
  gate: readonly GateEntry[];
  onClose: () => void;
  onDo: () => Promise<void>;
}

/** One act for everything that may pass, with the counts before it is done. */
export function ApproveDialog({ open, gate, onClose, onDo }: ApproveProps) {
  const settled = gate.filter((e) => e.patient === 'settled');
  const plain = settled.filter((e) => !e.decision && e.risk < doubtful && !e.leak && e.undecided === 0).length;
  const approved = settled.filter((e) => e.decision === 'approve').length;
  const by = (decision: Deed) => gate.filter((e) => e.decision === decision).length;
  const unsettled = gate.filter(
    (e) => e.patient !== 'settled' && e.decision !== 'reject' && e.decision !== 'hold',
  ).length;
  const waiting = gate.length - plain - approved - by('reject') - by('hold') - unsettled;
  const passing = plain + approved;
  return (
    <Ask
      title="Let through what may pass"
      open={open}
      onClose={onClose}
      action={`Let ${count(passing, 'entry', 'entries')} through`}
      disabled={passing + by('reject') === 0}
      onDo={onDo}
    >
      <Facts
        numeric
        of={[
          ['Approved one by one', approved],
          ['Plain: nothing was noticed, nobody needs to look', plain],
          ['Rejected: destroyed now', by('reject')],
          ['Held: stay here', by('hold')],
          ['Not certain who the patient is: stay here', unsettled],
          ['Doubtful and undecided: stay here', waiting],
        ]}
      />
      <p className="dim">Readers of this project will be able to see what passes. Accepted boxes are blanked first.</p>
    </Ask>
  );
}

interface SampleProps {
  open: boolean;
  gate: readonly GateEntry[];
  onClose: () => void;
  onDo: (size: number) => Promise<void>;
}

/** Reviews without a leak that prove a rate below a bound, at 95 %: what people come for. */
const reviewsNeeded = (rate: number) => Math.ceil(Math.log(0.05) / Math.log(1 - rate));

export function SampleDialog({ open, gate, onClose, onDo }: SampleProps) {
  const most = gate.filter((e) => !e.decision && !e.sampled).length;
  const [size, setSize] = useState<number>(0);
  const wanted = size || Math.min(most, reviewsNeeded(0.05));
  return (
    <Ask
      title="Draw a sample for review"
      open={open}
      onClose={onClose}
      action={`Draw ${wanted}`}
      disabled={wanted < 1 || wanted > most}
      onDo={() => onDo(wanted)}
    >
      <p className="dim">
        Entries are drawn at random from the {most} that nobody has decided. Look at each and decide it; press L where
        something identifying was missed. {reviewsNeeded(0.05)} without a leak prove a rate below 5 %,{' '}
        {reviewsNeeded(0.01)} below 1 %.
      </p>
      <NumberInput
        label="Entries"
        data-autofocus
        min={1}
        max={most}
        allowDecimal={false}
        value={wanted}
        onChange={(v) => setSize(Number(v) || 0)}
      />
    </Ask>
  );
}
