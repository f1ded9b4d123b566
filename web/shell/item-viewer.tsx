import { Suspense } from 'react';
import type { ViewerProps } from '../core/modality.ts';
import { EmptyState, Loading } from '../ui/notes.tsx';
import { manifestFor, viewers } from './modalities.ts';
import { usePerson } from './session.tsx';

/** The viewer of whatever modality the item has. */
export function ItemViewer(props: Omit<ViewerProps, 'person'>) {
  const { item } = props;
  const person = usePerson().id;
  const Viewer = viewers.get(manifestFor(item)?.id ?? '');
  if (item.kind === 'reference') {
    return (
      <EmptyState>
        This item is kept by its owner. Open it there: <code>{item.reference ?? item.id}</code>
      </EmptyState>
    );
  }
  if (!Viewer) return <EmptyState>Nothing here can show this kind of item.</EmptyState>;
  return (
    <Suspense fallback={<Loading what="Opening the viewer" />}>
      <Viewer key={item.id} {...props} person={person} />
    </Suspense>
  );
}
