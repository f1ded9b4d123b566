using System.Data.Common;
using Overread.Domain.Comparison;
using Overread.Domain.Governance;
using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Releases;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Population;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>Everything a bundle is written from, gathered from the record's projections for one consensus run.</summary>
internal sealed record BundleContent
{
    internal sealed record Adjudication(
        string Item,
        string Field,
        string Kind,
        string Since,
        string? Decided,
        string? By,
        Answer? Answer,
        IReadOnlyList<Mark>? Marks,
        string? TakenFrom,
        string? Reason
    );

    internal sealed record ReaderFacts(
        string Person,
        string Pseudonym,
        string Roles,
        int Reads,
        double Hours,
        Qualifications? Stated
    );

    public required ModalityList Modalities { get; init; }
    public required string Project { get; init; }
    public required string ProjectName { get; init; }
    public required string Purpose { get; init; }
    public required string LegalBasis { get; init; }

    /// <summary>Plans of de-identification that the project has chosen, as JSON.</summary>
    public required IReadOnlyList<string> Plans { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required string Notes { get; init; }
    public required int ProtocolVersion { get; init; }
    public required string ProtocolHash { get; init; }
    public required ProtocolBody Protocol { get; init; }
    public required ConsensusRun Run { get; init; }
    public required SplitPlan Split { get; init; }
    public required IReadOnlyList<ItemFacts> Items { get; init; }
    public required IReadOnlyDictionary<string, string> SplitOf { get; init; }

    /// <summary>From what the split was made: who is who, what earlier versions have, what was asked for.</summary>
    public required SplitRequest Splitting { get; init; }

    /// <summary>Subjects that stand in another split than in an earlier version, in ordinal order.</summary>
    public required IReadOnlyList<string> Moved { get; init; }

    /// <summary>
    /// Items of the test part whose labels are held back: nothing else of this content is of them. Empty where nothing is
    /// sealed.
    /// </summary>
    public IReadOnlyList<ItemFacts> SealedItems { get; init; } = [];

    /// <summary>Where in the record the consensus over the open items and its labels stand, where some are sealed; else null.</summary>
    public IReadOnlySet<long>? OpenRunAt { get; init; }

    /// <summary>What whoever makes the release declares of it.</summary>
    public ReleaseDeclarations Declared { get; init; } = new();

    /// <summary>What the project laid down of uses, countries and keeping; null where nothing was.</summary>
    public ProjectCharter? Charter { get; init; }

    /// <summary>What is coarsely known of the items, and the population that is aimed at.</summary>
    public required TraitBook Traits { get; init; }

    /// <summary>How data were acquired before they came here, by import.</summary>
    public required IReadOnlyDictionary<string, Acquisition> Acquisitions { get; init; }

    /// <summary>The most bytes of files that the bundle carries; null where it carries none and lists them alone.</summary>
    public long? Carries { get; init; }
    public required RatingsTable Ratings { get; init; }
    public required IReadOnlyList<ConsensusLabel> Labels { get; init; }
    public required IReadOnlyDictionary<(string Item, string Field), IReadOnlyList<ReleasedMark>> Marks { get; init; }

    /// <summary>Marks that stand in the record and cannot go out, with the reason.</summary>
    public required IReadOnlyList<LeftOutMark> LeftOut { get; init; }
    public required IReadOnlyList<Adjudication> Adjudications { get; init; }
    public required IReadOnlyList<ReaderFacts> Readers { get; init; }
    public required IReadOnlyDictionary<string, long> States { get; init; }

    /// <summary>Which events of the record go out with it.</summary>
    public BundleDisclosure Disclosure => field ??= new(this);

    /// <summary>The state, in a bundle's counts, of items compared or decided after the consensus that is released: the next release has them.</summary>
    public const string AfterConsensus = "after-consensus";

    /// <summary>The state, in a bundle's counts, of items that were read under earlier protocol versions alone.</summary>
    public const string EarlierVersion = "earlier-version";

    /// <summary>The state, in a bundle's counts, of items whose labels are sealed: it says nothing of what they were.</summary>
    public const string SealedState = "sealed";

    private static readonly string[] ComparedStates = ["agreed", "disputed", "adjudicated"];

    public int Subjects => Items.Select(i => i.Subject).Distinct().Count();

    public static BundleContent Load(
        ReadLease read,
        ModalityList modalities,
        string project,
        string run,
        ProtocolStore protocols,
        SplitPlan split,
        string name,
        string version,
        string notes,
        SplitRequest splitting
    )
    {
        DbConnection c = read.Connection;
        ConsensusRun found = ConsensusRuns.Find(c, project, run)!;
        HashSet<string> later = ComparedSince(read.Record, project, found.RecordSize);
        ProtocolBody protocol = protocols.Published(c, project, found.ProtocolVersion);
        ProjectTable.Purpose facts = ProjectTable.PurposeOf(c, project);
        Dictionary<string, string> names = MemberTable.Pseudonyms(c, project);
        RatingsTable ratings = RatingsTable.Load(c, project, found.ProtocolVersion, protocol);
        // An item that was read under earlier versions alone has no answers to what this one asks.
        HashSet<string> answered = [.. ratings.Items];
        List<ItemFacts> items = ItemTable.FactsIn(
            c,
            project,
            ComparedStates,
            id => !later.Contains(id) && answered.TryGetValue(id, out string? known) ? known : null
        );
        HashSet<string> included = [.. items.Select(i => i.Id)];
        SplitOutcome outcome = splitting.Divide(split, items.Select(i => i.Subject));
        List<Adjudication> adjudications = [.. Decisions(c, project, names).Where(a => included.Contains(a.Item))];
        (Dictionary<(string, string), IReadOnlyList<ReleasedMark>> marks, List<LeftOutMark> leftOut) = MarksOf(
            ratings,
            items
        );
        return new()
        {
            Modalities = modalities,
            Project = project,
            ProjectName = facts.Name,
            Purpose = facts.Text,
            LegalBasis = facts.LegalBasis,
            Plans = ChosenPlans.DocumentsOf(c, project),
            Name = name,
            Version = version,
            Notes = notes,
            ProtocolVersion = found.ProtocolVersion,
            ProtocolHash = protocol.Hash(),
            Protocol = protocol,
            Run = found,
            Split = split,
            Items = items,
            SplitOf = outcome.Of,
            Splitting = splitting,
            Moved = outcome.Moved,
            Ratings = ratings,
            Labels = ComparisonTable.Labels(c, run, included),
            Marks = marks,
            LeftOut = leftOut,
            Adjudications = adjudications,
            Readers = ReadersOf(c, project),
            Traits = TraitBook.Load(read, project),
            Acquisitions = Intake.Contracts.Acquisitions.Of(read.Record, project),
            States = StatesOf(c, project, later, answered),
        };
    }

    /// <summary>The content of some items alone, with the figures of all.</summary>
    public BundleContent Of(IReadOnlySet<string> items) =>
        this with
        {
            Items = [.. Items.Where(i => items.Contains(i.Id))],
            Labels = [.. Labels.Where(l => items.Contains(l.Item))],
            Marks = Marks.Where(m => items.Contains(m.Key.Item)).ToDictionary(m => m.Key, m => m.Value),
            LeftOut = [.. LeftOut.Where(m => items.Contains(m.Item))],
            Adjudications = [.. Adjudications.Where(a => items.Contains(a.Item))],
        };

    /// <summary>
    /// The content without the labels of some items: what is counted, computed and disclosed is of the others alone, under a
    /// consensus that was computed over them alone.
    /// </summary>
    /// <param name="held">The items.</param>
    /// <param name="run">The consensus over the others.</param>
    public BundleContent Without(ReadLease read, IReadOnlySet<string> held, string run)
    {
        HashSet<string> open = [.. Items.Select(i => i.Id).Where(i => !held.Contains(i))];
        BundleContent rest = Of(open);
        HashSet<string> subjects = [.. rest.Items.Select(i => i.Subject)];
        Dictionary<string, long> states = States.ToDictionary(StringComparer.Ordinal);
        foreach ((_, string state) in ItemTable.States(read.Connection, Project).Where(s => held.Contains(s.Item)))
        {
            states[state]--;
        }

        if (held.Count > 0)
        {
            states[SealedState] = held.Count;
        }

        return rest with
        {
            Run = ConsensusRuns.Find(read.Connection, Project, run)!,
            OpenRunAt = PlacesOf(read.Record, Project, run),
            SealedItems = [.. Items.Where(i => held.Contains(i.Id))],
            SplitOf = SplitOf.Where(s => subjects.Contains(s.Key)).ToDictionary(StringComparer.Ordinal),
            Moved = [.. Moved.Where(subjects.Contains)],
            Ratings = RatingsTable.Load(read.Connection, Project, ProtocolVersion, Protocol, open),
            Labels = ComparisonTable.Labels(read.Connection, run, open),
            States = states,
        };
    }

    // Its labels follow it in the same commit: where they are is known without reading them.
    private static HashSet<long> PlacesOf(IRecordReader record, string project, string run)
    {
        long from = record
            .Events(new RecordQuery { Project = project, Types = [nameof(ConsensusComputed)] })
            .Last(e => ((ConsensusComputed)e.Event).Run == run)
            .Seq;
        return
        [
            from,
            .. record
                .Heads(
                    new RecordQuery
                    {
                        Project = project,
                        Types = [nameof(ConsensusComputed), nameof(ConsensusLabelled)],
                        From = from + 1,
                    }
                )
                .TakeWhile(h => h.Type == nameof(ConsensusLabelled))
                .Select(h => h.Seq),
        ];
    }

    private static HashSet<string> ComparedSince(IRecordReader record, string project, long size) =>
        [
            .. record
                .Heads(
                    new RecordQuery
                    {
                        Project = project,
                        Types = [nameof(ReadsCompared), nameof(AdjudicationDecided), nameof(ComparisonRevised)],
                        From = size,
                    }
                )
                .Select(h => h.Item)
                .OfType<string>(),
        ];

    private static Dictionary<string, long> StatesOf(
        DbConnection c,
        string project,
        HashSet<string> later,
        HashSet<string> answered
    ) =>
        ItemTable
            .States(c, project)
            .GroupBy(
                i =>
                    !ComparedStates.Contains(i.State) ? i.State
                    : later.Contains(i.Item) ? AfterConsensus
                    : answered.Contains(i.Item) ? i.State
                    : EarlierVersion,
                StringComparer.Ordinal
            )
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.LongCount());

