using System.Data.Common;
using Overread.Domain.Conversations;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;

namespace Overread.Server.Features.Conversations;

/// <summary>Makes the views of threads for one person.</summary>
internal static class ThreadViews
{
    private const int LongestWords = 160;

    /// <summary>The threads of a project, or of one of its items, or one alone, that the person sees; those with the newest entry first.</summary>
    public static List<ThreadRow> Rows(
        DbConnection c,
        ThreadDesk desk,
        string project,
        string person,
        string? item = null,
        string? thread = null
    )
    {
        Dictionary<string, string> names = MemberTable.Pseudonyms(c, project);
        Dictionary<string, int> seen = ThreadTable.Seen(c, project, person);
        HashSet<(string, int)> calls = ThreadTable.CallsIn(c, project, person);
        ILookup<string, (string Thread, int Number, string Person, string At)> writers = ThreadTable
            .Writers(c, project, item, thread)
            .ToLookup(w => w.Thread, StringComparer.Ordinal);
        Dictionary<string, string> first = ThreadTable.First(c, project, item, thread);
        List<ThreadRow> rows = [];
        foreach (ThreadTable.Row t in ThreadTable.Of(c, project, item, thread).Where(t => desk.Sees(t.Facts)))
        {
            ThreadEye eye = desk.Eye(t.Item);
            List<(string Thread, int Number, string Person, string At)> all = [.. writers[t.Id]];
            List<(string Thread, int Number, string Person, string At)> shown =
            [
                .. all.Where(w => ThreadSight.Shows(t.Facts, eye, w.Person)),
            ];
            int known = seen.GetValueOrDefault(t.Id);
            List<(string Thread, int Number, string Person, string At)> unread =
            [
                .. shown.Where(w => w.Person != person && w.Number > known),
            ];
            rows.Add(
                new(
                    t.Id,
                    t.Item,
                    t.Item is { } i ? ItemTable.Title(c, i) : null,
                    t.Field,
                    t.Mark,
                    t.Remark,
                    names.GetValueOrDefault(t.By, "Member"),
                    t.By == person,
                    t.Question,
                    t.State,
                    t.Guideline,
                    t.Opened,
                    shown.Count > 0 ? shown[^1].At : t.Opened,
                    shown.Count,
                    unread.Count,
                    unread.Exists(w => calls.Contains((w.Thread, w.Number))),
                    all.Count - shown.Count,
                    IsKnown(t, shown, known, person) ? Begin(first[t.Id]) : ""
                )
            );
        }

        return [.. rows.OrderByDescending(r => r.Newest, StringComparer.Ordinal)];
    }

    /// <summary>One thread as the person sees it now.</summary>
    public static ThreadView View(DbConnection c, ThreadDesk desk, ThreadTable.Row thread, string person)
    {
        Dictionary<string, string> names = MemberTable.Pseudonyms(c, thread.Project);
        ThreadEye eye = desk.Eye(thread.Item);
        string Name(string who) => names.GetValueOrDefault(who, "Member");
        return new(
            Rows(c, desk, thread.Project, person, thread: thread.Id).Single(),
            [
                .. ThreadTable
                    .Entries(c, thread.Id)
                    .Where(e => ThreadSight.Shows(thread.Facts, eye, e.Person))
                    .Select(e => new ThreadEntry(
                        e.Number,
                        Name(e.Person),
                        e.Person == person,
                        e.At,
                        e.Text,
                        [.. e.Mentions.Select(Name)]
                    )),
            ]
        );
    }

    // A list is no look: what somebody else wrote about an item is shown where it is opened, and the record says so.
    private static bool IsKnown(
        ThreadTable.Row thread,
        List<(string Thread, int Number, string Person, string At)> shown,
        int known,
        string person
    ) => shown.Exists(w => w.Number == 1 && (thread.Item is null || w.Person == person || known > 0));

    private static string Begin(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        int end = LongestWords;
        if (line.Length <= end)
        {
            return line;
        }

        // Not within a character that takes two units.
        return line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "…";
    }
}
