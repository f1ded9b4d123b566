using Overread.Domain.Intake;
using Overread.Domain.Intake.Claims;
using Overread.Domain.People;
using Overread.Domain.Reads;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Releases.Population;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// Which events of the record a bundle discloses: those about its items, the protocol and the comparison, and what the gate
/// did to the batches that its items came with. What people wrote about data that are not released, or at the gate about
/// what identifies somebody, stays in the record: it may name people.
/// </summary>
internal sealed class BundleDisclosure
{
    /// <summary>Stands for words that are in the record and in no bundle.</summary>
    public const string Withheld = "recorded but not disclosed";

    // Counts and drawn samples. Not what a sender calls a batch, nor a steward's reasons.
    private static readonly string[] OfTheGate =
    [
        nameof(AcquisitionDeclared),
        nameof(ClaimMade),
        nameof(DeidentificationApplied),
        nameof(LeakMarked),
        nameof(ReviewSampled),
    ];
    private readonly IReadOnlySet<long>? _openRun;
    private readonly string _comparison;
    private readonly HashSet<string> _gate;
    private readonly HashSet<string> _items;
    private readonly HashSet<string> _streams;
    private readonly HashSet<string> _batches;

    public BundleDisclosure(BundleContent content)
    {
        _openRun = content.OpenRunAt;
        _comparison = "comparison/" + content.Project;
        _gate = [.. OfTheGate, .. content.Modalities.All.SelectMany(m => m.Paper.Disclosed)];
        _items = [.. content.Items.Select(i => i.Id)];
        _streams =
        [
            "protocol/" + content.Project,
            _comparison,
            "signing/" + content.Project,
            "models/" + content.Project,
            TraitBook.Stream(content.Project),
            .. content.Items.Any(i => i.Batch is null)
                ? [Acquisitions.Stream(content.Project, Acquisitions.References)]
                : (string[])[],
        ];
        Batches = [.. content.Items.Select(i => i.Batch).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        _batches = [.. Batches.Select(b => "batch/" + b)];
    }

    /// <summary>The batches that items of the bundle came with, in ordinal order.</summary>
    public IReadOnlyList<string> Batches { get; }

    /// <summary>True for an item of the bundle.</summary>
    public bool Has(string? item) => item is not null && _items.Contains(item);

    /// <summary>True where the event is in <c>audit/events.jsonl</c>.</summary>
    /// <param name="seq">Its place in the record.</param>
    public bool Takes(string? item, string stream, string type, long seq)
    {
        // Where labels are sealed, no run over them may tell: of what was computed over all the project, the one run over the rest.
        if (
            _openRun is { } open
            && ((item is not null && !Has(item)) || (stream == _comparison && !open.Contains(seq) && item is null))
        )
        {
            return false;
        }

        // Who looked at what, and what members wrote to each other, is for the auditor of the installation; few traits of an item can
        // point at somebody.
        return type is not (nameof(ItemViewed) or nameof(AnswersSeen) or nameof(ItemDescribed))
            && !stream.StartsWith("thread/", StringComparison.Ordinal)
            && (Has(item) || _streams.Contains(stream) || (_batches.Contains(stream) && _gate.Contains(type)));
    }
}
