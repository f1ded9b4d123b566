using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Cli;

/// <summary>Labelling functions as data: what they do is counted again here, by loops over words that share nothing with the tool.</summary>
public sealed class WeakFunctions
{
    private static readonly string[] s_findings = ["effusion", "edema", "pneumothorax", "consolidation", "fracture"];

    // Twenty functions and more, each a pattern; what a pattern means is written here a second time, as a rule over sentences.
    private static string Functions()
    {
        List<string> rows = ["name,label,pattern,context"];
        foreach (string word in s_findings)
        {
            rows.Add($"{word} affirmed,ill,\\b{word}\\b,affirmed");
            rows.Add($"{word} denied,well,\\b{word}\\b,denied");
            rows.Add($"{word} doubted,ill,\\b{word}\\b,doubted");
            rows.Add($"large {word},ill,large {word},any");
        }

        rows.Add("clear,well,\"lungs (are )?clear\",");
        rows.Add("normal,well,normal,any");
        return string.Join('\n', rows) + "\n";
    }

    [Fact]
    public void What_each_function_does_is_what_loops_over_sentences_count()
    {
        using Tool tool = new();
        (string reports, string truth, List<(string[] Sentences, string Truth)> made) = Reports(tool, 300);
        string functions = tool.Write("f.csv", Functions());
        (int code, string json, string error) = tool.Run(
            "weak-labels",
            reports,
            "--functions",
            functions,
            "--truth",
            truth,
            "--json"
        );
        Assert.True(code == 0, error);
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("silver", root.GetProperty("grade").GetString());
        JsonElement[] found = [.. root.GetProperty("functions").EnumerateArray()];
        string[] names =
        [
            .. Functions().Split('\n').Skip(1).Where(row => row.Length > 0).Select(row => row.Split(',')[0]),
        ];
        Assert.Equal(22, names.Length);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            found.Select(f => f.GetProperty("function").GetString()).Order(StringComparer.Ordinal)
        );
        string?[][] votes = [.. made.Select(report => names.Select(name => Says(name, report.Sentences)).ToArray())];
        for (int f = 0; f < names.Length; f++)
        {
            JsonElement own = found.Single(row => row.GetProperty("function").GetString() == names[f]);
            int covered = 0;
            int overlapping = 0;
            int conflicting = 0;
            int right = 0;
            for (int i = 0; i < made.Count; i++)
            {
                if (votes[i][f] is { } label)
                {
                    covered++;
                    overlapping += votes[i].Where((vote, other) => other != f && vote is not null).Any() ? 1 : 0;
                    conflicting += votes[i].Any(vote => vote is not null && vote != label) ? 1 : 0;
                    right += label == made[i].Truth ? 1 : 0;
                }
            }

            Assert.Equal(covered / 300.0, own.GetProperty("coverage").GetDouble(), 1e-12);
            Assert.Equal(overlapping / 300.0, own.GetProperty("overlap").GetDouble(), 1e-12);
            Assert.Equal(conflicting / 300.0, own.GetProperty("conflict").GetDouble(), 1e-12);
            Assert.Equal(right, own.GetProperty("right").GetInt32());
            Assert.Equal(covered, own.GetProperty("checked").GetInt32());
        }

