import { classesOf, MarksForm, marksOf } from '../../../kinds/marks.tsx';
import type { EditorProps, FormProps, KindModule, Matching } from '../../../kinds/module.ts';
import { MarksEditor } from '../../../kinds/parts.tsx';
import { polygonRegion } from '../regions.ts';

const matching: Matching = {
  measures: [
    { name: 'iou', title: 'by their overlap (IoU)', word: 'from', usual: 0.5, most: 1, step: 0.05, units: [] },
    { name: 'distance', title: 'by the distance of their centres', word: 'under', usual: 10, units: ['px', 'mm'] },
  ],
  usual: () => ({ measure: 'iou', threshold: 0.5 }),
};

function Editor(props: EditorProps<'polygons'>) {
  return <MarksEditor {...props} region={polygonRegion} />;
}

function Form(props: FormProps<'polygons'>) {
  return <MarksForm {...props} region={polygonRegion} matching={matching} />;
}

export const polygons: KindModule<'polygons'> = {
  ...marksOf(polygonRegion, matching),
  title: 'Outlines',
  hint: 'drawn around what is seen',
  scale: 'marks',
  Editor,
  Form,
  make: (base, from) => ({ ...base, kind: 'polygons', ...classesOf(from) }),
};
