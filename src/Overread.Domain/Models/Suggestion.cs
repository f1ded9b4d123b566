using Overread.Domain.Reads;

namespace Overread.Domain.Models;

/// <summary>What a model answers to one field of one item.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Field">The field.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Score">How sure the model says it is, 0 to 1; null where it does not say.</param>
public sealed record Suggestion(string Id, string Field, Answer Answer, double? Score = null);
