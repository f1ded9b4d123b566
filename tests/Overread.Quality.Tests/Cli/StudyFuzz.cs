using Overread.Quality.Numerics;
using Overread.Quality.Tests.ReaderStudies;

namespace Overread.Quality.Tests.Cli;

/// <summary>Damaged tables of reader studies, marks, measurements and sets end with 0 or a message and 2, never with a stack trace.</summary>
public sealed class StudyFuzz
{
    private const string Lesions = "item,lesion,weight,x,y\na,1,1,10,10\nb,1,3,20,20\nb,2,1,40,40\nc,,,,\nd,,,,\n";
    private const string Marks =
        "item,reader,modality,rating,lesion,x,y\na,r1,m,5,1,11,10\nb,r1,m,4,1,20,22\nc,r1,m,2,,5,5\na,r2,m,3,1,10,12\nb,r2,m,5,2,41,41\nd,r2,m,4,,9,9\n";

    [Fact]
    public void Damage_is_said()
    {
        const int Runs = 250;
        (string ratings, string truth) = PublishedStudies.AsTables(
            PublishedStudies.Without(PublishedStudies.VanDyke(), (_, r, c) => r > 2 || c % 6 != 0),
            ["SE", "cine"]
        );
        string numbers =
            "item,label,prediction\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"i{i},{i + (i % 3)},{i}\n"));
        string sets =
            "item,label,a,b\n"
            + string.Concat(
                Enumerable.Range(0, 20).Select(i => $"i{i},{(i % 2 == 0 ? "a; b" : "")},0.{i % 9 + 1},0.5\n")
            );
        using Tool tool = new();
        SeededRandom random = new(11);
        int refused = 0;
        for (int run = 0; run < Runs; run++)
        {
            string one = tool.Write(
                "1.csv",
                Damaged(
                    ref random,
                    (run % 5) switch
                    {
                        0 or 1 => ratings,
                        2 => Marks,
                        3 => numbers,
                        _ => sets,
                    }
                )
            );
            string two = tool.Write("2.csv", random.Next(2) == 0 ? Other(run) : Damaged(ref random, Other(run)));
            string[] arguments = (run % 5) switch
            {
                0 => ["reader-study", one, "--truth", two, "--each-reader"],
                1 => ["reader-study", one, "--truth", two, "--method", "one-shot", "--margin", "0.1"],
                2 when run % 2 == 0 => ["froc", one, "--lesions", two, "--distance", "4"],
                2 => ["froc", one, "--lesions", two, "--figure", "sensitivity-at", "--false-marks", "0.5"],
                3 => ["label-issues", one, "--kind", "numbers"],
                _ => ["label-issues", one, "--kind", "multi-label"],
            };
            (int code, string output, string error) = tool.Run([.. arguments, run % 3 == 0 ? "--json" : "--csv"]);
            Assert.True(code is 0 or 2, $"{string.Join(' ', arguments)}: {code} {error}");
            Assert.DoesNotContain("NaN", output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
            refused += code == 2 ? 1 : 0;
        }

        Assert.InRange(refused, Runs / 10, Runs - 1);

        string Other(int run) => run % 5 == 2 ? Lesions : truth;
    }

    /// <summary>A few characters, lines or cells changed, doubled or gone.</summary>
    private static string Damaged(ref SeededRandom random, string text)
    {
        const string Strange = ",;\"\n\t0123456789-.eE+xNaInfÿ\u0000 ";
        List<char> characters = [.. text];
        int changes = 1 + random.Next(4);
        for (int change = 0; change < changes && characters.Count > 1; change++)
        {
            int at = random.Next(characters.Count);
            switch (random.Next(4))
            {
                case 0:
                    characters[at] = Strange[random.Next(Strange.Length)];
                    break;
                case 1:
                    characters.Insert(at, Strange[random.Next(Strange.Length)]);
                    break;
                case 2:
                    characters.RemoveRange(at, Math.Min(random.Next(40), characters.Count - at));
                    break;
                default:
                    characters.InsertRange(
                        at,
                        characters.GetRange(at, Math.Min(random.Next(60), characters.Count - at))
                    );
                    break;
            }
        }

        return new string([.. characters]);
    }
}
