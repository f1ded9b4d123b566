using System.Globalization;
using Overread.Deidentification.Dates;
using Overread.Deidentification.Phi;
using Overread.Deidentification.Phi.Surrogates;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Tests.Phi;

/// <summary>Tags, masks and surrogates, and where spans lie afterwards.</summary>
public class PhiReplacerTests
{
    private const string Note =
        "Mr. John Zielke (MRN: 4471928) was seen on 03/14/2019 and 03/20/2019. ZIELKE's wife Martha agreed.\nJ. Zielke, 93-year-old.";
    private static readonly PhiDetector Detector = new();

    private static PhiSurrogates Learned(ProjectKey key, params string[] texts)
    {
        PhiSurrogates surrogates = new(key);
        foreach (string text in texts)
        {
            surrogates.Learn(text, Detector.Find(text));
        }

        return surrogates;
    }

    [Fact]
    public void A_mask_keeps_lengths_and_lines()
    {
        const string Text = "Seen by Dr. Zoë 😀 Müller\r\nof Dayton, OH.";
        string masked = PhiReplacer.Mask(Text, Detector.Find(Text)).Text;
        Assert.Equal(Text.EnumerateRunes().Count(), masked.EnumerateRunes().Count());
        Assert.Equal(Text.IndexOf('\n', StringComparison.Ordinal), masked.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain("Zo", masked, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_are_carried_over_exactly()
    {
        PhiReplacement replaced = Learned(new ProjectKey(new byte[32]), Note)
            .Replace(Note, Detector.Find(Note), "note", null);
        foreach (string kept in new[] { "was seen on", "agreed", "-year-old" })
        {
            int at = Note.IndexOf(kept, StringComparison.Ordinal);
            (int start, int end, bool touched) = replaced.Map.Carry(at, at + kept.Length);
            Assert.False(touched);
            Assert.Equal(kept, replaced.Text[start..end]);
        }

        int name = Note.IndexOf("Zielke", StringComparison.Ordinal);
        (int from, int to, bool replacedName) = replaced.Map.Carry(name, name + 6);
        Assert.True(replacedName);
        Assert.True(to > from);
        Assert.Equal((0, replaced.Text.Length, true), replaced.Map.Carry(0, Note.Length));
    }

    [Fact]
    public void One_person_has_one_surrogate_in_every_document_and_case()
    {
        ProjectKey key = new(new byte[32]);
        const string Other = "I met Zielke and his wife Martha again.";
        PhiSurrogates surrogates = Learned(key, Note, Other, "Seen by Dr. Zielke.");
        string first = surrogates.Replace(Note, Detector.Find(Note), "a", null).Text;
        string family = first.Split(' ')[2];
        Assert.NotEqual("Zielke", family);
        Assert.Contains(family.ToUpperInvariant() + "'s", first, StringComparison.Ordinal);
        string doctor = surrogates.Replace("Seen by Dr. Zielke.", Detector.Find("Seen by Dr. Zielke."), "b", null).Text;
        Assert.Equal($"Seen by Dr. {family}.", doctor);
        // The initial is that of the other name.
        Assert.Contains($"{first.Split(' ')[1][0]}. {family}", first, StringComparison.Ordinal);
        string again = Learned(key, Note, Other, "Seen by Dr. Zielke.")
            .Replace(Note, Detector.Find(Note), "a", null)
            .Text;
        Assert.Equal(first, again);
    }

    [Fact]
    public void No_surrogate_is_a_real_value_of_the_set()
    {
        string[] texts =
        [
            .. Enumerable
                .Range(0, 50)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Mr. {Names[i % Names.Length]} {Names[(i * 7 + 3) % Names.Length]} (MRN: {4471928 + i}) was here."
                    )
                ),
        ];
        PhiSurrogates surrogates = Learned(new ProjectKey(new byte[32]), texts);
        foreach (string text in texts)
        {
            string made = surrogates.Replace(text, Detector.Find(text), text, null).Text;
            foreach (string name in Names)
            {
                Assert.DoesNotContain($" {name} ", made, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("44719", made, StringComparison.Ordinal);
        }
    }

    private static readonly string[] Names =
    [
        "James",
        "Robert",
        "Whitcombe",
        "Okonkwo",
        "Harold",
        "Peterson",
        "Nguyen",
        "Walter",
        "Simmons",
        "Henderson",
    ];

    [Fact]
    public void Days_move_as_in_the_headers_of_the_patients_images_and_keep_their_intervals()
    {
        ProjectKey key = new(new byte[32]);
        PhiHeader header = new()
        {
            PatientId = "4471928",
            Issuer = "HOSP",
            Names = ["Zielke^John"],
        };
        PhiSurrogates surrogates = new(key);
        surrogates.Learn(header);
        string made = surrogates.Replace(Note, Detector.Find(Note, header), "a", header).Text;
        DateOffset offset = DateOffset.For(key, "HOSP\u00004471928");
        foreach (string day in new[] { "20190314", "20190320" })
        {
            string moved = DateShift.ShiftDates(day, offset);
            Assert.Contains($"{moved[4..6]}/{moved[6..]}/{moved[..4]}", made, StringComparison.Ordinal);
        }

        Assert.Contains(new PatientPseudonyms(key).Replace("4471928", "HOSP"), made, StringComparison.Ordinal);
        Assert.Contains("90-year-old", made, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Seen on March 3rd, 2019.")]
    [InlineData("Seen on 4 Jan 2018.")]
    [InlineData("Seen on 2019-03-31.")]
    [InlineData("Seen on 1/5/19.")]
    public void A_moved_date_is_written_as_it_was(string text)
    {
        PhiReplacement made = Learned(new ProjectKey(new byte[32]), text).Replace(text, Detector.Find(text), "a", null);
        Assert.NotEqual(text, made.Text);
        Assert.DoesNotContain("[", made.Text, StringComparison.Ordinal);
        Assert.Equal(Detector.Find(text).Count, Detector.Find(made.Text).Count);
    }

    [Fact]
    public void What_is_left_is_found_by_another_route()
    {
        KnownIdentifiers known = new();
        known.Add(new PhiHeader { Names = ["Zielkowa^Anna"], PatientId = "4471928" });
        Assert.Empty(known.Find("Nothing of the case is here."));
        Assert.Contains("a name of the header", known.Find("seen with zielkowa"));
        Assert.Contains("the patient's number", known.Find("no. 4471928."));
    }
}
