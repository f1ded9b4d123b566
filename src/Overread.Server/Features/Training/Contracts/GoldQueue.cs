using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Training;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Training.Contracts;

/// <summary>
/// Puts gold into a reader's queue. What is asked of the store is asked at every item, whether the place has gold or not, so that the
/// time of an answer tells nothing.
/// </summary>
internal static class GoldQueue
{
    /// <summary>The gold item that a reader gets now; null where the next item of the queue is to be an ordinary one.</summary>
    /// <param name="c">The store.</param>
    /// <param name="project">The project.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="version">The protocol version that is read under.</param>
    /// <param name="fits">Says of an item whether it may be theirs.</param>
    public static string? Next(DbConnection c, string project, string reader, int version, Func<string, bool> fits)
    {
        TrainingSet? plan = TrainingTable
            .Sets(c, project)
            .LastOrDefault(s => s.Purpose == TrainingPurpose.Gold && s.ProtocolVersion == version);
        if (plan is null)
        {
            return null;
        }

        long had = ReadTable.Counts(c, project, reader).Values.Sum();
        // Each reader has an order of their own, so that no two can compare where the same item stood.
        string? item = SeededOrder
            .Of(
                TrainingTable.Cases(c, plan.Id).Where(g => g.Retired is null),
                plan.Seed,
                g => $"{reader}:{g.Case.Item}"
            )
            .Select(g => g.Case.Item)
            .FirstOrDefault(i =>
                !ReadTable.EverHad(c, i, reader)
                && !TrainingTable.HasSeen(c, i, reader)
                && !Looks.Has(c, i, reader)
                && ItemTable.Find(c, project, i) is { State: not "withdrawn" }
                && fits(i)
            );
        return item is not null && GoldTurn.IsDue(plan.GoldShare!.Value, plan.Seed, reader, had) ? item : null;
    }

    /// <summary>Holds the newest read of a gold item against the reference, and puts that into the record.</summary>
    public static void Judge(
        IUnitOfWork unit,
        string project,
        TrainingTable.CaseRow gold,
        ProtocolBody protocol,
        IReadOnlyList<ReadRow> reads
    )
    {
        Read read = reads.MaxBy(r => r.Read.Submitted, StringComparer.Ordinal)!.Read;
        unit.Append(
            new About(project, "training/" + gold.Set, gold.Case.Item),
            new GoldJudged(
                gold.Set,
                read.Id,
                ReferenceJudge.Judge(
                    protocol,
                    ReferenceJudge.AsRead(read.ProtocolVersion, read.Item, gold.Case.Answers, gold.Case.Marks),
                    read,
                    FileContents.OfItem(unit.Connection, read.Item)
                )
            )
        );
    }
}
