import { classesOf, MarksForm, marksOf } from '../../../kinds/marks.tsx';
import type { EditorProps, FormProps, KindModule, Matching } from '../../../kinds/module.ts';
import { MarksEditor } from '../../../kinds/parts.tsx';
import { boxRegion } from '../regions.ts';

const matching: Matching = {
  measures: [
    { name: 'iou', title: 'by their overlap (IoU)', word: 'from', usual: 0.5, most: 1, step: 0.05, units: [] },
    { name: 'distance', title: 'by the distance of their centres', word: 'under', usual: 10, units: ['px', 'mm'] },
  ],
  usual: (policy) => ({ measure: 'iou', threshold: policy.boxOverlap ?? 0.5 }),
};

function Editor(props: EditorProps<'boxes'>) {
  return <MarksEditor {...props} region={boxRegion} />;
}

function Form(props: FormProps<'boxes'>) {
  return <MarksForm {...props} region={boxRegion} matching={matching} />;
}

export const boxes: KindModule<'boxes'> = {
  ...marksOf(boxRegion, matching),
  title: 'Boxes',
  hint: 'drawn on the image',
  scale: 'marks',
  Editor,
  Form,
  make: (base, from) => ({ ...base, kind: 'boxes', ...classesOf(from) }),
};
