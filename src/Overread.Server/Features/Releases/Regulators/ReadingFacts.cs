using System.Data.Common;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// How the released reads were made, folded from their events: what was on screen, who handed them out, where answers came
/// from, and whether a reader had looked at others' reads before (21 CFR 11.10(h); AI Act article 14(4)(b)).
/// </summary>
internal sealed class ReadingFacts
{
    private readonly HashSet<string> _reads;
    private readonly HashSet<string> _opened = [];
    private readonly HashSet<string> _queued = [];
    private readonly HashSet<string> _byHand = [];
    private readonly SortedSet<string> _clients = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _origins = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Item, string Person), long> _looked = [];
    private readonly Dictionary<string, bool> _afterLooking = [];
    private readonly Dictionary<string, string> _submittedBy = [];
    private readonly Dictionary<string, SortedSet<string>> _originsOf = [];
    private double _smallest = double.PositiveInfinity;
    private double _largest;

    private ReadingFacts(IEnumerable<string> reads) => _reads = [.. reads];

    /// <summary>Released reads.</summary>
    public int Reads => _reads.Count;

    /// <summary>Of them, those of which the record says what was on the screen.</summary>
    public int ReadsWithDisplay => _opened.Count;

    /// <summary>Of them, those handed out by the queue, in the reader's random order.</summary>
    public int FromQueue => _queued.Count;

    /// <summary>Of them, those that a lead assigned by hand.</summary>
    public int ByHand => _byHand.Count;

    /// <summary>Of them, those whose reader had seen others' answers about the item, by any way, before submitting.</summary>
    public int AfterLookingAtOthers => _afterLooking.Count(r => r.Value);

    /// <summary>Names and versions of the workbenches.</summary>
    public IReadOnlyCollection<string> Clients => _clients;

    /// <summary>Answers and marks by origin: hand, import or rehearsal.</summary>
    public IReadOnlyDictionary<string, long> Origins => _origins;

    /// <summary>Width of the narrowest and the widest viewport, in screen pixels; null where no read has one.</summary>
    public (double Smallest, double Largest)? Viewports => _opened.Count == 0 ? null : (_smallest, _largest);

    private static readonly string[] Types =
    [
        nameof(ReadOpened),
        nameof(ReadAssigned),
        nameof(AnswerGiven),
        nameof(MarkDrawn),
        nameof(ReadSubmitted),
    ];

    public static ReadingFacts Load(
        DbConnection connection,
        IRecordReader record,
        BundleContent content,
        ReleasedRatings ratings
    )
    {
        ReadingFacts facts = new(ratings.Reads.Select(r => "read/" + r.Read.Id));
        foreach ((string item, string person, long seq) in Looks.All(connection))
        {
            facts._looked[(item, person)] = seq;
        }

        foreach (Envelope e in record.Events(new RecordQuery { Project = content.Project, Types = Types }))
        {
            facts.Take(e);
        }

        return facts;
    }

    private void Take(Envelope e)
    {
        if (!_reads.Contains(e.Stream))
        {
            return;
        }

        switch (e.Event)
        {
            case ReadAssigned assigned:
                (assigned.By == "queue" ? _queued : _byHand).Add(e.Stream);
                break;
            case ReadOpened opened:
                _opened.Add(e.Stream);
                _clients.Add(opened.Shown.Client);
                double width = opened.Shown.Display.Width * opened.Shown.Display.DevicePixelRatio;
                _smallest = Math.Min(_smallest, width);
                _largest = Math.Max(_largest, width);
                break;
            case AnswerGiven answer:
                Count(e.Stream, answer.Origin);
                break;
            case MarkDrawn mark:
                Count(e.Stream, mark.Origin);
                break;
            case ReadSubmitted:
                _afterLooking[e.Stream] =
                    _looked.TryGetValue((e.Item!, Actor.PersonOf(e.Actor)), out long seq) && seq < e.Seq;
                _submittedBy[e.Stream] = Credential(e.Actor);
                break;
        }
    }

    /// <summary>One row for each released read (<c>labels/individual/reading.csv</c>).</summary>
    public string ToCsv(ReleasedRatings ratings)
    {
        CsvText csv = new(
            "read",
            "item",
            "reader",
            "protocol_version",
            "handed_out",
            "origins",
            "submitted_by",
            "looked_before",
            "screen",
            "guideline_version"
        );
        foreach (ReadRow row in ratings.Reads)
        {
            string stream = "read/" + row.Read.Id;
            csv.Row(
                row.Read.Id,
                row.Read.Item,
                row.Reader,
                row.Read.ProtocolVersion,
                _queued.Contains(stream) ? "queue" : "hand",
                string.Join(' ', _originsOf.GetValueOrDefault(stream) ?? []),
                _submittedBy.GetValueOrDefault(stream),
                _afterLooking.GetValueOrDefault(stream),
                _opened.Contains(stream),
                row.Read.Guideline
            );
        }

        return csv.ToString();
    }

    /// <summary>By what somebody was known who did something: a session, a token, or the platform itself.</summary>
    public static string Credential(string actor) =>
        actor.StartsWith("token/", StringComparison.Ordinal) ? "token"
        : actor.StartsWith("person/", StringComparison.Ordinal) ? "session"
        : "platform";

    private void Count(string stream, string origin)
    {
        _origins[origin] = _origins.GetValueOrDefault(origin) + 1;
        if (!_originsOf.TryGetValue(stream, out SortedSet<string>? known))
        {
            _originsOf[stream] = known = new(StringComparer.Ordinal);
        }

        known.Add(origin);
    }
}
