using System.Data.Common;
using System.Globalization;
using Overread.Domain;
using Overread.Domain.Governance;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Domain.Subjects;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Recipients;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Charter;

/// <summary>
/// The record of processing activities (GDPR 30) of a project, computed: from what was laid down, what was done, and how the server is set
/// up. What none of them says is said to be unknown.
/// </summary>
internal static class ShowProcessing
{
    /// <summary>A row of the sheet.</summary>
    /// <param name="Clause">The clause that asks for it.</param>
    /// <param name="Known">False where nothing says it; the text says so.</param>
    /// <param name="Said">What is known, a sentence each.</param>
    /// <param name="From">charter: people laid it down. record: it was counted. server: how the server is set up.</param>
    internal sealed record ProcessingRow(
        string Clause,
        string Title,
        bool Known,
        IReadOnlyList<string> Said,
        [property: Words("charter", "record", "server")] string From
    );

    /// <param name="At">When it was computed, UTC.</param>
    internal sealed record ProcessingSheet(string Project, string At, IReadOnlyList<ProcessingRow> Rows);

    private const string FromCharter = "charter";
    private const string FromRecord = "record";
    private const string FromServer = "server";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/processing", Show)
            .Needs(Action.SeeReleases)
            .Says("show-processing", "Computes the record of processing activities (GDPR 30) of a project.");

    private static ProcessingSheet Show(
        string project,
        IDatabase database,
        Accounts accounts,
        ServeOptions options,
        TimeProvider time
    )
    {
        using ReadLease read = database.Snapshot();
        DbConnection c = read.Connection;
        ProjectCharter? charter = CharterTable.Of(c, project)?.Charter;
        ProjectTable.Purpose purpose = ProjectTable.PurposeOf(c, project);
        return new(
            purpose.Name,
            Timestamps.Text(time.GetUtcNow()),
            [
                Row("30(1)(a)", "Controller", FromCharter, charter?.Controller),
                Row("30(1)(a)", "Data protection officer", FromCharter, charter?.Officer),
                Purposes(c, project, purpose, charter),
                Row("30(1)(c)", "Whom the data are about", FromCharter, charter?.DataSubjects),
                Data(c, project, charter),
                People(c, project),
                Recipients(c, project),
                Transfers(c, project, charter),
                Row(
                    "30(1)(f)",
                    "How long releases are kept",
                    FromCharter,
                    charter?.Keeping is { } rule ? CharterPaper.Keeping(rule) + "." : null
                ),
                Row(
                    "30(1)(f)",
                    "How long what is received lies in quarantine",
                    FromCharter,
                    charter?.QuarantineDays is { } days
                        ? Text($"{days} days; {BatchesOver(c, project, time, days)} batches lie there longer.")
                        : null
                ),
                Row("30(1)(g)", "Measures beside those of the platform", FromCharter, charter?.Security),
                Measures(read, project, accounts, options),
                Processors(charter),
                Connections(options),
                Row(
                    "35",
                    "Impact assessment",
                    FromCharter,
                    charter?.AssessmentIsNamed != true ? null
                        : charter.NoSpecialCategories
                        && charter.ImpactAssessment is null
                        && charter.NoImpactAssessment is null
                            ? "No special categories of data are held, as somebody stated; no assessment is named."
                        : CharterPaper.Assessment(charter)
                ),
            ]
        );
    }

    private static ProcessingRow Purposes(
        DbConnection c,
        string project,
        ProjectTable.Purpose purpose,
        ProjectCharter? charter
    ) =>
        new(
            "30(1)(b)",
            "Purposes, with their basis",
            true,
            [
                $"As the project was opened: {purpose.Text} Basis: {purpose.LegalBasis}",
                .. (charter?.Uses ?? []).Select(u =>
                    $"{u.Name}. Basis: {u.Basis}{(u.Condition is { } condition ? $"; condition: {condition}" : "")}."
                ),
                .. CharterTable
                    .Decided(c, project)
                    .Select(d =>
                        $"{d.Decided.Use}: decided on {d.At[..10]} to be {(d.Decided.Compatible ? "" : "not ")}compatible{(d.Decided.Recipient is null ? "" : ", for one recipient")}. {d.Decided.Reason}"
                    ),
            ],
            FromRecord
        );

    private static ProcessingRow Data(DbConnection c, string project, ProjectCharter? charter)
    {
        List<SubjectItem> items = ItemTable.Subjects(c, project);
        return new(
            "30(1)(c)",
            "Categories of data",
            true,
            [
                Text(
                    $"{items.Count} de-identified items of {items.Select(i => i.Subject).Distinct().Count()} pseudonymous subjects; who they are is in the vault alone."
                ),
                charter is null ? "Whether special categories are held was not laid down; data about health are."
                : charter.NoSpecialCategories ? "No special categories, as somebody stated."
                : "Special categories: data about health.",
            ],
            FromRecord
        );
    }

    private static ProcessingRow People(DbConnection c, string project)
    {
        List<MemberTable.Row> members = MemberTable.Of(c, project);
        return new(
            "30(1)(c)",
            "People who work on it",
            true,
            [
                Text(
                    $"{members.Count} members, {members.Count(m => m.Removed)} of whom left: name, address, sign-ins, roles, what they did; of {RegisterTable.Of(c, project).Count} what qualifies them."
                ),
            ],
            FromRecord
        );
    }

