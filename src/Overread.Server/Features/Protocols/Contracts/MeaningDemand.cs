using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Protocols.Contracts;

/// <summary>Whether a project demands that every label says what it means, as the record has it.</summary>
internal static class MeaningDemand
{
    /// <summary>What the project lays down now: nothing, until somebody demands it.</summary>
    public static LabelMeaningsDemanded Of(IRecordReader record, string project) =>
        record
            .Events(new RecordQuery { Project = project, Types = [nameof(LabelMeaningsDemanded)] })
            .Select(e => e.Event)
            .OfType<LabelMeaningsDemanded>()
            .LastOrDefault()
        ?? new(false, "");
}
