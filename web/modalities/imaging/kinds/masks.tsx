import { classesOf, MarksForm, marksOf } from '../../../kinds/marks.tsx';
import type { EditorProps, FormProps, KindModule, Matching } from '../../../kinds/module.ts';
import { MarksEditor } from '../../../kinds/parts.tsx';
import { maskRegion } from '../regions.ts';

const matching: Matching = {
  measures: [
    { name: 'iou', title: 'by their overlap (IoU)', word: 'from', usual: 0.5, most: 1, step: 0.05, units: [] },
    { name: 'dice', title: 'by the Dice coefficient', word: 'from', usual: 0.7, most: 1, step: 0.05, units: [] },
  ],
  usual: () => ({ measure: 'iou', threshold: 0.5 }),
};

function Editor(props: EditorProps<'masks'>) {
  return <MarksEditor {...props} region={maskRegion} />;
}

function Form(props: FormProps<'masks'>) {
  return <MarksForm {...props} region={maskRegion} matching={matching} />;
}

export const masks: KindModule<'masks'> = {
  ...marksOf(maskRegion, matching),
  title: 'Masks',
  hint: 'painted, on one picture or through a stack',
  scale: 'marks',
  Editor,
  Form,
  make: (base, from) => ({ ...base, kind: 'masks', ...classesOf(from) }),
};
