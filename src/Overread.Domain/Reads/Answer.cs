using System.Text.Json;
using Overread.Domain.Protocols;

namespace Overread.Domain.Reads;

/// <summary>What a reader says to one field.</summary>
/// <param name="State">One of the four answer states.</param>
/// <param name="Value">Option id (choice, ordinal), option ids (multichoice), number, or text; absent for findings.</param>
/// <param name="Confidence">0 to 1, where the reader gave one.</param>
public sealed record Answer(AnswerState State, JsonElement? Value = null, double? Confidence = null)
{
    /// <summary>The state's name in camelCase, as it stands in every file and answer.</summary>
    public static string StateName(AnswerState state) =>
        state switch
        {
            AnswerState.Present => "present",
            AnswerState.Absent => "absent",
            AnswerState.Uncertain => "uncertain",
            _ => "notAssessed",
        };
}
