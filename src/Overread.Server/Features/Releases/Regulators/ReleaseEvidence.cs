using System.Data.Common;
using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>What the record holds about how a release came to be, beside its labels: intake, gate, corrections.</summary>
internal sealed record ReleaseEvidence
{
    internal sealed record Member(string Pseudonym, string Roles);

    /// <summary>Entries of a batch that are still at the gate.</summary>
    internal sealed record AtGate(string Batch, int Held, int Waiting, long Files);

    public required BundleDisclosure Disclosure { get; init; }

    /// <summary>The events of every batch of the project, in the order of the record.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Envelope>> Batches { get; init; }
    public required IReadOnlyDictionary<string, BatchReport> Reports { get; init; }
    public required IReadOnlyDictionary<string, AtGate> Waiting { get; init; }

    /// <summary>Events by which something was put right: reads reopened, items withdrawn or flagged, decisions.</summary>
    public required IReadOnlyList<Envelope> Corrections { get; init; }

    /// <summary>The events of reads that were reopened, by stream.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Envelope>> Reopened { get; init; }

    /// <summary>By person.</summary>
    public required IReadOnlyDictionary<string, Member> Members { get; init; }

    /// <summary>All reads of the project by state, reservations among them.</summary>
    public required IReadOnlyDictionary<string, long> ReadStates { get; init; }
    public required IReadOnlyDictionary<string, EventCitation> Cited { get; init; }
    public required long ItemsReady { get; init; }
    public required long References { get; init; }

    /// <summary>Files of all items of the project.</summary>
    public required long FilesOfItems { get; init; }

    public EventCitation Cite(string type) => Cited.GetValueOrDefault(type) ?? new(type, 0, 0, 0);

    /// <summary>Pseudonym and roles of whoever did something; never a name.</summary>
    public Member By(string actor) =>
        Members.GetValueOrDefault(actor[(actor.LastIndexOf('/') + 1)..])
        ?? new(actor == "system" ? "the platform" : "Somebody who is no member", "unknown, because no longer recorded");

    private static readonly string[] CorrectionTypes =
    [
        nameof(ReadReopened),
        nameof(ItemWithdrawn),
        nameof(ItemRestored),
        nameof(ItemFlagged),
        nameof(ItemUnflagged),
        nameof(AdjudicationDecided),
    ];

    public static ReleaseEvidence Load(ReadLease read, BundleContent content)
    {
        DbConnection c = read.Connection;
        IRecordReader record = read.Record;
        List<Envelope> corrections =
        [
            .. record
                .Events(new RecordQuery { Project = content.Project, Types = CorrectionTypes })
                // Where labels are sealed, a correction of one that is not released would tell of it.
                .Where(e => content.OpenRunAt is null || content.Disclosure.Has(e.Item)),
        ];
        List<Batches.Batch> batches = BatchRows(c, content.Project);
        return new()
        {
            Disclosure = content.Disclosure,
            Batches = batches.ToDictionary(b => b.Id, b => Stream(record, "batch/" + b.Id)),
            Reports = batches
                .Select(b => (b.Id, Report: BatchReport.Kept(c, b.Id)))
                .Where(b => b.Report is not null)
                .ToDictionary(b => b.Id, b => b.Report!),
            Waiting = batches.ToDictionary(b => b.Id, b => Rest(c, b.Id)),
            Corrections = corrections,
            Reopened = corrections
                .Where(e => e.Stream.StartsWith("read/", StringComparison.Ordinal))
                .Select(e => e.Stream)
                .Distinct()
                .ToDictionary(s => s, s => Stream(record, s)),
            Members = MemberTable
                .Of(c, content.Project)
                .ToDictionary(m => m.Person, m => new Member(m.Pseudonym, m.Roles)),
            ReadStates = ReadTable.Counts(c, content.Project),
            Cited = Citations(record, content.Project, content.Disclosure),
            ItemsReady = record.Count(new RecordQuery { Project = content.Project, Types = [nameof(ItemReady)] }),
            References = ItemTable.OfKind(c, content.Project, "reference"),
            FilesOfItems = ItemTable.Files(c, content.Project),
        };
    }

    private static List<Batches.Batch> BatchRows(DbConnection c, string project) =>
        [
            .. Overread
                .Server.Features.Intake.Contracts.Batches.Of(c, project)
                .OrderBy(b => b.Id, StringComparer.Ordinal),
        ];

    private static AtGate Rest(DbConnection c, string batch)
    {
        List<(string? Decision, long Files)> rest = BatchTable.Entries(c, batch);
        int held = rest.Count(r => r.Decision == "hold");
        return new(batch, held, rest.Count - held, rest.Sum(r => r.Files));
    }

    private static IReadOnlyList<Envelope> Stream(IRecordReader record, string stream) =>
        [.. record.Events(new RecordQuery { Streams = [stream] })];

    private static Dictionary<string, EventCitation> Citations(
        IRecordReader record,
        string project,
        BundleDisclosure disclosure
    )
    {
        Dictionary<string, EventCitation> cited = [];
        foreach (RecordHead head in record.Heads(new RecordQuery { Project = project }))
        {
            if (!head.Erased && disclosure.Takes(head.Item, head.Stream, head.Type, head.Seq))
            {
                EventCitation known = cited.GetValueOrDefault(head.Type) ?? new(head.Type, 0, head.Seq, head.Seq);
                cited[head.Type] = known with { Count = known.Count + 1, Last = head.Seq };
            }
        }

        return cited;
    }
}
