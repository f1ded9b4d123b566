import { type ReadContent, sameVersion, touchedFields, versionOf } from './read-state.ts';

/** What stands after a conflict: field by field the version that was chosen, the other window's where none was. */
export function chosenContent(
  theirs: ReadContent,
  mine: ReadContent,
  choice: Readonly<Record<string, 'mine' | 'theirs'>>,
): ReadContent {
  const answers: ReadContent['answers'] = {};
  const marks: ReadContent['marks'] = [];
  for (const field of touchedFields(theirs, mine)) {
    const version = versionOf(choice[field] === 'mine' ? mine : theirs, field);
    if (version.answer) answers[field] = version.answer;
    marks.push(...version.marks);
  }
  return { answers, marks, comments: theirs.comments, submitted: false };
}

/** A field that two windows left different, with who changed it since the basis. */
export interface FieldConflict {
  field: string;
  changedBy: 'mine' | 'theirs' | 'both';
}

export function fieldConflicts(basis: ReadContent, mine: ReadContent, theirs: ReadContent): FieldConflict[] {
  return touchedFields(basis, mine, theirs).flatMap((field): FieldConflict[] => {
    const base = versionOf(basis, field);
    const ours = versionOf(mine, field);
    const other = versionOf(theirs, field);
    if (sameVersion(ours, other)) return [];
    const changedHere = !sameVersion(base, ours);
    const changedThere = !sameVersion(base, other);
    return [{ field, changedBy: changedHere && changedThere ? 'both' : changedHere ? 'mine' : 'theirs' }];
  });
}
