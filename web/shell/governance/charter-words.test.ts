import { describe, expect, it } from 'vitest';
import { readDestinations, readUses, writeDestinations, writeUses } from './charter-words.ts';

describe('a charter in lines', () => {
  it('comes back as it was written', () => {
    const charter = {
      uses: [
        { name: 'Training', basis: 'Consent', condition: 'Explicit consent' },
        { name: 'Phantoms', basis: 'None' },
      ],
      destinations: [
        { country: 'DE', instrument: 'inside' },
        { country: 'CH', instrument: 'adequacy', reference: '2000/518/EC' },
      ],
    };
    expect(readUses(writeUses(charter))).toEqual(charter.uses);
    expect(readDestinations(writeDestinations(charter))).toEqual(charter.destinations);
    expect(readUses('')).toEqual([]);
  });

  it('is not read where a line says too little or too much', () => {
    expect(readUses('Training')).toBeUndefined();
    expect(readUses('a | b | c | d')).toBeUndefined();
    expect(readDestinations('DE')).toBeUndefined();
    expect(readDestinations('de | inside')).toEqual([{ country: 'DE', instrument: 'inside' }]);
  });
});