    /// <summary>The pseudonym of whoever did something; what else did it is called by what it is.</summary>
    public static string NameOf(Dictionary<string, string> names, string actor) =>
        names.GetValueOrDefault(
            actor[(actor.LastIndexOf('/') + 1)..],
            actor == "system" ? "the platform" : "somebody who is no member"
        );

    private static IEnumerable<Adjudication> Decisions(
        DbConnection c,
        string project,
        Dictionary<string, string> names
    ) =>
        ComparisonTable
            .Disputes(c, project)
            .Select(d => new Adjudication(
                d.Item,
                d.Field,
                d.Kind,
                d.Since,
                d.Decided,
                d.By is { } by ? NameOf(names, by) : null,
                d.Answer,
                d.Marks,
                d.TakenFrom,
                d.Reason
            ));

    /// <summary>A mark that goes out, with what it rests on.</summary>
    /// <param name="Source">adjudication or majority.</param>
    /// <param name="Drawn">Readers who drew it; null for a decision.</param>
    /// <param name="Asked">Readers who were asked; null for a decision.</param>
    internal sealed record ReleasedMark(Mark Mark, string Source, int? Drawn, int? Asked);

    /// <summary>A mark that stands in the record and cannot go out.</summary>
    /// <param name="Why">Why not, as a sentence.</param>
    internal sealed record LeftOutMark(string Item, string Field, Mark Mark, string Why);

