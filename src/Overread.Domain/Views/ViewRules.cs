namespace Overread.Domain.Views;

/// <summary>Decides what may be kept as a view, and who may drop one.</summary>
public static class ViewRules
{
    /// <summary>Views that one person keeps in a project at most.</summary>
    public const int Most = 100;

    private const int LongestName = 80;
    private const int LongestQuery = 2000;

    /// <summary>Why a view cannot be kept; null where it can.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="query">The page's query without the question mark.</param>
    /// <param name="own">How many others the person keeps already.</param>
    public static Refusal? Keep(string name, string query, int own) =>
        string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || name.Any(char.IsControl)
            ? new Refusal("view.name", $"A view has a name of 1 to {LongestName} characters.") { Where = "name" }
        // It becomes part of an address: nothing in it leads out of the page.
        : query.Length > LongestQuery || query.Any(c => c is < '!' or > '~' or '#' or '?' or '"' or '<' or '>' or '\\')
            ? new Refusal("view.query", $"A view's query is that of an address, of at most {LongestQuery} characters.")
            {
                Where = "query",
            }
        : own >= Most ? new Refusal("view.many", $"A person keeps at most {Most} views in a project: drop one first.")
        : null;

    /// <summary>Why somebody may not drop a view that they see: its owner does, and the lead where it is shared. Null where they may.</summary>
    public static Refusal? Drop(bool isOwn, bool isLead) =>
        isOwn || isLead
            ? null
            : new Refusal(
                "view.other",
                "This is somebody else's view: its owner drops it, or the lead.",
                RefusalKind.Forbidden
            );
}
