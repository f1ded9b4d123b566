using Overread.Domain.Protocols;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Features.Protocols.Contracts;

/// <summary>Whether a project demands that every label says what it means, as the record has it.</summary>
internal static class MeaningDemand
{
    /// <summary>The stream in which it stands.</summary>
    public static string Stream(string project) => "protocol/" + project;

    /// <summary>What the project lays down now: nothing, until somebody demands it.</summary>
    public static LabelMeaningsDemanded Of(IRecordReader record, string project) =>
        LastEvents.Of<LabelMeaningsDemanded>(record, Stream(project)) ?? new(false, "");
}