    // Marks of what is settled or at least drawn by most; a field that is not asked has none. What decisions of earlier builds
    // placed where the item has nothing is left out and said to be: it must not make a release impossible.
    private static (Dictionary<(string, string), IReadOnlyList<ReleasedMark>> Marks, List<LeftOutMark> LeftOut) MarksOf(
        RatingsTable ratings,
        IReadOnlyList<ItemFacts> items
    )
    {
        Dictionary<(string, string), IReadOnlyList<ReleasedMark>> marks = [];
        List<LeftOutMark> leftOut = [];
        if (!ratings.Protocol.Fields.Any(f => f.HasMarks))
        {
            return (marks, leftOut);
        }

        HashSet<string> read = [.. ratings.Items];
        foreach (ItemFacts item in items.Where(i => read.Contains(i.Id)))
        {
            Dictionary<string, FileContent> contents = item
                .Series.SelectMany(s => s.Files)
                .ToDictionary(f => f.Id, f => f.Content, StringComparer.Ordinal);
            foreach (FieldComparison found in ratings.OutcomeOf(item.Id).All)
            {
                string field = found.Field;
                List<ReleasedMark> good = [];
                for (int i = 0; i < (found.Marks?.Count ?? 0); i++)
                {
                    Mark mark = found.Marks![i];
                    if (ReadRules.OfMark(ratings.Protocol, contents, mark) is { } refusal)
                    {
                        leftOut.Add(new(item.Id, field, mark, refusal.Title));
                        continue;
                    }

                    good.Add(
                        found.Status == FieldStatus.Decided
                            ? new(mark, "adjudication", null, null)
                            : new(mark, "majority", found.Drawn?[i], found.Asked)
                    );
                }

                if (good.Count > 0)
                {
                    marks[(item.Id, field)] = good;
                }
            }
        }

        return (marks, leftOut);
    }

    private static List<ReaderFacts> ReadersOf(DbConnection c, string project)
    {
        Dictionary<string, ReadTable.Work> work = ReadTable.ByReader(c, project);
        Dictionary<string, Qualifications> stated = RegisterTable.Of(c, project);
        return
        [
            .. MemberTable
                .Of(c, project)
                .Select(m =>
                {
                    ReadTable.Work done = work.GetValueOrDefault(m.Person) ?? new(0, 0);
                    return new ReaderFacts(
                        m.Person,
                        m.Pseudonym,
                        m.Roles,
                        done.Reads,
                        done.Seconds / 3600,
                        stated.GetValueOrDefault(m.Person)
                    );
                }),
        ];
    }
}
