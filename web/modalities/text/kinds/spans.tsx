import { classesOf, MarksForm, marksOf } from '../../../kinds/marks.tsx';
import type { EditorProps, FormProps, KindModule, Matching } from '../../../kinds/module.ts';
import { MarksEditor } from '../../../kinds/parts.tsx';
import { spanRegion } from '../regions.ts';

const matching: Matching = {
  measures: [
    {
      name: 'span-f1',
      title: 'by their overlap (F1 of characters)',
      word: 'from',
      usual: 0.5,
      most: 1,
      step: 0.05,
      units: [],
    },
    { name: 'exact', title: 'by their bounds', word: 'share of', usual: 1, most: 1, units: [] },
  ],
  usual: () => ({ measure: 'span-f1', threshold: 0.5 }),
};

function Editor(props: EditorProps<'spans'>) {
  return <MarksEditor {...props} region={spanRegion} />;
}

function Form(props: FormProps<'spans'>) {
  return <MarksForm {...props} region={spanRegion} matching={matching} />;
}

export const spans: KindModule<'spans'> = {
  ...marksOf(spanRegion, matching),
  title: 'Spans',
  hint: 'words marked in a document',
  scale: 'spans',
  Editor,
  Form,
  make: (base, from) => ({ ...base, kind: 'spans', ...classesOf(from) }),
};
