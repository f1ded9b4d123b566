import { expect, test } from 'vitest';
import { inUnitOf } from './measured.ts';
import { number } from './number.tsx';

test('a measured number lands on the steps of its field, in its unit', () => {
  expect(inUnitOf({ unit: 'mm' }, 12.345, 'mm')).toEqual({ value: 12.3 });
  expect(inUnitOf({ unit: 'cm' }, 12.345, 'mm')).toEqual({ value: 1.23 });
  expect(inUnitOf({ unit: 'mm', step: 1 }, 12.5, 'mm')).toEqual({ value: 13 });
  expect(inUnitOf({ unit: 'mm', step: 0.5, min: 0.25 }, 1.1, 'mm')).toEqual({ value: 1.25 });
  expect(inUnitOf({ unit: 'cm²' }, 250, 'mm²')).toEqual({ value: 2.5 });
  expect(inUnitOf({ unit: 'Degrees' }, 33.333, '°')).toEqual({ value: 33.3 });
});

test('pixels never become millimetres, nor a length an angle', () => {
  expect(inUnitOf({ unit: 'mm' }, 40, 'px')).toEqual({
    refused: 'The picture is not calibrated; measured in px, the field takes mm; not saved.',
  });
  expect(inUnitOf({ unit: '°' }, 40, 'mm')).toEqual({ refused: 'Measured in mm, the field takes °; not saved.' });
  expect(inUnitOf({}, 40, 'mm')).toEqual({
    refused: 'Measured in mm, the field takes a number without a unit; not saved.',
  });
});

test('a measured number outside the range of its field is refused in words', () => {
  const field = { id: 'd', title: 'Diameter', kind: 'number', unit: 'mm', min: 1, max: 10 } as const;
  expect(number.measured?.(field, 28, 'mm')).toEqual({ refused: 'Must be between 1 and 10 mm; 28 is not saved.' });
  expect(number.measured?.(field, 9.96, 'mm')).toEqual({ value: 10 });
});
