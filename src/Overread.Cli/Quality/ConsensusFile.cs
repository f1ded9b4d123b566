using System.Globalization;
using Overread.Quality.Consensus;
using Parquet;
using Parquet.Schema;

namespace Overread.Cli.Quality;

/// <summary>Writes a consensus as <c>item[,field],label,probability,status</c>.</summary>
internal static class ConsensusFile
{
    internal static void Write(string path, IReadOnlyList<FieldConsensus> fields)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            WriteParquet(path, fields).GetAwaiter().GetResult();
            return;
        }

        using StreamWriter writer = new(path);
        WriteCsv(writer, fields);
    }

    internal static void WriteCsv(TextWriter writer, IReadOnlyList<FieldConsensus> fields)
    {
        bool named = fields.Count > 0 && fields[0].Field is not null;
        writer.Write(named ? "item,field,label,probability,status\n" : "item,label,probability,status\n");
        foreach (FieldConsensus field in fields)
        {
            for (int item = 0; item < field.Items.Count; item++)
            {
                string[] middle = named ? [field.Field!] : [];
                writer.Write(
                    TextTable.CsvLine([
                        field.Items[item],
                        .. middle,
                        Label(field, item),
                        field.Result.ProbabilityOf(item).ToString("R", CultureInfo.InvariantCulture),
                        Status(field.Result.Statuses[item]),
                    ])
                );
            }
        }
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

    private static async Task WriteParquet(string path, IReadOnlyList<FieldConsensus> fields)
    {
        DataField<string> item = new("item");
        DataField<string> name = new("field");
        DataField<string> label = new("label");
        DataField<double> probability = new("probability");
        DataField<string> status = new("status");
        bool named = fields.Count > 0 && fields[0].Field is not null;
        ParquetSchema schema = named
            ? new(item, name, label, probability, status)
            : new(item, label, probability, status);
        await using FileStream stream = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (FieldConsensus field in fields)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            int[] rows = [.. Enumerable.Range(0, field.Items.Count)];
            await group.WriteAsync(item, [.. field.Items]);
            if (named)
            {
                await group.WriteAsync(name, [.. rows.Select(_ => field.Field!)]);
            }

            await group.WriteAsync(label, [.. rows.Select(row => Label(field, row))]);
            await group.WriteAsync<double>(probability, rows.Select(field.Result.ProbabilityOf).ToArray());
            await group.WriteAsync(status, [.. rows.Select(row => Status(field.Result.Statuses[row]))]);
        }
    }
}
