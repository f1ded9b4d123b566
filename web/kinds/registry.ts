import type { Field, FieldKind } from '../core/contract.ts';
import { boxes } from '../modalities/imaging/kinds/boxes.tsx';
import { masks } from '../modalities/imaging/kinds/masks.tsx';
import { points } from '../modalities/imaging/kinds/points.tsx';
import { polygons } from '../modalities/imaging/kinds/polygons.tsx';
import { spans } from '../modalities/text/kinds/spans.tsx';
import { choice } from './choice.tsx';
import { finding } from './finding.tsx';
import type { FieldBase, KindModule } from './module.ts';
import { multichoice } from './multichoice.tsx';
import { number } from './number.tsx';
import { ordinal } from './ordinal.tsx';
import { percent } from './percent.tsx';
import { text } from './text.tsx';

/** Every kind of field there is: a kind of the contract that is missing here does not compile. */
const kinds: { [K in FieldKind]: KindModule<K> } = {
  finding,
  choice,
  multichoice,
  ordinal,
  number,
  percent,
  text,
  boxes,
  points,
  polygons,
  masks,
  spans,
};

/** In the order in which they are offered. */
export const kindNames = Object.keys(kinds) as FieldKind[];

export function moduleOf(kind: FieldKind): KindModule {
  // The module is that of the field's own kind, so what it is given always fits; types cannot say so.
  return kinds[kind] as unknown as KindModule;
}

/** What the workbench knows of the field's kind. */
export function kindOf(field: Field): KindModule {
  return moduleOf(field.kind);
}

/** The field as another kind: what both kinds have stays. */
export function asKind(field: Field, kind: FieldKind): Field {
  const { id, title, help, required, when, code, meaning } = field;
  const base: FieldBase = {
    id,
    title,
    ...(help ? { help } : {}),
    ...(required ? { required } : {}),
    ...(when ? { when } : {}),
    ...(code ? { code } : {}),
    ...(meaning ? { meaning } : {}),
  };
  return moduleOf(kind).make(base, field);
}

/** A field as it is when it is added: of the first kind. */
export function newField(id: string, title: string): Field {
  return moduleOf(kindNames[0]!).make({ id, title }, undefined);
}
