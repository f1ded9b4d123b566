using System.Data.Common;
using System.Globalization;
using Overread.Domain.Comparison;
using Overread.Domain.Reads;
using Overread.Domain.Releases;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>What has become of releases since they were published.</summary>
internal static class ReleaseNotices
{
    /// <summary>By release; those that nothing stands against have an empty list.</summary>
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static Dictionary<string, List<ReleaseNotice>> Of(ReadLease read, string project, string bundles)
    {
        DbConnection c = read.Connection;
        List<ReleaseMembers.Known> all = ReleaseMembers.All(c, project);
        Dictionary<string, string?> causes = ItemTable.Causes(c, project);
        List<RecordHead> revised = all.Count == 0 ? [] : [.. Revisions(read.Record, project, all[0].Seq)];
        Dictionary<string, List<ReleaseNotice>> notices = [];
        foreach (ReleaseMembers.Known release in all)
        {
            List<ReleaseNotice> found = notices[release.Id] = [];
            if (release.State == "recalled")
            {
                found.Add(new("recalled", 0, "This release was recalled: " + ReasonOf(c, release.Id)));
            }

            if (release.State == PublishRelease.Erased)
            {
                found.Add(new("destroyed", 0, "This release was destroyed after the end of its keeping."));
            }

            if (
                all.LastOrDefault(r => r.Name == release.Name && r.State == "published" && r.Seq > release.Seq) is
                { } newer
            )
            {
                found.Add(new("superseded", 0, $"{newer.Name}:{newer.Version} takes its place."));
            }

            if (causes.Count > 0 || revised.Count > 0)
            {
                List<ReleasedItem> held = ReleaseMembers.Of(c, release.Id, bundles);
                found.AddRange(Withdrawn(held, causes));
                HashSet<string?> since = [.. revised.Where(h => h.Seq > release.Seq).Select(h => h.Item)];
                int changed = held.Count(i => since.Contains(i.Item));
                if (changed > 0)
                {
                    found.Add(
                        new("revised", changed, Text($"{Count(changed)} put right by readers or adjudicators since."))
                    );
                }
            }
        }

        return notices;
    }

    /// <summary>The word of a notice for a cause of withdrawal.</summary>
    public static string WordOf(string? cause) =>
        cause switch
        {
            "consent" => "consent-withdrawn",
            "erasure" => "erased",
            "correction" => "corrected",
            "restriction" => "restricted",
            _ => "withdrawn",
        };

    private static IEnumerable<ReleaseNotice> Withdrawn(List<ReleasedItem> held, Dictionary<string, string?> causes) =>
        held.Where(i => causes.ContainsKey(i.Item))
            .GroupBy(i => WordOf(causes[i.Item]), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ReleaseNotice(
                g.Key,
                g.Count(),
                $"{Count(g.Count())} withdrawn since"
                    + g.Key switch
                    {
                        "consent-withdrawn" => ": consent was withdrawn.",
                        "erased" => ": erasure was asked for.",
                        "corrected" => " for a correction.",
                        "restricted" => ": processing was restricted.",
                        _ => ".",
                    }
            ));

    private static string Count(int items) => items == 1 ? "1 item of it was" : Text($"{items} items of it were");

    private static string ReasonOf(DbConnection c, string release) =>
        c.One("SELECT recall FROM release WHERE id = @0", r => r.Text(0) ?? "no reason is recorded", release)!;

    private static IEnumerable<RecordHead> Revisions(IRecordReader record, string project, long from) =>
        record.Heads(
            new RecordQuery
            {
                Project = project,
                Types = [nameof(ReadReopened), nameof(AdjudicationDecided)],
                From = from,
            }
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
