using System.Text.Json;
using Overread.Domain.Modalities.Text;
using Overread.Domain.Record;

namespace Overread.Server.Modalities.Text.Gate;

/// <summary>What <see cref="Features.Intake.GateReview.Work"/> holds of a document.</summary>
/// <param name="Proposed">Places that a program found, as it found them; null where none has looked.</param>
/// <param name="Spans">Places that are blacked out at approval: the proposed ones, until a person changes them.</param>
internal sealed record DocumentPlaces(IReadOnlyList<GateSpan>? Proposed, IReadOnlyList<GateSpan> Spans)
{
    /// <summary>As JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this, EventJson.Options);

    /// <summary>Reads it; a document that was laid before programs proposed anything has a list of a person's places.</summary>
    public static DocumentPlaces Read(string work) =>
        work.StartsWith('[')
            ? new(null, JsonSerializer.Deserialize<List<GateSpan>>(work, EventJson.Options)!)
            : JsonSerializer.Deserialize<DocumentPlaces>(work, EventJson.Options)!;
}
