import { expectTypeOf, test } from 'vitest';
import type { components } from './api-schema';
import type {
  AppendEvents,
  Dispute,
  Field,
  GateEntryDetail,
  Geometry,
  Job,
  Problem,
  Protocol,
  ProtocolBody,
  ReadEvent,
  ReadingPolicy,
  Work,
} from './contract.ts';

type Schemas = components['schemas'];
/** The members of any of the shapes of a union. */
type Members<T> = T extends unknown ? keyof T : never;

// The compiler compares, in `npm run check`; nothing of it is left when the tests run.
test('fields by kind are the fields of the document', () => {
  expectTypeOf<Field>().toExtend<Schemas['Field']>();
  expectTypeOf<Field['kind']>().toEqualTypeOf<Schemas['FieldKind']>();
  expectTypeOf<Members<Field>>().toEqualTypeOf<keyof Schemas['Field']>();
});

test('events by type are the events of the document', () => {
  expectTypeOf<ReadEvent>().toExtend<Schemas['ClientEvent']>();
  expectTypeOf<ReadEvent['type']>().toEqualTypeOf<Schemas['ClientEvent']['type']>();
  expectTypeOf<Members<ReadEvent>>().toEqualTypeOf<keyof Schemas['ClientEvent']>();
  expectTypeOf<AppendEvents>().toExtend<Schemas['AppendForm']>();
});

test('what holds a protocol is what the document has, and can be sent as it is', () => {
  expectTypeOf<ReadingPolicy>().toExtend<Schemas['ReadingPolicy']>();
  expectTypeOf<ProtocolBody>().toExtend<Schemas['ProtocolBody']>();
  expectTypeOf<keyof ProtocolBody>().toEqualTypeOf<keyof Schemas['ProtocolBody']>();
  expectTypeOf<Protocol>().toExtend<Schemas['ProtocolView']>();
  expectTypeOf<keyof Protocol>().toEqualTypeOf<keyof Schemas['ProtocolView']>();
  expectTypeOf<Work>().toExtend<Schemas['WorkView']>();
  expectTypeOf<keyof Work>().toEqualTypeOf<keyof Schemas['WorkView']>();
  expectTypeOf<Dispute>().toExtend<Schemas['DisputeView']>();
  expectTypeOf<keyof Dispute>().toEqualTypeOf<keyof Schemas['DisputeView']>();
});

test('a job has the members of the document, and a refusal of the server is a problem', () => {
  expectTypeOf<Job>().toExtend<Schemas['JobView']>();
  expectTypeOf<keyof Job>().toEqualTypeOf<keyof Schemas['JobView']>();
  expectTypeOf<Schemas['Problem']>().toExtend<Problem>();
});

test('marks and entries at the gate are told apart by a member that is always there', () => {
  expectTypeOf<Geometry['kind']>().toEqualTypeOf<'box' | 'point' | 'polygon' | 'mask' | 'span'>();
  expectTypeOf<GateEntryDetail['type']>().toEqualTypeOf<'imaging' | 'text'>();
});
