using System.Collections.Immutable;
using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Models;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Models.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Models;

/// <summary>
/// The one door by which suggestions reach readers. What the protocol allows as the read stands is first written into the record
/// and then shown; before that, not even whether there is one is told.
/// </summary>
internal static class ShowSuggestions
{
    /// <param name="Field">A field whose suggestion the reader asks for; left out, all that may be shown unasked are.</param>
    internal sealed record SuggestionWish(string? Field = null);

    /// <summary>All that the reader has been shown in this read.</summary>
    internal sealed record ShownSuggestions(IReadOnlyList<ShownSuggestion> Suggestions);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/reads/{read}/suggestions", Show)
            .Needs(Action.Read)
            .Says(
                "show-suggestions",
                "Shows the reader what models suggest, as far as the protocol allows at this moment, and records that it was shown."
            )
            .Problems(404, "read.unknown")
            .Problems(409, "project.closed");

    private static async Task<ShownSuggestions> Show(
        string read,
        SuggestionWish? form,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        // Most asks find nothing new: they do not wait for the one writer.
        using (ReadLease lease = database.Read())
        {
            ReadRow row = Own(ReadRow.Find(lease.Connection, read), caller);
            if (New(lease.Connection, row, form, protocols).Count == 0)
            {
                return new(row.Read.Suggestions);
            }
        }

        return await database.Write(
            caller.Actor,
            u =>
            {
                ReadRow row = Own(ReadRow.Find(u.Connection, read), caller);
                ProjectTable.Open(u.Connection, row.Project);
                List<SuggestionShown> shown = New(u.Connection, row, form, protocols);
                if (shown.Count == 0)
                {
                    return new ShownSuggestions(row.Read.Suggestions);
                }

                u.AppendAll(
                    new About(row.Project, "read/" + read, row.Read.Item),
                    [.. shown.Select(s => (u.NewId(), (DomainEvent)s))]
                );
                return new ShownSuggestions([.. row.Read.Suggestions, .. shown.Select(s => s.Suggestion)]);
            }
        );
    }

    private static List<SuggestionShown> New(
        DbConnection connection,
        ReadRow row,
        SuggestionWish? form,
        ProtocolStore protocols
    )
    {
        ProtocolBody protocol = protocols.Published(connection, row.Project, row.Read.ProtocolVersion);
        Dictionary<string, Field> allowed = protocol
            .Fields.Where(f => ShownSuggestion.May(f, row.Read, f.Id == form?.Field))
            .ToDictionary(f => f.Id, StringComparer.Ordinal);
        if (allowed.Count == 0)
        {
            return [];
        }

        Dictionary<string, ModelStand> models = ModelTable
            .Of(connection, row.Project)
            .Where(m => m.Serves(row.Read.ProtocolVersion))
            .ToDictionary(m => m.Model.Id, StringComparer.Ordinal);
        // What was shown stays as it was shown: a newer answer of the same model does not take its place in this read.
        HashSet<(string, string, string)> before = [.. row.Read.Suggestions.Select(s => (s.Field, s.Model, s.Version))];
        return
        [
            .. SuggestionTable
                .OfItem(connection, row.Read.Item)
                .Where(s => allowed.ContainsKey(s.Field) && models.ContainsKey(s.Model))
                .Select(s => (Row: s, models[s.Model].Model))
                .Where(s => !before.Contains((s.Row.Field, s.Model.Name, s.Model.Version)))
                // A protocol may have changed since: what no longer fits its field is not shown.
                .Where(s => ReadRules.OfAnswer(protocol, s.Row.Field, s.Row.Answer) is null)
                .Select(s => Shown(s.Row, s.Model, allowed[s.Row.Field], row.Read.Answers)),
        ];
    }

    private static SuggestionShown Shown(
        SuggestionTable.Row row,
        RegisteredModel model,
        Field field,
        ImmutableDictionary<string, Answer> answers
    ) =>
        new(
            new(
                row.Id,
                row.Field,
                row.Answer,
                model.Name,
                model.Version,
                model.Sha256,
                row.At,
                model.Card.Calibration is { Length: > 0 } || field.SuggestionScores == true ? row.Score : null
            ),
            field.Suggestions ?? ShowingPolicy.AfterFirst,
            answers.GetValueOrDefault(row.Field)
        );

    private static ReadRow Own(ReadRow? row, Caller caller) =>
        row is not null && row.Reader == caller.Person
            ? row
            : throw new RefusedException(new("read.unknown", "There is no such read of yours.", RefusalKind.NotFound));
}
