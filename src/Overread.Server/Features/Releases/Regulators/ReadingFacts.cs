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
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Made[] _made;
    private readonly Dictionary<string, string[]> _sets = [];
    private readonly Dictionary<(string Before, string Origin), string> _joined = [];
    private readonly SortedSet<string> _clients = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _origins = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Item, string Person), long> _looked = [];
    private double _smallest = double.PositiveInfinity;
    private double _largest;

    /// <summary>How one read was made. There may be hundreds of thousands: it is kept small.</summary>
    private struct Made
    {
        public bool Opened;
        public bool Queued;
        public bool ByHand;
        public bool Looked;
        public string? SubmittedBy;

        /// <summary>In ordinal order, with a blank between; one string for all that have the same.</summary>
        public string? Origins;
    }

    private ReadingFacts(IReadOnlyList<ReadRow> reads)
    {
        _made = new Made[reads.Count];
        for (int i = 0; i < reads.Count; i++)
        {
            _places[reads[i].Read.Id] = i;
        }
    }

    /// <summary>Released reads.</summary>
    public int Reads => _made.Length;

    /// <summary>Of them, those of which the record says what was on the screen.</summary>
    public int ReadsWithDisplay => _made.Count(m => m.Opened);

    /// <summary>Of them, those handed out by the queue, in the reader's random order.</summary>
    public int FromQueue => _made.Count(m => m.Queued);

    /// <summary>Of them, those that a lead assigned by hand.</summary>
    public int ByHand => _made.Count(m => m.ByHand);

    /// <summary>Of them, those whose reader had seen others' answers about the item, by any way, before submitting.</summary>
    public int AfterLookingAtOthers => _made.Count(m => m.Looked);

    /// <summary>Names and versions of the workbenches.</summary>
    public IReadOnlyCollection<string> Clients => _clients;

    /// <summary>Answers and marks by origin: hand, import or rehearsal.</summary>
    public IReadOnlyDictionary<string, long> Origins => _origins;

    /// <summary>Width of the narrowest and the widest viewport, in screen pixels; null where no read has one.</summary>
    public (double Smallest, double Largest)? Viewports => ReadsWithDisplay == 0 ? null : (_smallest, _largest);

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
        ReadingFacts facts = new(ratings.Reads);
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

    private const string Stream = "read/";

    private void Take(Envelope e)
    {
        if (
            !e.Stream.StartsWith(Stream, StringComparison.Ordinal)
            || !_places.TryGetValue(e.Stream[Stream.Length..], out int place)
        )
        {
            return;
        }

        ref Made made = ref _made[place];
        switch (e.Event)
        {
            case ReadAssigned assigned:
                made.Queued |= assigned.By == "queue";
                made.ByHand |= assigned.By != "queue";
                break;
            case ReadOpened opened:
                made.Opened = true;
                _clients.Add(opened.Shown.Client);
                double width = opened.Shown.Display.Width * opened.Shown.Display.DevicePixelRatio;
                _smallest = Math.Min(_smallest, width);
                _largest = Math.Max(_largest, width);
                break;
            case AnswerGiven answer:
                Count(ref made, answer.Origin);
                break;
            case MarkDrawn mark:
                Count(ref made, mark.Origin);
                break;
            case ReadSubmitted:
                made.Looked = _looked.TryGetValue((e.Item!, Actor.PersonOf(e.Actor)), out long seq) && seq < e.Seq;
                made.SubmittedBy = Credential(e.Actor);
                break;
        }
    }

    /// <summary>One row for each released read (<c>labels/individual/reading.csv</c>).</summary>
    public CsvText ToCsv(ReleasedRatings ratings)
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
            Made made = _made[_places[row.Read.Id]];
            csv.Row(
                row.Read.Id,
                row.Read.Item,
                row.Reader,
                row.Read.ProtocolVersion,
                made.Queued ? "queue" : "hand",
                made.Origins,
                made.SubmittedBy,
                made.Looked,
                made.Opened,
                row.Read.Guideline
            );
        }

        return csv;
    }

    /// <summary>By what somebody was known who did something: a session, a token, or the platform itself.</summary>
    public static string Credential(string actor) =>
        actor.StartsWith("token/", StringComparison.Ordinal) ? "token"
        : actor.StartsWith("person/", StringComparison.Ordinal) ? "session"
        : "platform";

    private void Count(ref Made made, string origin)
    {
        _origins[origin] = _origins.GetValueOrDefault(origin) + 1;
        string before = made.Origins ?? "";
        if (!_joined.TryGetValue((before, origin), out string? joined))
        {
            string[] all =
            [
                .. _sets
                    .GetValueOrDefault(before, [])
                    .Append(origin)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            joined = string.Join(' ', all);
            _sets[joined] = all;
            _joined[(before, origin)] = joined;
        }

        made.Origins = joined;
    }
}
