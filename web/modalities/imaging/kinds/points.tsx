import { classesOf, MarksForm, marksOf } from '../../../kinds/marks.tsx';
import type { EditorProps, FormProps, KindModule, Matching } from '../../../kinds/module.ts';
import { MarksEditor } from '../../../kinds/parts.tsx';
import { pointRegion } from '../regions.ts';

const matching: Matching = {
  measures: [{ name: 'distance', title: 'by their distance', word: 'under', usual: 10, units: ['px', 'mm'] }],
  usual: (policy) => ({ measure: 'distance', threshold: policy.pointDistance ?? 10, unit: 'px' }),
};

function Editor(props: EditorProps<'points'>) {
  return <MarksEditor {...props} region={pointRegion} />;
}

function Form(props: FormProps<'points'>) {
  return <MarksForm {...props} region={pointRegion} matching={matching} />;
}

export const points: KindModule<'points'> = {
  ...marksOf(pointRegion, matching),
  title: 'Points',
  hint: 'set on the image',
  scale: 'marks',
  Editor,
  Form,
  make: (base, from) => ({ ...base, kind: 'points', ...classesOf(from) }),
};
