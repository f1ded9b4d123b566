using System.Security.Cryptography;
using System.Text;
using Overread.Domain;
using Overread.Domain.Models;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Models.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Models;

/// <summary>
/// Takes in what models answer: all lines or none. They are no labels, and no reader sees a byte of them before
/// <see cref="ShowSuggestions"/> lets it.
/// </summary>
internal static class TakeSuggestions
{
    private const int MostLines = 20_000;
    private const int MostBytes = 16 << 20;
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>What was taken.</summary>
    /// <param name="Batch">Its id in the record.</param>
    /// <param name="Sha256">SHA-256 of what was sent.</param>
    /// <param name="Suggestions">How many suggestions.</param>
    /// <param name="Items">For how many items.</param>
    /// <param name="Models">Of which models, as name and version.</param>
    internal sealed record SuggestionsTaken(
        string Batch,
        string Sha256,
        int Suggestions,
        int Items,
        IReadOnlyList<string> Models
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects/{project}/suggestions", Take)
            .Accepts<string>("application/x-ndjson", "application/jsonl", "text/plain", "application/json")
            .Needs(Action.Suggest)
            .TakesRoom()
            .Says(
                "upload-suggestions",
                "Takes in what approved models answer, as JSON Lines of item, field, value, model, version and, if there, score and state. All lines or none."
            )
            .Problems(409, "project.closed", "work.no-protocol")
            .Problems(422, "suggestions.empty", "suggestions.lines", "suggestions.many");

    private static async Task<SuggestionsTaken> Take(
        string project,
        Caller caller,
        IDatabase database,
        HttpContext http
    )
    {
        byte[] bytes = await Body(http);
        string[] lines = Text(bytes).Split('\n');
        int filled = lines.Count(l => !string.IsNullOrWhiteSpace(l));
        if (filled is 0 or > MostLines)
        {
            throw filled == 0
                ? new RefusedException(
                    new("suggestions.empty", "There is no line.") { Next = "Send one JSON object a line." }
                )
                : Many();
        }

        return await database.Write(caller.Actor, u => Add(u, project, lines, bytes));
    }

    /// <exception cref="RefusedException">It is no UTF-8: the line of the first byte that is none is named.</exception>
    private static string Text(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException wrong)
        {
            int line = 1 + bytes.AsSpan(0, Math.Max(0, wrong.Index)).Count((byte)'\n');
            throw new RefusedException(
                new("suggestions.lines", $"Line {line}: this is no UTF-8.")
                {
                    Where = $"line {line}",
                    Next = "Nothing was saved. Write the file as UTF-8 and send all of it again.",
                }
            );
        }
    }

    private static async Task<byte[]> Body(HttpContext http)
    {
        using MemoryStream kept = new();
        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (kept.Length + read > MostBytes)
            {
                throw Many();
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static SuggestionsTaken Add(IUnitOfWork u, string project, string[] lines, byte[] bytes)
    {
        ProjectTable.Open(u.Connection, project);
        int version =
            ProtocolStore.Current(u.Connection, project)
            ?? throw new RefusedException(
                new("work.no-protocol", "The protocol of this project is not published yet.", RefusalKind.Conflict)
                {
                    Next = "Publish it: suggestions answer its fields.",
                }
            );
        ILookup<string, string> items = ItemTable
            .Subjects(u.Connection, project)
            .SelectMany(i => new[] { (Name: i.Item, i.Item), (Name: i.Title, i.Item) }.Distinct())
            .ToLookup(p => p.Name, p => p.Item, StringComparer.Ordinal);
        PredictionFile file = new(
            items,
            ProtocolStore.Row(u.Connection, project, version)!.Body,
            version,
            ModelTable.Of(u.Connection, project)
        );
        for (int i = 0; i < lines.Length; i++)
        {
            file.Read(i + 1, lines[i]);
        }

        if (file.FaultCount > 0)
        {
            throw Misfits(file);
        }

        string batch = u.NewId();
        foreach (var made in file.Taken.GroupBy(l => (l.Item, l.Model)))
        {
            RegisteredModel model = made.Key.Model.Model;
            u.Append(
                new About(project, "item/" + made.Key.Item, made.Key.Item),
                new SuggestionsMade(
                    batch,
                    model.Id,
                    model.Name,
                    model.Version,
                    model.Sha256,
                    [.. made.Select(l => new Suggestion($"{batch}-{l.Number}", l.Field, l.Answer, l.Score))]
                )
            );
        }

        return new(
            batch,
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            file.Taken.Count,
            file.Taken.Select(l => l.Item).Distinct().Count(),
            [.. file.Taken.Select(l => $"{l.Model.Model.Name} {l.Model.Model.Version}").Distinct()]
        );
    }

    private static RefusedException Misfits(PredictionFile file)
    {
        PredictionFile.Fault first = file.Faults[0];
        return new(
            new(
                "suggestions.lines",
                $"Line {first.Line}: {first.Message}"
                    + (file.FaultCount > 1 ? $" {file.FaultCount - 1} more do not fit." : "")
            )
            {
                Where = first.Member.Length == 0 ? $"line {first.Line}" : $"line {first.Line}, {first.Member}",
                Next = "Nothing was saved. Correct the lines that are named and send all of it again.",
                Facts = new Dictionary<string, object?> { ["faults"] = file.Faults, ["faultCount"] = file.FaultCount },
            }
        );
    }

    private static RefusedException Many() =>
        new(
            new("suggestions.many", $"At most {MostLines} lines and 16 MiB are taken at once.")
            {
                Next = "Send it in several parts; each part is taken as a whole or not at all.",
            }
        );
}
