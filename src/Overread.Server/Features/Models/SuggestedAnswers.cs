using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Quality.Suggestions;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Models;

/// <summary>
/// The answers of submitted reads, each with what a model had suggested to its reader, what they had answered before and what was
/// decided later, taken from the events. Seconds are of a whole read and stand at one of its answers, so that none counts twice.
/// </summary>
internal sealed class SuggestedAnswers
{
    private readonly Dictionary<(string Field, string Label), int> _categories = [];
    private readonly Dictionary<string, int> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, FieldDecision>> _decisions;
    private readonly List<Trace> _traces;

    private SuggestedAnswers(List<Trace> traces, Dictionary<string, Dictionary<string, FieldDecision>> decisions)
    {
        _traces = traces;
        _decisions = decisions;
    }

    private sealed record Trace(Read Read, string Reader, ProtocolBody Protocol, IReadOnlyList<SuggestionShown> Shown);

    /// <summary>Readers by their numbers.</summary>
    public IReadOnlyList<string> Readers => [.. _readers.Keys];

    /// <summary>The models that were shown, in ordinal order.</summary>
    public IReadOnlyList<(string Model, string Version, string Sha256)> Models =>
        [
            .. _traces
                .SelectMany(t => t.Shown)
                .Select(s => (s.Suggestion.Model, s.Suggestion.Version, s.Suggestion.Sha256))
                .Distinct()
                .Order(),
        ];

    /// <summary>Folds the events of a project's reads.</summary>
    public static SuggestedAnswers Of(ReadLease lease, string project, ProtocolStore protocols)
    {
        Dictionary<string, (Read Read, string Reader, List<SuggestionShown> Shown)> reads = new(StringComparer.Ordinal);
        foreach (Envelope envelope in lease.Record.Events(new RecordQuery { Project = project }))
        {
            if (!envelope.Stream.StartsWith("read/", StringComparison.Ordinal))
            {
                continue;
            }

            if (envelope.Event is ReadAssigned assigned)
            {
                Read begun = new(envelope.Stream["read/".Length..], assigned.Item, assigned.ProtocolVersion);
                reads[envelope.Stream] = (begun, assigned.Reader, []);
            }
            else if (reads.TryGetValue(envelope.Stream, out var held))
            {
                if (envelope.Event is SuggestionShown shown)
                {
                    held.Shown.Add(shown);
                }

                Read after = held.Read.After(envelope.Event, envelope.Id, envelope.At);
                reads[envelope.Stream] = (after, held.Reader, held.Shown);
            }
        }

        return new(
            [
                .. reads
                    .Values.Where(r => r.Read.State == ReadState.Submitted && !r.Read.IsOfElsewhere)
                    .Select(r => new Trace(
                        r.Read,
                        r.Reader,
                        protocols.Published(lease.Connection, project, r.Read.ProtocolVersion),
                        r.Shown
                    )),
            ],
            ComparisonTable.Decisions(lease.Connection, project)
        );
    }

    /// <summary>
    /// Every answer to a field that the model was shown for, in reads that saw it and in reads that saw nothing for that field.
    /// </summary>
    public List<SuggestedRead> OfModel(string model, string version)
    {
        HashSet<string> fields =
        [
            .. _traces
                .SelectMany(t => t.Shown)
                .Where(s => s.Suggestion.Model == model && s.Suggestion.Version == version)
                .Select(s => s.Suggestion.Field),
        ];
        List<SuggestedRead> all = [];
        foreach (Trace trace in _traces)
        {
            List<SuggestedRead> own = [];
            foreach (Field field in trace.Protocol.Fields.Where(f => fields.Contains(f.Id)))
            {
                SuggestionShown[] shown = [.. trace.Shown.Where(s => s.Suggestion.Field == field.Id)];
                SuggestionShown? suggested = shown.FirstOrDefault(s =>
                    s.Suggestion.Model == model && s.Suggestion.Version == version
                );
                // Where another model was shown alone, the answer is neither with this one nor without any.
                if (
                    (suggested is not null || shown.Length == 0)
                    && trace.Read.Answers.TryGetValue(field.Id, out Answer? final)
                )
                {
                    own.Add(Row(trace, field, suggested, final));
                }
            }

            all.AddRange(Timed(own, trace.Read.Seconds));
        }

        return all;
    }

    private SuggestedRead Row(Trace trace, Field field, SuggestionShown? suggested, Answer final) =>
        new(
            Number(_readers, trace.Reader),
            suggested is null ? -1 : Category(field, suggested.Suggestion.Answer),
            suggested?.First is { } first ? Category(field, first) : -1,
            Category(field, final),
            _decisions.GetValueOrDefault(trace.Read.Item)?.GetValueOrDefault(field.Id) is { } decided
                ? Category(field, decided.Answer)
                : -1,
            Planted: false,
            Seconds: null
        );

    private static IEnumerable<SuggestedRead> Timed(List<SuggestedRead> own, double? seconds)
    {
        int bearer = Math.Max(0, own.FindIndex(r => r.Suggestion >= 0));
        return own.Select((r, i) => i == bearer ? r with { Seconds = seconds } : r);
    }

    private int Category(Field field, Answer answer) => Number(_categories, (field.Id, field.LabelOf(answer)));

    private static int Number<T>(Dictionary<T, int> known, T name)
        where T : notnull
    {
        if (!known.TryGetValue(name, out int number))
        {
            known[name] = number = known.Count;
        }

        return number;
    }
}
