using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Models;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Server.Features.Models.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// What models suggested to the readers of a release, and which models these are; no file where nothing was shown. Each row leads
/// from an answer to model, version and hash.
/// </summary>
internal static class SuggestionTables
{
    /// <summary>The table of what was shown.</summary>
    public const string ShownName = "labels/individual/suggestions.csv";

    /// <summary>The table of models.</summary>
    public const string ModelsName = "models/models.csv";

    /// <summary>Path and text of each.</summary>
    public static IEnumerable<(string Path, string Text)> Of(BundleContent content, ReadLease read)
    {
        Dictionary<string, ReadRow> rows = BundleTables
            .Included(content)
            .Where(r => r.Read.Suggestions.Count > 0)
            .ToDictionary(r => "read/" + r.Read.Id, StringComparer.Ordinal);
        if (rows.Count == 0)
        {
            yield break;
        }

        yield return (ShownName, Shown(content, read.Record, rows));
        yield return (ModelsName, Models(content, read.Connection, rows.Values));
    }

    private static string Shown(BundleContent content, IRecordReader record, Dictionary<string, ReadRow> rows)
    {
        CsvText csv = new(
            "item",
            "reader",
            "read",
            "field",
            "suggestion",
            "model",
            "version",
            "sha256",
            "made",
            "suggested",
            "score",
            "policy",
            "shown",
            "first",
            "final",
            "taken"
        );
        ILookup<string, Envelope> events = rows
            .Keys.Chunk(500)
            .SelectMany(some =>
                record.Events(
                    new RecordQuery { Streams = some, Types = [nameof(SuggestionShown), nameof(AnswerGiven)] }
                )
            )
            .ToLookup(e => e.Stream, StringComparer.Ordinal);
        foreach ((string stream, ReadRow row) in rows)
        {
            Dictionary<string, string?> taken = [];
            foreach (AnswerGiven given in events[stream].Select(e => e.Event).OfType<AnswerGiven>())
            {
                taken[given.Field] = given.Suggestion;
            }

            foreach (Envelope envelope in events[stream])
            {
                if (envelope.Event is not SuggestionShown { Suggestion: var shown } happened)
                {
                    continue;
                }

                Field field = content.Protocol.Field(shown.Field)!;
                csv.Row(
                    row.Read.Item,
                    row.Reader,
                    row.Read.Id,
                    shown.Field,
                    shown.Id,
                    shown.Model,
                    shown.Version,
                    shown.Sha256,
                    shown.Made,
                    field.LabelOf(shown.Answer),
                    shown.Score,
                    PolicyName(happened.Policy),
                    envelope.At,
                    happened.First is { } first ? field.LabelOf(first) : null,
                    row.Read.Answers.TryGetValue(shown.Field, out Answer? final) ? field.LabelOf(final) : null,
                    taken.GetValueOrDefault(shown.Field) == shown.Id
                );
            }
        }

        return csv.ToString();
    }

    private static string Models(BundleContent content, DbConnection connection, IEnumerable<ReadRow> rows)
    {
        CsvText csv = new(
            "model",
            "version",
            "sha256",
            "endpoint",
            "approved_for",
            "retired",
            "task",
            "fields",
            "training_data",
            "training_release",
            "licence",
            "limits",
            "intended_use",
            "calibration"
        );
        HashSet<(string, string)> shown =
        [
            .. rows.SelectMany(r => r.Read.Suggestions).Select(s => (s.Model, s.Version)),
        ];
        foreach (
            ModelStand stand in ModelTable
                .Of(connection, content.Project)
                .Where(m => shown.Contains((m.Model.Name, m.Model.Version)))
        )
        {
            (RegisteredModel model, ModelCard card) = (stand.Model, stand.Model.Card);
            csv.Row(
                model.Name,
                model.Version,
                model.Sha256,
                model.Endpoint,
                string.Join(' ', stand.Approved),
                stand.Retired,
                card.Task,
                string.Join(' ', card.Fields),
                card.TrainingData,
                card.TrainingRelease,
                card.Licence,
                card.Limits,
                card.IntendedUse,
                card.Calibration
            );
        }

        return csv.ToString();
    }

    private static string PolicyName(ShowingPolicy policy) => JsonNamingPolicy.CamelCase.ConvertName(policy.ToString());
}
