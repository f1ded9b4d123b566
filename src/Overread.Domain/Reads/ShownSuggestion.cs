using Overread.Domain.Protocols;

namespace Overread.Domain.Reads;

/// <summary>What a model suggested, as a reader was shown it.</summary>
/// <param name="Id">The suggestion's id.</param>
/// <param name="Field">The field.</param>
/// <param name="Answer">What was suggested.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Made">UTC time at which the suggestion was taken in.</param>
/// <param name="Score">How sure the model says it is, where the reader was shown that too.</param>
public sealed record ShownSuggestion(
    string Id,
    string Field,
    Answer Answer,
    string Model,
    string Version,
    string Sha256,
    string Made,
    double? Score = null
)
{
    /// <summary>Says whether a field's suggestion may be shown as things stand: until then no byte of it leaves the server.</summary>
    /// <param name="field">The field as the read's protocol version has it.</param>
    /// <param name="read">The read.</param>
    /// <param name="isAsked">True where the reader asks for this field.</param>
    public static bool May(Field field, Read read, bool isAsked) =>
        read.State == ReadState.Open
        && (field.Suggestions ?? ShowingPolicy.AfterFirst) switch
        {
            ShowingPolicy.AtOnce => true,
            ShowingPolicy.OnRequest => isAsked,
            ShowingPolicy.AfterFirst => read.Answers.ContainsKey(field.Id),
            _ => false,
        };
}
