using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Text.Tests;

/// <summary>What goes out comes back, or the report says what does not.</summary>
public sealed class FormatRoundTrips
{
    private static readonly WritingChoices s_writing = new(new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> Names => [.. TextFormats.All.Select(f => f.Name)];

    /// <summary>An emoji, a family of joiners, a combining mark, CR LF, Arabic, Japanese; nested, crossing, discontinuous spans, an event.</summary>
    internal static AnnotatedDocument Hard { get; } = Made();

    private static AnnotatedDocument Made()
    {
        const string Text = "Heart 🫀 and liver.\r\nNo fe\u0301ver today; 👩‍👩‍👧 fine.\nألم في الصدر\n胸部の痛み。";
        CodePoints points = new(Text);
        Fragment Of(string words)
        {
            int unit = Text.IndexOf(words, StringComparison.Ordinal);
            return new(points.OfUnits(unit), points.OfUnits(unit + words.Length));
        }

        return new AnnotatedDocument("note 1", Text)
        {
            Passages = [new("impression", 0, Of("fine.").End)],
            Spans =
            [
                new("T1", "Organ", [Of("🫀")]) { Normalisations = [new("SNOMEDCT", "80891009", "Heart structure")] },
                new("T2", "Finding", [Of("Heart"), Of("liver")])
                {
                    Attributes = [new("certainty", "high; very"), new("negated", "true")],
                },
                new("T3", "Finding", [Of("fe\u0301ver")])
                {
                    Normalisations = [new("MESH", "D005334"), new("", "R50.9")],
                    Attributes = [new("negated", "true")],
                },
                new("T4", "Finding", [Of("fe\u0301ver today")]),
                new("T5", "Time", [Of("today; 👩‍👩‍👧 fine")]),
                new("T6", "Symptom", [Of("ألم في الصدر")]),
                new("T7", "Symptom", [Of("痛み")]),
                new("T8", "Odd type", [Of("liver.\r\nNo")]),
            ],
            Relations =
            [
                new("R1", "at", [new("Arg1", "T3"), new("Arg2", "T5")]),
                new("R2", "causes", [new("Cause", "T6"), new("Effect", "T7")]) { Attributes = [new("sure", "no")] },
                new("R3", "Event", [new("Theme", "T2"), new("At", "R1")]) { Trigger = "T4" },
                new(
                    "R4",
                    "CID",
                    [new("Chemical", null, new("MESH", "D008012")), new("Disease", null, new("MESH", "D006331"))]
                )
                {
                    Attributes = [new("score", "0.5")],
                },
            ],
            Chains = [new("C1", "Equiv", ["T6", "T7"])],
            Answers = [new("label", "normal"), new("language", "ar"), new("language", "ja")],
            Notes = [new("T1", "AnnotatorNotes", "look \"again\""), new(null, "Comment", "two\nlines")],
            Metadata = [new("author", "Dr. X"), new("author", "Dr. Y")],
        };
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_document_that_has_everything_comes_back_or_the_report_says_what_is_lost(string name)
    {
        ITextFormat format = TextFormats.Named(name)!;
        LossReport report = new(format);
        report.Check(Hard, s_writing);
        Assert.All(
            report.Losses,
            l =>
                Assert.True(
                    format.Limits.Because.ContainsKey(l.Aspect),
                    $"{name} loses {l.Aspect} and nobody said so: {l.Examples[0]}"
                )
        );
        string[] lossy = ["pubtator", "conll", "webanno"];
        Assert.Equal(lossy.Contains(name), report.Any);
    }

    [Theory]
    [InlineData("[{\"text\":\"a } \\\" { b\",\"spans\":[]}, and no more", "prodigy")]
    [InlineData("\n[ {\"data\":{\"text\":\"a\"}} ]", "labelstudio")]
    [InlineData("{\"text\":\"a\",\"label\":[]}\nbroken", "doccano")]
    [InlineData("{\"text\":\"a", null)]
    [InlineData("[1, 2]", null)]
    public void Whose_a_file_is_is_seen_from_its_first_object(string text, string? name) =>
        Assert.Equal(name, TextFormats.Of(TextSource.Alone("x.json", text))?.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_before_a_relation_costs_neither(string name)
    {
        ITextFormat format = TextFormats.Named(name)!;
        AnnotatedDocument given = new("d1", "No fever today.")
        {
            Spans = [new("T1", "Negation", [new(0, 2)]), new("T2", "Finding", [new(3, 8)])],
            Relations =
            [
                new("E1", "Negation", [new("Theme", "T2")]) { Trigger = "T1" },
                new("R1", "of", [new("Arg1", "T1"), new("Arg2", "T2")]),
            ],
        };
        MemorySink sink = new();
        format.Write([given], sink, s_writing);
        Findings findings = new();
        DocumentReading reading = new(findings, ReadingChoices.Default);
        AnnotatedDocument again = Assert.Single(reading.Read(sink.Sources(), format, alone: false));

        Assert.Empty(findings.All);
        LossReport report = new(format);
        report.Check(given, s_writing);
        Assert.Equal(report.Any, again.Relations.Count < 2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Plain_spans_lose_nothing_anywhere(string name)
    {
        ITextFormat format = TextFormats.Named(name)!;
        AnnotatedDocument plain = new("d1", "Aspirin helps.\nHeadache 🤕 went away")
        {
            Spans = [new("T1", "Drug", [new(0, 7)]), new("T2", "Finding", [new(15, 25)])],
        };
        LossReport report = new(format);
        report.Check(plain, s_writing);
        Assert.Equal([], report.Losses.Select(l => $"{l.Aspect}: {l.Examples[0]}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_format_knows_its_own_files_and_no_other_claims_them(string name)
    {
        ITextFormat format = TextFormats.Named(name)!;
        MemorySink sink = new();
        format.Write([Hard], sink, s_writing);
        TextSource[] main = [.. sink.Sources().Where(s => !format.GoesWith(s))];
        Assert.NotEmpty(main);
        Assert.All(main, s => Assert.Equal(name, TextFormats.Of(s)?.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Documents_without_marks_and_several_in_one_file_keep_their_order(string name)
    {
        ITextFormat format = TextFormats.Named(name)!;
        MemorySink sink = new();
        format.Write(
            [new("b", "one two"), new("a", "three"), new("c", "four") { Spans = [new("T1", "X", [new(0, 4)])] }],
            sink,
            s_writing
        );
        Findings findings = new();
        AnnotatedDocument[] again =
        [
            .. new DocumentReading(findings, ReadingChoices.Default).Read(sink.Sources(), format, alone: false),
        ];
        Assert.Equal(["a", "b", "c"], again.Select(d => d.Id).Order(StringComparer.Ordinal));
        Assert.Equal("three", again.Single(d => d.Id == "a").Text);
        Assert.Equal("four", again.Single(d => d.Id == "c").Spans.Single().Surface(new CodePoints("four")));
        Assert.Empty(findings.All);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_byte_order_mark_windows_line_ends_and_a_missing_last_line_end_do_no_harm(string name)
    {
        ITextFormat format = TextFormats.Named(name)!;
        AnnotatedDocument given = new("d1", "Aspirin helps and fever 🌡 fell.")
        {
            Spans = [new("T1", "Drug", [new(0, 7)]), new("T2", "Finding", [new(18, 25)])],
        };
        MemorySink sink = new();
        format.Write([given], sink, s_writing);
        Dictionary<string, string> files = sink.Files.ToDictionary(
            f => f.Key,
            f =>
                f.Key.EndsWith(".txt", StringComparison.Ordinal) && name == "brat"
                    ? f.Value
                    : f.Value.TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal)
        );
        AnnotatedDocument again = new DocumentReading(new Findings(), ReadingChoices.Default)
            .Read(
                files.Select(f => new TextSource(f.Key, f.Value, n => files.GetValueOrDefault(n))),
                format,
                alone: false
            )
            .Single();
        Assert.Equal(given.Text, again.Text);
        Assert.Equal(
            given.Spans.Select(s => (s.Type, s.Start, s.End)),
            again.Spans.Select(s => (s.Type, s.Start, s.End))
        );
    }

    /// <summary>Random spans anywhere, also beginning and ending in white space, over each other, with letters of several units.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Random_spans_come_back_wherever_they_begin_and_end(string name)
    {
        ITextFormat format = TextFormats.Named(name)!;
        Random random = new(7);
        string[] words =
        [
            "fever",
            "😀",
            "ألم",
            "胸部",
            "nai\u0308ve",
            "3.5",
            "(left)",
            "don't",
            "\n",
            "\r\n",
            "Pain.",
            "  ",
        ];
        for (int round = 0; round < 60; round++)
        {
            string text =
                string.Join(
                    random.Next(3) == 0 ? "" : " ",
                    Enumerable.Range(0, 1 + random.Next(25)).Select(_ => words[random.Next(words.Length)])
                ) + "x";
            CodePoints points = new(text);
            List<TextSpan> spans = [];
            for (int i = 0; i < random.Next(8); i++)
            {
                int start = random.Next(points.Length);
                spans.Add(
                    new($"T{i}", $"Type{random.Next(2)}", [new(start, start + 1 + random.Next(points.Length - start))])
                );
            }

            LossReport report = new(format);
            report.Check(new AnnotatedDocument($"d{round}", text) { Spans = spans }, s_writing);
            string[] may = name switch
            {
                "conll" => ["spans", "white space"],
                "pubtator" => ["white space"],
                "webanno" => ["spans"],
                _ => [],
            };
            // WebAnno has no place for a span on white space alone; CoNLL none for one that begins or ends in it or crosses another.
            Assert.Equal(
                [],
                report.Losses.Where(l => !may.Contains(l.Aspect)).Select(l => $"{l.Aspect}: {l.Examples[0]}")
            );
            if (name == "webanno")
            {
                int blank = spans.Count(s => string.IsNullOrWhiteSpace(s.Surface(points)));
                Assert.InRange(report.Losses.Sum(l => l.Count), 0, blank);
            }
        }
    }
}
