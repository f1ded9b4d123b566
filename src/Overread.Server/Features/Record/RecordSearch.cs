using System.Data.Common;
using Overread.Deidentification.Text;
using Overread.Domain.Record;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Record;

/// <summary>
/// Turns what people type into what the record holds: a name, an address or a pseudonym into actors, a title into the
/// streams of items, words into types of events. Only who and what the asker may see is looked through.
/// </summary>
/// <param name="connection">The store.</param>
/// <param name="accounts">All accounts.</param>
/// <param name="visible">The projects whose record the asker may read; null for all and what belongs to none.</param>
internal sealed class RecordSearch(DbConnection connection, Accounts accounts, IReadOnlyList<string>? visible)
{
    /// <summary>Who is called so, wherever they are known under that name; null where nothing was typed.</summary>
    public IReadOnlyList<ActorIn>? Actors(string? text, string? project)
    {
        if (Fold(text) is not { Length: > 0 } wanted)
        {
            return null;
        }

        IReadOnlyList<string> projects = project is { Length: > 0 }
            ? [project]
            : visible ?? [.. ProjectTable.All(connection).Select(p => p.Project)];
        List<(string Project, MemberTable.Row Member)> members =
        [
            .. projects.SelectMany(p => MemberTable.Of(connection, p).Select(m => (p, m))),
        ];
        HashSet<string> known = [.. members.Select(m => m.Member.Person)];
        List<(ActorIn Actor, string[] Names)> called =
        [
            .. accounts
                .All()
                .Where(a => visible is null || known.Contains(a.Id))
                .Select(a => (new ActorIn(a.Id, null), NamesOf(a.Id, a.Name, a.Email ?? "", a.Administrator))),
            .. members.Select(m => (new ActorIn(m.Member.Person, m.Project), new[] { Fold(m.Member.Pseudonym) })),
            (new ActorIn("system", null), [Fold("system"), Fold("Overread")]),
        ];
        List<ActorIn> exact = [.. called.Where(c => c.Names.Contains(wanted)).Select(c => c.Actor)];
        return exact.Count > 0
            ? exact
            :
            [
                .. called
                    .Where(c => c.Names.Any(n => n.Contains(wanted, StringComparison.Ordinal)))
                    .Select(c => c.Actor),
            ];
    }

    /// <summary>Items by id, by title or by subject; null where nothing was typed.</summary>
    public IReadOnlyList<string>? Items(string? text, string? project) =>
        text?.Trim() is not { Length: > 0 } wanted
            ? null
            : ItemTable.Called(connection, project is { Length: > 0 } ? [project] : visible, wanted);

    /// <summary>The streams in which something is said about items: their own and those of their reads.</summary>
    public IReadOnlyList<string> Streams(IReadOnlyList<string> items) =>
        [.. items.Select(i => "item/" + i), .. ReadTable.OfItems(connection, items).Select(r => "read/" + r)];

    /// <summary>Types by their name, or by words that pages say of them; null where nothing was typed.</summary>
    public static IReadOnlyList<string>? Types(string? text)
    {
        if (Fold(text) is not { Length: > 0 } wanted)
        {
            return null;
        }

        List<string> names = [.. EventTypes.All.Select(t => t.Name)];
        if (names.Find(n => n.Equals(text!.Trim(), StringComparison.OrdinalIgnoreCase)) is { } exact)
        {
            return [exact];
        }

        string[] words = wanted.Split(' ');
        return
        [
            .. names.Where(n =>
                Fold($"{n} {EventSentence.Words(n)} {EventSentence.Phrase(n)}") is var said
                && words.All(w => said.Contains(w, StringComparison.Ordinal))
            ),
        ];
    }

    // An administrator is shown by their role.
    private static string[] NamesOf(string id, string name, string email, bool administrator) =>
        [Fold(id), Fold(name), Fold(email), .. administrator ? [Fold("Administrator")] : Array.Empty<string>()];

    // Word by word, without case and marks over letters: "marta molina" finds "Márta  MOLINA".
    private static string Fold(string? text) =>
        string.Join(
            ' ',
            (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(NameForms.Fold)
        );
}