    private static ProcessingRow Recipients(DbConnection c, string project)
    {
        Dictionary<string, RecipientFacts> known = RecipientTable.Of(c, project);
        List<RecipientTable.Given> given = RecipientTable.Disclosures(c, project);
        int nobody = given.Count(g => g.Recipient is null);
        return new(
            "30(1)(d)",
            "Recipients",
            true,
            known.Count + nobody == 0
                ? ["No recipient is registered, and nobody has taken a release."]
                :
                [
                    .. known.Select(r =>
                        Text(
                            $"{r.Value.Name}, under {r.Value.Agreement}: {given.Count(g => g.Recipient == r.Key)} times, for {Purposes(given, r.Key)}."
                        )
                    ),
                    .. nobody == 0
                        ? (string[])[]
                        : [Text($"{nobody} times a member took a release and named no recipient.")],
                ],
            FromRecord
        );
    }

    private static string Purposes(List<RecipientTable.Given> given, string recipient) =>
        given.Where(g => g.Recipient == recipient).Select(g => g.Purpose).Distinct().ToList() is { Count: > 0 } purposes
            ? string.Join("; ", purposes)
            : "nothing yet";

    private static ProcessingRow Transfers(DbConnection c, string project, ProjectCharter? charter)
    {
        Dictionary<string, RecipientFacts> known = RecipientTable.Of(c, project);
        List<RecipientTable.Given> given = RecipientTable.Disclosures(c, project);
        List<string> said =
        [
            .. (charter?.Destinations ?? []).Select(d => d.Text() + "."),
            .. given
                .Select(g => g.Recipient)
                .OfType<string>()
                .Distinct()
                .Where(r => charter?.Destinations.Any(d => d.Country == known[r].Country) != true)
                .Select(r =>
                    $"{known[r].Name} ({known[r].Country ?? "country not stated"}) was given releases; what allows that was not laid down."
                ),
        ];
        IReadOnlyList<string> reading = FitnessTable.Rules(c).Find(r => r.Project == project).Rules?.Countries ?? [];
        if (reading.Count > 0)
        {
            said.Add($"Readers work from {string.Join(", ", reading)} alone.");
        }

        return said.Count > 0
            ? new("30(1)(e)", "Transfers to other countries", true, said, FromCharter)
            : Unknown("30(1)(e)", "Transfers to other countries", FromCharter);
    }

    private static ProcessingRow Measures(ReadLease read, string project, Accounts accounts, ServeOptions options)
    {
        List<bool> factors =
        [
            .. MemberTable
                .Of(read.Connection, project)
                .Where(m => !m.Removed)
                .Select(m => accounts.Find(m.Person)?.Totp)
                .OfType<bool>(),
        ];
        string backup = LastEvents.Of<BackupMade>(read, LastEvents.Store) is var (made, at)
            ? $"The last backup is of {at[..10]}, encrypted, with {made.Faults.Count.ToString(CultureInfo.InvariantCulture)} faults."
            : "No backup was ever made.";
        return new(
            "30(1)(g)",
            "Measures of the platform",
            true,
            [
                "Pseudonyms under a key that lies apart from the labels; a gate that nothing passes undecided; a record that shows what was changed.",
                Text($"{factors.Count(f => f)} of {factors.Count} members have a second factor."),
                options.Certificate is not null || options.Url.StartsWith("https", StringComparison.Ordinal)
                    ? "The server speaks TLS itself."
                    : "The server speaks no TLS itself; whether a proxy before it does is not known to it.",
                backup,
            ],
            FromServer
        );
    }

    private static ProcessingRow Processors(ProjectCharter? charter) =>
        charter?.Processors is not { } processors
            ? Unknown("28", "Processors", FromCharter)
            : new(
                "28",
                "Processors",
                true,
                processors.Count == 0
                    ? ["None, as somebody stated."]
                    : [.. processors.Select(p => $"{p.Name} ({p.Country}): {p.Does}. Contract: {p.Contract}.")],
                FromCharter
            );

    // Everything that the server connects to, by what it was started with; it knows no other addresses.
    private static ProcessingRow Connections(ServeOptions options)
    {
        List<string> said =
        [
            .. options.TimestampAuthority is { } authority
                ? (string[])[$"{authority.Host}: a hash of each release, for a time stamp."]
                : [],
            .. options.Witnesses.Select(w => $"{w.Address.Host}: signed heads of the record, which name nobody."),
            .. options.Provider is { } provider
                ? (string[])[$"{new Uri(provider.Authority).Host}: sign-ins of the people who work here."]
                : [],
            .. options.Otlp is { } otlp ? (string[])[$"{otlp.Host}: measurements, which name nobody."] : [],
        ];
        return new(
            "28",
            "What the server connects to",
            true,
            said.Count == 0 ? ["To nothing outside of it."] : said,
            FromServer
        );
    }

    private static int BatchesOver(DbConnection c, string project, TimeProvider time, int days) =>
        BatchTable.Waiting(c, project).Count(b => (time.GetUtcNow() - Timestamps.Parse(b.Received)).TotalDays >= days);

    private static ProcessingRow Row(string clause, string title, string from, string? said) =>
        string.IsNullOrWhiteSpace(said) ? Unknown(clause, title, from) : new(clause, title, true, [said.Trim()], from);

    private static ProcessingRow Unknown(string clause, string title, string from) =>
        new(clause, title, false, ["Unknown, because nobody laid it down."], from);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
