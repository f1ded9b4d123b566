using System.Globalization;

namespace Overread.Server.Tests;

/// <summary>
/// Whatever is killed while twenty readers save, nothing that they were told of is lost, and what was killed is taken up. One kill of
/// each kind unless <c>OVERREAD_KILLS</c> says how many in all, and <c>OVERREAD_KILLS_FROM</c> how many other runs have done.
/// </summary>
public class KillTests
{
    // A store that many kills have grown is slow to look through at each start; a fresh one is as good a target.
    private const int KillsOfAStore = 40;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_whatever_is_killed_under_twenty_readers()
    {
        int first = Asked("OVERREAD_KILLS_FROM") ?? 0;
        int end = first + (Asked("OVERREAD_KILLS") ?? KillKind.All.Count);
        string? table = Environment.GetEnvironmentVariable("OVERREAD_KILLS_OUT");
        SortedDictionary<string, (int Kills, int Met)> figures = new(StringComparer.Ordinal);
        long acknowledged = 0;
        int lost = 0;
        for (int done = first; done < end; )
        {
            await using KillRun run = await KillRun.Start(seed: done + 1);
            for (int here = 0; here < KillsOfAStore && done < end; here++, done++)
            {
                (string name, Func<KillRun, int, Task<bool>> kill) = KillKind.All[done % KillKind.All.Count];
                bool met = await kill(run, done);
                (int before, int unfinished) = figures.GetValueOrDefault(name);
                figures[name] = (before + 1, unfinished + (met ? 1 : 0));
            }

            IReadOnlyList<string> gone = await run.Lost();
            run.Audit();
            Assert.True(run.Acknowledged > 0, "nobody saved");
            acknowledged += run.Acknowledged;
            lost += gone.Count;
            string said = Said(figures, acknowledged, lost);
            TestContext.Current.TestOutputHelper?.WriteLine(said);
            if (table is not null)
            {
                await File.WriteAllTextAsync(table, said);
            }

            Assert.Empty(gone);
        }
    }

    private static int? Asked(string name) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int n
        )
            ? n
            : null;

    private static string Said(SortedDictionary<string, (int Kills, int Met)> figures, long acknowledged, int lost) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Values.Sum(f => f.Kills)} kills, {acknowledged} acknowledged saves, {lost} lost\n"
        )
        + string.Concat(
            figures.Select(f =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {f.Key, -14}{f.Value.Kills, 6} kills, {f.Value.Met, 6} into unfinished work\n"
                )
            )
        );
}
