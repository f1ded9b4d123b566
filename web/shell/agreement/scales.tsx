import type { ReactNode } from 'react';
import type { Agreement, AgreementField, Field, Scale } from '../../core/contract.ts';
import { AdjacentCategories } from './adjacent-categories.tsx';
import { DetectionByReader } from './detection-by-reader.tsx';
import { Limits } from './limits-of-agreement.tsx';
import { Prevalence } from './prevalence.tsx';
import { ReaderMatrix } from './reader-matrix.tsx';
import { coefficientTitle } from './words.ts';

export interface ScaleProps {
  agreement: Agreement;
  row: AgreementField;
  field: Field | undefined;
}

function Shares({ agreement, row, field }: ScaleProps) {
  return <Prevalence of={agreement.prevalence.filter((p) => p.field === row.field)} field={field} />;
}

function Pairs({ agreement, row }: ScaleProps) {
  const matrix = agreement.matrices.find((m) => m.field === row.field);
  const known = agreement.coefficients.find((c) => c.field === row.field && c.name === matrix?.measure);
  return <ReaderMatrix matrix={matrix} title={matrix ? coefficientTitle(known ?? { name: matrix.measure }) : ''} />;
}

function Categories(props: ScaleProps) {
  return (
    <>
      <Shares {...props} />
      <Pairs {...props} />
    </>
  );
}

function Ordered(props: ScaleProps) {
  const { agreement, row, field } = props;
  return (
    <>
      <AdjacentCategories table={agreement.adjacent.find((a) => a.field === row.field)} field={field} />
      <Categories {...props} />
    </>
  );
}

function Measured({ agreement, row }: ScaleProps) {
  return <Limits limits={agreement.limits.filter((l) => l.field === row.field)} unit={row.unit} title={row.title} />;
}

function Marked(props: ScaleProps) {
  const { agreement, row } = props;
  return (
    <>
      <DetectionByReader rows={agreement.detection.filter((d) => d.field === row.field)} />
      <Pairs {...props} />
    </>
  );
}

/** What is shown of a field beside its figures: the scale decides, whatever the field asks for. */
export const scales: Record<Scale, (props: ScaleProps) => ReactNode> = {
  none: () => <p className="dim">What is written freely is compared by people alone.</p>,
  nominal: Categories,
  ordinal: Ordered,
  interval: Measured,
  ratio: Measured,
  marks: Marked,
  spans: Marked,
};
