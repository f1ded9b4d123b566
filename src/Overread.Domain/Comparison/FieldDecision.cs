using Overread.Domain.Marks;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>What an adjudicator decided about a field of an item.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Marks">The marks, for a field of marks; null where none were stated.</param>
public sealed record FieldDecision(Answer Answer, IReadOnlyList<Mark>? Marks);
