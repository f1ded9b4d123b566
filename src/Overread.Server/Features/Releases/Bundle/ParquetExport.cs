using System.Text.Json.Serialization;
using Overread.Domain.Intake;
using Parquet.Serialization;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>Released labels as one long Parquet table.</summary>
internal static class ParquetExport
{
    /// <summary>One row: an item's label for a field. Columns are called as in the tables beside it.</summary>
    internal sealed class LabelRow
    {
        [JsonPropertyName("item")]
        public string Item { get; set; } = "";

        [JsonPropertyName("subject")]
        public string Subject { get; set; } = "";

        [JsonPropertyName("split")]
        public string Split { get; set; } = "";

        [JsonPropertyName("field")]
        public string Field { get; set; } = "";

        [JsonPropertyName("label")]
        public string? Label { get; set; }

        [JsonPropertyName("probability")]
        public double? Probability { get; set; }

        [JsonPropertyName("status")]
        public string Status { get; set; } = "";
    }

    public static async Task Write(BundleContent content, string path)
    {
        Dictionary<string, ItemFacts> items = content.Items.ToDictionary(i => i.Id);
        List<LabelRow> rows =
        [
            .. content.Labels.Select(l => new LabelRow
            {
                Item = l.Item,
                Subject = items[l.Item].Subject,
                Split = content.SplitOf[items[l.Item].Subject],
                Field = l.Field,
                Label = l.Label,
                Probability = l.Probability,
                Status = l.Status,
            }),
        ];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using FileStream file = File.Create(path);
        await ParquetSerializer.SerializeAsync(rows, file);
    }
}
