using System.Data.Common;
using System.Numerics;
using System.Runtime.InteropServices;
using Overread.Domain.Subjects;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>What items of a project have in common: the same content, or pictures that look alike.</summary>
internal static class ContentTable
{
    /// <summary>Bits of 256 in which two pictures may differ and are still asked about.</summary>
    public const int Near = 12;

    // With more items behind one part of the hash it is that of a background, not of a picture.
    private const int MostOfOneBand = 500;

    /// <summary>Matches between items of several subjects.</summary>
    public static List<ContentMatch> Matches(DbConnection c, string project) =>
        [.. Identical(c, project), .. Similar(c, project)];

    // A blank slice is in many studies: two items are the same where half of the smaller one is in the other.
    private static IEnumerable<ContentMatch> Identical(DbConnection c, string project)
    {
        List<(string Fingerprint, string Item)> shared = c.All(
            """
            SELECT DISTINCT f.fingerprint, f.item FROM file f WHERE f.project = @0 AND f.fingerprint IN (
                SELECT g.fingerprint FROM file g JOIN item i ON i.id = g.item
                WHERE g.project = @0 GROUP BY g.fingerprint HAVING COUNT(DISTINCT i.subject) > 1)
            ORDER BY f.fingerprint, f.item
            """,
            r => (r.GetString(0), r.GetString(1)),
            project
        );
        if (shared.Count == 0)
        {
            yield break;
        }

        Dictionary<string, long> sizes = c.All(
                "SELECT item, COUNT(DISTINCT fingerprint) FROM file WHERE project = @0 GROUP BY item",
                r => (Item: r.GetString(0), Files: r.GetInt64(1)),
                project
            )
            .ToDictionary(r => r.Item, r => r.Files, StringComparer.Ordinal);
        Dictionary<string, long> common = new(StringComparer.Ordinal);
        foreach ((_, string item) in shared)
        {
            common[item] = common.GetValueOrDefault(item) + 1;
        }

        foreach (IGrouping<string, (string Fingerprint, string Item)> group in shared.GroupBy(s => s.Fingerprint))
        {
            List<string> items = [.. group.Select(g => g.Item).Where(i => common[i] * 2 >= sizes[i])];
            if (items.Count > 1)
            {
                yield return new(true, items, 0);
            }
        }
    }

    private static IEnumerable<ContentMatch> Similar(DbConnection c, string project)
    {
        List<(string Item, string Subject, byte[] Hash)> pictures = c.All(
            """
            SELECT DISTINCT f.item, i.subject, f.likeness FROM file f JOIN item i ON i.id = f.item
            WHERE f.project = @0 AND f.likeness IS NOT NULL ORDER BY f.item
            """,
            r => (r.GetString(0), r.GetString(1), Convert.FromHexString(r.GetString(2))),
            project
        );
        // Of two hashes that differ in 12 bits or fewer, at least one of sixteen bands is the same in both.
        HashSet<(string, string)> met = [];
        for (int band = 0; band < 16; band++)
        {
            foreach (var near in pictures.GroupBy(p => BitConverter.ToUInt16(p.Hash, band * 2)))
            {
                List<(string Item, string Subject, byte[] Hash)> some = [.. near];
                for (int i = 0; i < some.Count && some.Count <= MostOfOneBand; i++)
                {
                    for (int j = i + 1; j < some.Count; j++)
                    {
                        int distance = Distance(some[i].Hash, some[j].Hash);
                        if (
                            some[i].Subject != some[j].Subject
                            && distance <= Near
                            && met.Add((some[i].Item, some[j].Item))
                        )
                        {
                            yield return new(false, [some[i].Item, some[j].Item], distance);
                        }
                    }
                }
            }
        }
    }

    private static int Distance(byte[] one, byte[] other)
    {
        ReadOnlySpan<ulong> a = MemoryMarshal.Cast<byte, ulong>(one);
        ReadOnlySpan<ulong> b = MemoryMarshal.Cast<byte, ulong>(other);
        int bits = 0;
        for (int i = 0; i < a.Length; i++)
        {
            bits += BitOperations.PopCount(a[i] ^ b[i]);
        }

        return bits;
    }
}
