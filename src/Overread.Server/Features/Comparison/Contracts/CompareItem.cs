using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>Compares an item's reads as soon as the last one the policy wants is in.</summary>
internal static class CompareItem
{
    public static void WhenAllRead(IUnitOfWork unit, string project, string item, ProtocolBody protocol)
    {
        // What is read of gold is held against its reference alone.
        if (TrainingTable.IsGold(unit.Connection, item))
        {
            return;
        }

        List<ReadRow> reads = ReadRow.OfItem(unit.Connection, item, "submitted");
        if (reads.Count < protocol.Policy.Readers)
        {
            return;
        }

        IReadOnlyList<FieldComparison> fields = ItemComparison.Compare(
            protocol,
            [.. reads.Select(r => r.Read)],
            FileContents.OfItem(unit.Connection, item)
        );
        IReadOnlyList<string> disputed = DisputeRules.Open(protocol, fields);
        unit.Append(
            new About(project, "item/" + item, item),
            new ReadsCompared([.. reads.Select(r => r.Read.Id)], fields, disputed)
        );
        if (disputed.Count > 0)
        {
            return;
        }

        long seed = ProjectTable.Seed(unit.Connection, project);
        double share = protocol.Policy.RecheckShare;
        if (RecheckDraw.Takes(seed, item, share))
        {
            unit.Append(new About(project, "comparison/" + project), new RecheckSampled(share, seed, [item]));
        }
    }
}
