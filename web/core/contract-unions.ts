/**
 * Shapes that the OpenAPI document holds flat, with members that only some of them have: fields by their kind, events by
 * their type. They are written out here so that a member is known where the kind is; every member is taken from the document,
 * and `contract.test.ts` holds that none is missing and none is made up.
 */

import type { components } from './api-schema';

type Schemas = components['schemas'];
type FlatField = Schemas['Field'];
type FlatEvent = { [member in keyof Schemas['ClientEvent']]-?: NonNullable<Schemas['ClientEvent'][member]> };

/** With the rules that the server takes where a draft states none. */
export type ReadingPolicy = Schemas['ReadingPolicy'] &
  Required<Pick<Schemas['ReadingPolicy'], 'agreement' | 'disputes' | 'recheckShare'>>;

export type ProtocolBody = Omit<Schemas['ProtocolBody'], 'fields' | 'policy'> & {
  fields: Field[];
  policy: ReadingPolicy;
};
export type Protocol = Omit<Schemas['ProtocolView'], 'body'> & { body: ProtocolBody };

export type FieldKind = Schemas['FieldKind'];
type FieldBase = Pick<
  FlatField,
  'id' | 'title' | 'help' | 'required' | 'when' | 'code' | 'meaning' | 'match' | 'suggestions' | 'suggestionScores'
>;
export type Field =
  /** One question with the four answer states and nothing else. Keys 1 present, 2 absent, 3 uncertain, 4 not assessed. */
  | (FieldBase & { kind: 'finding' })
  | (FieldBase & { kind: 'choice' | 'multichoice' | 'ordinal' } & Required<Pick<FlatField, 'options'>>)
  | (FieldBase & { kind: 'number' | 'percent' } & Pick<FlatField, 'unit' | 'min' | 'max' | 'step'>)
  | (FieldBase & { kind: 'text' } & Pick<FlatField, 'maxLength'>)
  /** Marks on an image; each may have a class out of `options`. */
  | (FieldBase & { kind: 'boxes' | 'points' | 'polygons' | 'masks' } & Pick<FlatField, 'options'>)
  /** Words of a document; each span may have a class out of `options`. */
  | (FieldBase & { kind: 'spans' } & Pick<FlatField, 'options'>);

/** Ids are made by the client (UUID v4, lower case) and are the idempotency keys: posting one twice changes nothing. */
export type ReadEvent = Pick<FlatEvent, 'id' | 'at'> &
  /**
   * `origin` rest: given by one act with all that was still blank, where the protocol allows it; suggestion: taken over from what
   * a model suggested, which it names.
   */
  (
    | ({ type: 'AnswerGiven' } & Pick<FlatEvent, 'field' | 'answer'> & {
          origin?: 'hand' | 'rest' | 'suggestion';
          suggestion?: string;
        })
    | ({ type: 'AnswerWithdrawn' } & Pick<FlatEvent, 'field'>)
    | { type: 'MarkDrawn' | 'MarkRevised'; mark: Schemas['Mark'] }
    /** The id of the mark, and a shape that has the changed parts alone. */
    | ({ type: 'MarkPartsRevised'; mark: string } & Pick<FlatEvent, 'parts'>)
    /** The id of the mark. */
    | { type: 'MarkWithdrawn'; mark: string }
    | ({ type: 'CommentAdded' } & Pick<FlatEvent, 'text'> & Partial<Pick<FlatEvent, 'field'>>)
    | ({ type: 'ReadOpened' } & Pick<FlatEvent, 'shown'>)
    /** Seconds of work so far in one browser; a later word of the same source takes the place of an earlier one. */
    | ({ type: 'WorkTimed' } & Pick<FlatEvent, 'source' | 'seconds'>)
    /** Seconds of work, idle left out. */
    | ({ type: 'ReadSubmitted' } & Pick<FlatEvent, 'seconds'>)
  );

/** All events of a post are taken or none. The answer comes only after they are durable on disk. */
export type AppendEvents = Omit<Schemas['AppendForm'], 'events'> & { events: ReadEvent[] };
