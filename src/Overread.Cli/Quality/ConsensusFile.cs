using System.Globalization;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality;

/// <summary>Writes a consensus as <c>item[,field],label,probability,status</c>.</summary>
internal static class ConsensusFile
{
    internal static void Write(string path, IReadOnlyList<FieldConsensus> fields)
    {
        ResultTable table = Table(fields);
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            table.WriteParquet(path);
            return;
        }

        using StreamWriter writer = new(path);
        table.WriteCsv(writer);
    }

    internal static ResultTable Table(IReadOnlyList<FieldConsensus> fields)
    {
        (FieldConsensus Field, int Item)[] rows =
        [
            .. fields.SelectMany(field => Enumerable.Range(0, field.Items.Count).Select(item => (field, item))),
        ];
        ResultTable table = new();
        table.Text("item", rows.Select(row => row.Field.Items[row.Item]));
        if (fields.Count > 0 && fields[0].Field is not null)
        {
            table.Text("field", rows.Select(row => row.Field.Field));
        }

        return table
            .Text("label", rows.Select(row => Label(row.Field, row.Item)))
            .Number("probability", rows.Select(row => (double?)row.Field.Result.ProbabilityOf(row.Item)))
            .Text("status", rows.Select(row => Status(row.Field.Result.Statuses[row.Item])));
    }

    internal static void WriteReaders(string path, LabelFile labels, IReadOnlyList<FieldConsensus> fields)
    {
        using StreamWriter writer = new(path);
        writer.Write("reader,field,labels,accuracy,low,high,skill\n");
        foreach (FieldConsensus field in fields)
        {
            foreach (ReaderEstimate reader in field.Result.Readers.Where(reader => reader.Labels > 0))
            {
                writer.Write(
                    TextTable.CsvLine([
                        labels.Readers.Names[reader.Reader],
                        field.Field ?? string.Empty,
                        reader.Labels.ToString(CultureInfo.InvariantCulture),
                        .. new[] { reader.Accuracy, reader.AccuracyLow, reader.AccuracyHigh, reader.Skill }.Select(
                            value => value?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty
                        ),
                    ])
                );
            }
        }
    }

    /// <summary>The label of an item; empty for a tie, which is a dispute and never a guess.</summary>
    internal static string Label(FieldConsensus field, int item) =>
        field.Result.Labels[item] is >= 0 and var label ? field.Categories[label] : string.Empty;

    internal static string Status(ItemStatus status) =>
        status switch
        {
            ItemStatus.Accepted => "accepted",
            ItemStatus.Disputed => "disputed",
            ItemStatus.Tie => "tie",
            ItemStatus.Gold => "gold",
            _ => "unread",
        };
}
