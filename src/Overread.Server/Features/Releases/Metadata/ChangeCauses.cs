using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>
/// What the record says happened to each item between the consensus of the previous release and that of the new one:
/// the reasons that a change can have.
/// </summary>
internal sealed class ChangeCauses
{
    private readonly ILookup<string, (long Seq, string? Field, string Text)> _causes;
    private readonly string? _protocol;

    private ChangeCauses(IEnumerable<(string Item, long Seq, string? Field, string Text)> causes, string? protocol)
    {
        _causes = causes.ToLookup(c => c.Item, c => (c.Seq, c.Field, c.Text), StringComparer.Ordinal);
        _protocol = protocol;
    }

    private static readonly string[] Types =
    [
        nameof(ReadReopened),
        nameof(ReadSubmitted),
        nameof(AdjudicationDecided),
        nameof(ItemReady),
        nameof(ItemWithdrawn),
        nameof(ItemRestored),
    ];

    public static ChangeCauses Load(ReadLease read, BundleContent content, PreviousRelease previous)
    {
        Dictionary<string, string> names = MemberTable.Pseudonyms(read.Connection, content.Project);
        HashSet<string> reopened = [];
        List<(string, long, string?, string)> causes = [];
        RecordQuery between = new()
        {
            Project = content.Project,
            Types = Types,
            From = previous.Run.RecordSize,
            Before = content.Run.RecordSize,
        };
        foreach (Envelope e in read.Record.Events(between))
        {
            string who = BundleContent.NameOf(names, e.Actor);
            if (e.Event is ReadReopened)
            {
                reopened.Add(e.Stream);
            }

            string Reason(string words) =>
                content.Disclosure.Has(e.Item) ? words : "reason " + BundleDisclosure.Withheld;
            string? text = e.Event switch
            {
                ReadReopened r => $"read reopened ({Reason(r.Reason)})",
                ReadSubmitted => $"{(reopened.Contains(e.Stream) ? "read submitted again" : "new read")} by {who}",
                AdjudicationDecided a => $"adjudicated by {who} ({Reason(a.Reason)})",
                ItemReady => "new item",
                ItemWithdrawn w => $"item withdrawn ({Reason(w.Reason)})",
                ItemRestored r => $"item restored ({Reason(r.Reason)})",
                _ => null,
            };
            string? item = e.Event is ItemReady ready ? ready.Item.Id : e.Item;
            if (text is not null && item is not null)
            {
                causes.Add((item, e.Seq, (e.Event as AdjudicationDecided)?.Field, text));
            }
        }

        string? protocol =
            previous.ProtocolVersion == content.ProtocolVersion
                ? null
                : $"protocol version {previous.ProtocolVersion} to {content.ProtocolVersion}; only reads under the newer count";
        return new(causes, protocol);
    }

    /// <summary>The same change with its reason and the events that give it.</summary>
    public ReleaseChange Explain(ReleaseChange change)
    {
        List<(long Seq, string? Field, string Text)> found =
        [
            .. _causes[change.Item].Where(c => c.Field is null || change.Field.Length == 0 || c.Field == change.Field),
        ];
        List<string> why = [.. found.Select(c => c.Text)];
        if (_protocol is not null && change.What != "item-added")
        {
            why.Insert(0, _protocol);
        }

        return change with
        {
            Why =
                why.Count > 0
                    ? string.Join("; ", why)
                    : "unknown, because the record has no event about this item between the two releases",
            Events = [.. found.Select(c => c.Seq)],
        };
    }
}