        Assert.True(found.Sum(row => row.GetProperty("checked").GetInt32()) > 300);
        Assert.All(
            root.GetProperty("labels").EnumerateArray(),
            label => Assert.Equal("silver", label.GetProperty("grade").GetString())
        );
    }

    [Fact]
    public void A_function_that_changes_shows_which_labels_move()
    {
        using Tool tool = new();
        string reports = tool.Write(
            "r.csv",
            "item,text\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 40)
                        .Select(i => $"i{i},{(i % 2 == 0 ? "Large effusion." : "No effusion. Rib fracture.")}\n")
                )
        );
        string before = tool.Write(
            "b.csv",
            "name,label,pattern,context\na,ill,effusion,affirmed\nb,well,effusion,denied\nc,ill,large,any\ngone,well,xyz,any\n"
        );
        string after = tool.Write(
            "a.csv",
            "name,label,pattern,context\na,ill,effusion,affirmed\nb,well,effusions,denied\nc,ill,large,any\nnew,ill,fracture,affirmed\n"
        );
        (int code, string json, string error) = tool.Run(
            "weak-labels",
            reports,
            "--functions",
            after,
            "--before",
            before,
            "--json"
        );
        Assert.True(code == 0, error);
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(
            ["b changed", "gone removed", "new added"],
            root.GetProperty("changedFunctions")
                .EnumerateArray()
                .Select(f => $"{f.GetProperty("function")} {f.GetProperty("what")}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(40, root.GetProperty("compared").GetInt32());
        JsonElement[] moved = [.. root.GetProperty("moved").EnumerateArray()];
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"i{(2 * i) + 1} well ill silver").Order(StringComparer.Ordinal),
            moved
                .Select(m =>
                    $"{m.GetProperty("item")} {m.GetProperty("before")} {m.GetProperty("after")} {m.GetProperty("grade")}"
                )
                .Order(StringComparer.Ordinal)
        );
        (_, string text, _) = tool.Run("weak-labels", reports, "--functions", after, "--before", before);
        Assert.Contains("20 of 40 silver labels move.", text, StringComparison.Ordinal);
        (_, string same, _) = tool.Run("weak-labels", reports, "--functions", after, "--before", after);
        Assert.Contains("0 of 40 silver labels move.", same, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handful_of_items_is_labelled_by_the_majority_and_none_without_a_vote()
    {
        using Tool tool = new();
        string reports = tool.Write("r.csv", "item,text\n1,Large effusion.\n2,No effusion.\n3,Nothing of note.\n");
        string functions = tool.Write(
            "f.csv",
            "name,label,pattern,context\na,ill,effusion,affirmed\nb,well,effusion,denied\nc,ill,large,any\n"
        );
        (int code, string csv, string error) = tool.Run("weak-labels", reports, "--functions", functions, "--csv");
        Assert.True(code == 0, error);
        string[] rows = csv.Split('\n');
        Assert.StartsWith("1,ill,1,accepted,silver", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("2,well,1,accepted,silver", rows[2], StringComparison.Ordinal);
        Assert.Equal("3,,,unread,silver", rows[3]);
        (_, string text, _) = tool.Run("weak-labels", reports, "--functions", functions);
        Assert.Contains("too few to learn of", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,label\na,1\n", "line 1: there is no column 'pattern'")]
    [InlineData("name,label,pattern\na,1,(\n", "line 2: the pattern of a is no regular expression")]
    [InlineData("name,label,pattern\na,1,x\na,0,y\n", "line 3: a second function is called a")]
    [InlineData(
        "name,label,pattern,context\na,1,x,maybe\n",
        "line 2: the context 'maybe' of a is none of any, affirmed, denied, doubted"
    )]
    [InlineData("name,label,pattern\n,1,x\n", "line 2: the name is empty")]
    [InlineData("name,label,pattern\n", "there is no row under the header")]
    [InlineData("name,label,pattern\na,1,xyz\n", "no function votes on any item")]
    public void Functions_that_cannot_be_used_are_refused_with_their_line(string functions, string says)
    {
        using Tool tool = new();
        (int code, _, string error) = tool.Run(
            "weak-labels",
            tool.Write("r.csv", "item,text\n1,Large effusion.\n"),
            "--functions",
            tool.Write("f.csv", functions)
        );
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_functions_label_the_shared_reports_as_their_reference_does()
    {
        using Tool tool = new();
        string folder = SharedData.Path("..", "reports_cxr", "chexpert-labeler");
        (string Field, string Words)[] findings =
        [
            ("Cardiomegaly", "cardiomegaly"),
            ("Edema", "o?edema"),
            ("Consolidation", "consolidations?"),
            ("Pneumonia", "pneumonias?"),
            ("Atelectasis", "atelectas[ie]s"),
            ("Pneumothorax", "pneumothora(x|ces)"),
            ("Pleural Effusion", "effusions?"),
            ("Fracture", "fractures?"),
        ];
        string rows = string.Concat(
            findings.SelectMany(finding =>
                new[] { ("1", "affirmed"), ("0", "denied"), ("-1", "doubted") }.Select(way =>
                    $"{finding.Field} {way.Item2},{way.Item1},\\b({finding.Words})\\b,{way.Item2},{finding.Field}\n"
                )
            )
        );
        string functions = tool.Write(
            "f.csv",
            "name,label,pattern,context,field\n" + rows + "heart normal,0,heart( size)?( is)? normal,any,Cardiomegaly\n"
        );
        (int code, string csv, string error) = tool.Run(
            "weak-labels",
            Path.Combine(folder, "sample_reports.csv"),
            "--no-header",
            "--functions",
            functions,
            "--csv"
        );
        Assert.True(code == 0, error);
        Dictionary<(string, string), string> found = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(row => row.Split(','))
            .ToDictionary(cells => (cells[0], cells[1]), cells => cells[2]);
        Assert.All(
            csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1),
            row => Assert.EndsWith(",silver", row, StringComparison.Ordinal)
        );

        // The reference's own output: fourteen numbers at the end of each report, quoted or not, empty where nothing is said.
        string text = File.ReadAllText(Path.Combine(folder, "labeled_reports.csv"));
        string[] header = text.Split('\n')[0].Trim().Split(',');
        string[] labels =
        [
            .. Regex
                .Matches(text, @"((?:,(?:-?\d\.\d)?){14})\r?$", RegexOptions.Multiline)
                .Select(m => m.Groups[1].Value),
        ];
        Assert.Equal(4, labels.Length);
        int compared = 0;
        for (int report = 0; report < 4; report++)
        {
            string[] cells = labels[report].Split(',');
            foreach ((string field, _) in findings)
            {
                string cell = cells[Array.IndexOf(header, field)];
                string wanted =
                    cell.Length == 0
                        ? ""
                        : ((int)double.Parse(cell, CultureInfo.InvariantCulture)).ToString(
                            CultureInfo.InvariantCulture
                        );
                string item = (report + 1).ToString(CultureInfo.InvariantCulture);
                Assert.Equal((item, field, wanted), (item, field, found.GetValueOrDefault((item, field), "")));
                compared += wanted.Length > 0 ? 1 : 0;
            }
        }

        Assert.True(compared >= 10, $"{compared}");
    }

    /// <summary>What a function says of sentences that were drawn from a few forms.</summary>
    private static string? Says(string name, string[] sentences)
    {
        string word = name.Split(' ')[0];
        string last = name.Split(' ')[^1];
        return name switch
        {
            "clear" => sentences.Contains("The lungs are clear.") ? "well" : null,
            "normal" => sentences.Contains("Heart size is normal.") ? "well" : null,
            _ when word == "large" => sentences.Contains($"There is a large {last}.") ? "ill" : null,
            _ when last == "affirmed" => sentences.Contains($"There is a large {word}.")
            || sentences.Contains($"Small {word} is seen.")
                ? "ill"
                : null,
            _ when last == "denied" => sentences.Contains($"No {word}.") ? "well" : null,
            _ => sentences.Contains($"Possible {word}.") ? "ill" : null,
        };
    }

    private static (string Reports, string Truth, List<(string[] Sentences, string Truth)> Made) Reports(
        Tool tool,
        int count
    )
    {
        SeededRandom random = new(31);
        List<(string[], string)> made = [];
        string reports = "item,text\n";
        string truth = "item,label\n";
        for (int i = 0; i < count; i++)
        {
            bool ill = random.Next(3) == 0;
            List<string> sentences = [];
            foreach (string word in s_findings)
            {
                if (random.Next(3) > 0)
                {
                    continue;
                }

                bool says = random.NextDouble() < (ill ? 0.8 : 0.1);
                sentences.Add(
                    !says
                        ? $"No {word}."
                        : random.Next(3) switch
                        {
                            0 => $"There is a large {word}.",
                            1 => $"Small {word} is seen.",
                            _ => $"Possible {word}.",
                        }
                );
            }

            if (random.Next(2) == 0)
            {
                sentences.Add(random.Next(2) == 0 ? "The lungs are clear." : "Heart size is normal.");
            }

            made.Add(([.. sentences], ill ? "ill" : "well"));
            reports += $"i{i},{string.Join(' ', sentences)}\n";
            truth += $"i{i},{(ill ? "ill" : "well")}\n";
        }

        return (tool.Write("r.csv", reports), tool.Write("t.csv", truth), made);
    }
}
