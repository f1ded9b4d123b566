using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

/// <summary>The sentence beside each figure says what the figure does, and no more.</summary>
public sealed class WordsTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Drift_that_is_not_shown_is_not_denied()
    {
        string path = Timed((reader, at) => (at + reader) % 7 == 0);
        (_, string output, _) = _tool.Run("drift", path);
        Assert.Equal(4, output.Split("no change is shown, nor that there is none").Length);
        Assert.Contains("Of 3 readers that can be judged none is shown to change", output, StringComparison.Ordinal);

        // Times that are all the same tell nothing.
        string still = _tool.Write(
            "still.csv",
            "item,reader,label,time\n"
                + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},a,x,1\n{i},b,x,1\n{i},c,x,1\n"))
        );
        (_, string none, _) = _tool.Run("drift", still);
        Assert.Contains("No reader can be judged: nothing is known of drift.", none, StringComparison.Ordinal);
        Assert.Equal(4, none.Split("times or agreement do not vary").Length);
    }

    [Fact]
    public void Drift_that_is_shown_says_who_and_from_what_to_what()
    {
        string path = Timed((reader, at) => reader == 2 && at >= 30);
        (_, string json, _) = _tool.Run("drift", path, "--json");
        JsonElement root = JsonDocument.Parse(json).RootElement;
        string words = root.GetProperty("readers")[2].GetProperty("words").GetString()!;
        Assert.StartsWith(
            "r2 agrees less with the others as time goes on: 100 of 100 at first",
            words,
            StringComparison.Ordinal
        );
        Assert.Contains(", 0 at last (0 to 16)", words, StringComparison.Ordinal);
        Assert.Contains("1 of", root.GetProperty("words").GetString(), StringComparison.Ordinal);
        string few = _tool.Write("few.csv", "item,reader,label,time\n1,a,x,1\n1,b,x,1\n1,c,x,1\n");
        Assert.Contains(
            "a: 1 labels have a majority of others to be held against, and 10 are needed",
            _tool.Run("drift", few).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_plan_says_what_it_can_tell_and_what_it_rests_on()
    {
        string output = _tool.Run("sample-size", "--kappa", "0.6", "--prevalence", "0.5").Output;
        Assert.Contains("tell a kappa of 0.5 from one of 0.7, not finer", output, StringComparison.Ordinal);
        int quarter = int.Parse(
            _tool.Run("sample-size", "--kappa", "0.6", "--prevalence", "0.25").Output.Split(' ')[0],
            CultureInfo.InvariantCulture
        );
        Assert.Contains($"half as frequent, {quarter} items", output, StringComparison.Ordinal);

        // 0.95^59 = 0.0485; with nothing wrong in 59 at most 1 - 0.05^(1/59) = 4.95 % are wrong.
        string recheck = _tool.Run("sample-size", "--good", "0", "--bad", "0.05").Output;
        Assert.Contains(
            "with 5 % wrong would pass 4.8 times in 100, one with 0 % wrong be refused 0 times",
            recheck,
            StringComparison.Ordinal
        );
        Assert.Contains("has at most 5 % wrong with 95 % confidence", recheck, StringComparison.Ordinal);
    }

    [Fact]
    public void Weak_labels_say_whether_anything_was_held_against_a_truth()
    {
        StringBuilder rows = new("item,reader,label\n");
        for (int i = 0; i < 60; i++)
        {
            rows.Append(
                CultureInfo.InvariantCulture,
                $"{i},f,{i % 2}\n{i},g,{(i % 10 == 0 ? 1 - (i % 2) : i % 2)}\n{i},h,{(i % 7 == 0 ? 1 - (i % 2) : i % 2)}\n"
            );
        }

        string path = _tool.Write("w.csv", rows.ToString());
        string output = _tool.Run("weak-labels", path).Output;
        Assert.Contains(
            "g votes on 100 of 100 items; from how it agrees with the others it is taken to be right",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("an error that most functions make alike stays unseen", output, StringComparison.Ordinal);
        string truth = _tool.Write(
            "t.csv",
            "item,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 2}\n"))
        );
        string known = _tool.Run("weak-labels", path, "--truth", truth).Output;
        Assert.Contains(
            "18 of its 20 votes on items with a truth are right (68 to 99 of 100)",
            known,
            StringComparison.Ordinal
        );
        Assert.Contains("Of 20 labels with a truth 100 in 100 are right", known, StringComparison.Ordinal);
        string few = _tool.Write("few.csv", "item,reader,label\n1,f,a\n1,g,a\n2,f,b\n");
        Assert.Contains(
            "a label is no more than their majority",
            _tool.Run("weak-labels", few).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Label_errors_of_few_items_are_no_rate()
    {
        string few = _tool.Write("p.csv", "item,label,a,b\n1,a,0.9,0.1\n2,b,0.1,0.9\n");
        Assert.Contains(
            "contradicts none of 2 labels with confidence; they are too few to say how many are wrong",
            _tool.Run("label-issues", few).Output,
            StringComparison.Ordinal
        );
        string wrong = _tool.Write(
            "q.csv",
            "item,label,a,b\n1,a,0.9,0.1\n2,b,0.1,0.9\n3,a,0.05,0.95\n4,b,0.1,0.9\n5,a,0.9,0.1\n"
        );
        Assert.Contains(
            "5 labels are too few for an interval",
            _tool.Run("label-issues", wrong).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Duplicates_redundancy_and_marks_have_their_sentence()
    {
        string features = _tool.Write("f.csv", "item,x\na,0\nb,0\nc,5\n");
        Assert.Contains(
            "Keep both of a pair on the same side of a split",
            _tool.Run("near-duplicates", features).Output,
            StringComparison.Ordinal
        );
        string apart = _tool.Write("g.csv", "item,x\na,0\nb,3\n");
        Assert.Contains(
            "None lie within 0.5 of each other",
            _tool.Run("near-duplicates", apart, "--within", "0.5").Output,
            StringComparison.Ordinal
        );
        string labels = _tool.Write("l.csv", "item,label\na,1\nb,2\nc,1\n");
        Assert.Contains(
            "one of the two labels is wrong",
            _tool.Run("near-duplicates", features, "--labels", labels).Output,
            StringComparison.Ordinal
        );
        string reads = _tool.Write(
            "r.csv",
            "item,reader,label\n"
                + string.Concat(
                    Enumerable.Range(0, 30).SelectMany(i => Enumerable.Range(0, 5).Select(r => $"{i},{r},{i % 2}\n"))
                )
        );
        string gold = _tool.Write(
            "t.csv",
            "item,label\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 2}\n"))
        );
        string saved = _tool.Run("redundancy", reads, "--truth", gold).Output;
        Assert.Contains(
            "On these 30 items with an answer 60 of 100 reads would have been saved, and accuracy would have moved by 0.0 to 0.0 points; other items may do otherwise.",
            saved,
            StringComparison.Ordinal
        );
        string spans = _tool.Write(
            "s.csv",
            "item,reader,start,end\n"
                + string.Concat(Enumerable.Range(0, 8).Select(i => $"{i},a,0,10\n{i},b,{i % 3},{10 + (i % 4)}\n"))
        );
        Assert.Contains("gamma: Anything from ", _tool.Run("marks", spans).Output, StringComparison.Ordinal);
    }

    /// <summary>Three readers of 60 items in order; where the answer differs from the others' is told.</summary>
    private string Timed(Func<int, int, bool> differs)
    {
        StringBuilder rows = new("item,reader,label,time\n");
        for (int at = 0; at < 60; at++)
        {
            for (int reader = 0; reader < 3; reader++)
            {
                rows.Append(CultureInfo.InvariantCulture, $"{at},r{reader},{(differs(reader, at) ? "y" : "x")},{at}\n");
            }
        }

        return _tool.Write("timed.csv", rows.ToString());
    }
}
