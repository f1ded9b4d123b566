using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Training;
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
        List<ReadRow> reads = ReadRow.OfItem(unit.Connection, item, "submitted");
        // What is read of gold is held against its reference alone, as often as other items are compared.
        TrainingTable.CaseRow? gold = TrainingTable.Case(unit.Connection, item)
            is { Purpose: TrainingPurpose.Gold } known
            ? known
            : null;
        if (reads.Count < protocol.Policy.Readers || (gold is not null && reads.Count % protocol.Policy.Readers != 0))
        {
            return;
        }

        IReadOnlyList<FieldComparison> fields = ItemComparison.Compare(
            protocol,
            [.. reads.Select(r => r.Read)],
            FileContents.OfItem(unit.Connection, item)
        );
        if (gold is not null)
        {
            GoldQueue.Judge(unit, project, gold, protocol, reads);
            return;
        }

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
