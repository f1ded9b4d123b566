import { Suspense } from 'react';
import type { Hanging, ProtocolFault } from '../../core/contract.ts';
import { Loading } from '../../ui/notes.tsx';
import { hangingForms } from '../modalities.ts';

interface Props {
  hangings: readonly Hanging[];
  faults: readonly ProtocolFault[];
  onChange: (hangings: readonly Hanging[]) => void;
}

/** How items are laid out, as their modality lets it be said. */
export function HangingSection(props: Props) {
  return (
    <Suspense fallback={<Loading />}>
      {[...hangingForms].map(([id, Form]) => (
        <Form key={id} {...props} />
      ))}
    </Suspense>
  );
}
