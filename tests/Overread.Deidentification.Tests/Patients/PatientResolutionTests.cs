using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Tests.Patients;

/// <summary>Who is one patient and who is two: nothing by itself, everything by a decision, and what was given out stays.</summary>
public sealed class PatientResolutionTests
{
    private static readonly ProjectKey Key = new(new byte[32]);

    [Theory]
    [InlineData("MRN 007", "MRN007", NumberRules.Blanks)]
    [InlineData("mrn7", "MRN7", NumberRules.Case)]
    [InlineData("12-345", "12345", NumberRules.Punctuation)]
    [InlineData("007", "7", NumberRules.LeadingZeros)]
    [InlineData("MRN007", "MRN7", NumberRules.LeadingZeros)]
    [InlineData("１２３", "123", NumberRules.Forms)]
    [InlineData("mrn-007", "MRN7", NumberRules.Case | NumberRules.Punctuation | NumberRules.LeadingZeros)]
    public void Near_numbers_are_asked_with_the_rule_and_never_joined(string one, string other, NumberRules rules)
    {
        (SourcePatient a, SourcePatient b) = (Patient(one), Patient(other));
        PatientResolution resolution = Resolve(Crosswalk.Empty, (a, "1"), (b, "2"));
        PatientFinding finding = Assert.Single(resolution.Findings);
        Assert.Equal((PatientFindingKind.NearNumbers, rules, true), (finding.Kind, finding.Rules, finding.IsOpen));
        Assert.NotEqual(resolution.SeedOf(a, "1"), resolution.SeedOf(b, "2"));
        Assert.True(resolution.IsBlocked(a, "1") && resolution.IsBlocked(b, "2"));
    }

    [Theory]
    [InlineData("12345", "12346")]
    [InlineData("70", "7")]
    [InlineData("1000", "100")]
    [InlineData("---", "...")]
    public void Numbers_that_no_rule_makes_equal_are_not_asked(string one, string other) =>
        Assert.Empty(Resolve(Crosswalk.Empty, (Patient(one), "1"), (Patient(other), "2")).Findings);

    [Fact]
    public void Issuers_part_equal_numbers_and_a_missing_one_is_asked()
    {
        SourcePatient north = new(new("NORTH", "7"));
        SourcePatient south = new(new("SOUTH", "7"));
        SourcePatient none = new(new("", "7"));
        Assert.Empty(Resolve(Crosswalk.Empty, (north, "1"), (south, "2")).Findings);
        PatientFinding asked = Assert.Single(Resolve(Crosswalk.Empty, (north, "1"), (none, "2")).Findings);
        Assert.Equal(PatientFindingKind.MissingIssuer, asked.Kind);
        PatientFinding spelled = Assert.Single(
            Resolve(Crosswalk.Empty, (north, "1"), (new(new("north ", "7")), "2")).Findings
        );
        Assert.Equal(NumberRules.IssuerSpelling, spelled.Rules);
    }

    [Theory]
    [InlineData("DOE^JANE", "19400102", "F", "DOE^JANE", "19500102", "F", PatientFindingKind.OtherBirthDate)]
    [InlineData("DOE^JANE", "19400102", "F", "DOE^JANE", "19400102", "M", PatientFindingKind.OtherSex)]
    [InlineData("DOE^JANE", "19400102", "F", "ROE^JANE", "19400102", "F", PatientFindingKind.OtherName)]
    public void One_number_with_other_facts_is_asked(
        string name1,
        string born1,
        string sex1,
        string name2,
        string born2,
        string sex2,
        PatientFindingKind kind
    )
    {
        SourcePatient a = new(new("", "7"), name1, born1, sex1);
        SourcePatient b = new(new("", "7"), name2, born2, sex2);
        PatientResolution open = Resolve(Crosswalk.Empty, (a, "1"), (b, "2"));
        PatientFinding finding = Assert.Single(open.Findings);
        Assert.Equal((kind, true), (finding.Kind, finding.IsOpen));
        Assert.True(open.IsBlocked(a, "1") && open.IsBlocked(b, "2"));

        PatientResolution one = Resolve(Decided(finding, PatientDecisionKind.Same), (a, "1"), (b, "2"));
        Assert.Equal(one.SeedOf(a, "1"), one.SeedOf(b, "2"));
        Assert.False(one.IsBlocked(a, "1"));
        PatientFinding decided = Assert.Single(one.Findings);
        Assert.Equal((finding.Id, false), (decided.Id, decided.IsOpen));

        PatientResolution two = Resolve(Decided(finding, PatientDecisionKind.Different), (a, "1"), (b, "2"));
        Assert.NotEqual(two.SeedOf(a, "1"), two.SeedOf(b, "2"));
        Assert.False(two.IsBlocked(a, "1") || two.IsBlocked(b, "2"));
    }

    [Theory]
    [InlineData("DOE^JANE", "DOE^JANE^A", "", "F")]
    [InlineData("Doe^Jane", "DOE^JANE^^^", "19400102", "")]
    [InlineData("MÜLLER^EVA", "Muller^Eva", "19400102", "F")]
    [InlineData("", "DOE^JANE", "19400102", "F")]
    public void What_is_not_said_or_said_in_other_letters_contradicts_nothing(
        string one,
        string other,
        string born,
        string sex
    ) =>
        Assert.Empty(
            Resolve(
                Crosswalk.Empty,
                (new(new("", "7"), one, "19400102", "F"), "1"),
                (new(new("", "7"), other, born, sex), "2")
            ).Findings
        );

    [Fact]
    public void Same_name_and_birth_date_under_two_numbers_is_asked_in_any_order_of_name_parts()
    {
        PatientFinding finding = Assert.Single(
            Resolve(
                Crosswalk.Empty,
                (new(new("", "7"), "DOE^JANE", "19400102"), "1"),
                (new(new("", "8"), "Jane^Doe", "1940.01.02"), "2")
            ).Findings
        );
        Assert.Equal(PatientFindingKind.SamePerson, finding.Kind);
    }

    [Fact]
    public void Another_number_of_a_patient_is_asked()
    {
        PatientRegister register = new();
        register.Add(new(Patient("7"), "1", [new("", "99")]), 1);
        register.Add(new(Patient("99"), "2", []), 2);
        PatientFinding finding = Assert.Single(Crosswalk.Empty.Resolve(register, Key).Findings);
        Assert.Equal(PatientFindingKind.OtherNumber, finding.Kind);
        Assert.Equal([1, 2], [.. finding.OnePlaces, .. finding.OtherPlaces]);
    }

    [Fact]
    public void A_study_of_two_blocks_until_they_are_one_or_a_split_says_whose_it_is()
    {
        (SourcePatient a, SourcePatient b) = (Patient("7"), Patient("88"));
        (SourcePatient, string)[] sightings = [(a, "S"), (b, "S"), (b, "T")];
        PatientFinding finding = Assert.Single(Resolve(Crosswalk.Empty, sightings).Findings);
        Assert.Equal(PatientFindingKind.StudyOfTwo, finding.Kind);

        PatientResolution one = Resolve(Decided(finding, PatientDecisionKind.Same), sightings);
        Assert.Equal(one.SeedOf(a, "S"), one.SeedOf(b, "S"));
        Assert.False(one.IsBlocked(a, "S"));

        PatientResolution two = Resolve(Decided(finding, PatientDecisionKind.Different), sightings);
        Assert.True(two.IsBlocked(a, "S") && two.IsBlocked(b, "S"));
        Assert.False(two.IsBlocked(b, "T"));

        PatientDecision split = new(PatientDecisionKind.Split, new(b.Identity), new(a.Identity)) { Study = "S" };
        PatientResolution filed = Resolve(Decided(finding, PatientDecisionKind.Different).With([split]), sightings);
        Assert.False(filed.IsBlocked(a, "S") || filed.IsBlocked(b, "S"));
        Assert.Equal(filed.SeedOf(a, "S"), filed.SeedOf(b, "S"));
        Assert.NotEqual(filed.SeedOf(b, "T"), filed.SeedOf(b, "S"));
    }

    [Fact]
    public void Merges_join_through_numbers_that_nobody_has_and_the_survivor_names_the_patient()
    {
        (SourcePatient a, SourcePatient b, SourcePatient c) = (Patient("A1"), Patient("B2"), Patient("C3"));
        Crosswalk merged = Crosswalk.Empty.With([Merge("A1", "Z9"), Merge("B2", "Z9"), Merge("Z9", "Y8")]);
        PatientResolution resolution = Resolve(merged, (a, "1"), (b, "2"), (c, "3"));
        Assert.Equal(new PatientIdentity("", "Y8"), resolution.SeedOf(a, "1"));
        Assert.Equal(new PatientIdentity("", "Y8"), resolution.SeedOf(b, "2"));
        Assert.Equal(c.Identity, resolution.SeedOf(c, "3"));
        Assert.Empty(resolution.Findings);
    }

    [Fact]
    public void Merges_in_a_circle_or_into_two_block_whom_they_touch()
    {
        Crosswalk circle = Crosswalk.Empty.With([Merge("A1", "B2"), Merge("B2", "A1")]);
        PatientResolution resolution = Resolve(circle, (Patient("A1"), "1"), (Patient("C3"), "2"));
        Assert.Equal(PatientFindingKind.MergeConflict, Assert.Single(resolution.Findings).Kind);
        Assert.True(resolution.IsBlocked(Patient("A1"), "1"));
        Assert.False(resolution.IsBlocked(Patient("C3"), "2"));
        Assert.Equal(2, circle.MergeConflicts);
        Assert.Equal(1, Crosswalk.Empty.With([Merge("A1", "B2"), Merge("A1", "C3")]).MergeConflicts);
        Assert.Equal(0, Crosswalk.Empty.With([Merge("A1", "B2"), Merge("B2", "C3")]).MergeConflicts);
    }

    [Fact]
    public void Decisions_that_contradict_each_other_block()
    {
        Crosswalk crosswalk = Crosswalk.Empty.With([
            Say(PatientDecisionKind.Same, "A1", "B2"),
            Say(PatientDecisionKind.Same, "B2", "C3"),
            Say(PatientDecisionKind.Different, "A1", "C3"),
        ]);
        PatientResolution resolution = Resolve(
            crosswalk,
            (Patient("A1"), "1"),
            (Patient("B2"), "2"),
            (Patient("C3"), "3")
        );
        Assert.Contains(resolution.Findings, f => f is { Kind: PatientFindingKind.DecisionsConflict, IsOpen: true });
        Assert.True(resolution.IsBlocked(Patient("B2"), "2"));
    }

    [Fact]
    public void A_later_word_about_two_takes_the_place_of_the_earlier_whichever_comes_first()
    {
        Crosswalk crosswalk = Crosswalk
            .Empty.With([Say(PatientDecisionKind.Same, "007", "7")])
            .With([Say(PatientDecisionKind.Different, "7", "007")]);
        Assert.Single(crosswalk.Decisions);
        PatientResolution resolution = Resolve(crosswalk, (Patient("7"), "1"), (Patient("007"), "2"));
        Assert.NotEqual(resolution.SeedOf(Patient("7"), "1"), resolution.SeedOf(Patient("007"), "2"));
        Assert.DoesNotContain(resolution.Findings, f => f.IsOpen);
        Assert.Empty(crosswalk.Without(crosswalk.Decisions[0]).Decisions);
    }

    [Fact]
    public void Of_a_group_each_two_are_asked_until_all_are_told_apart()
    {
        (SourcePatient, string)[] three = [(Patient("7"), "1"), (Patient("07"), "2"), (Patient("007"), "3")];
        Crosswalk crosswalk = Crosswalk.Empty;
        int asked = 0;
        while (Resolve(crosswalk, three).Findings.FirstOrDefault(f => f.IsOpen) is { } open)
        {
            crosswalk = crosswalk.With([open.Decide(PatientDecisionKind.Different)]);
            asked++;
        }

        Assert.Equal(3, asked);
        PatientResolution resolution = Resolve(crosswalk, three);
        Assert.Equal(3, three.Select(t => resolution.SeedOf(t.Item1, t.Item2)).Distinct().Count());
        Assert.Equal(3, resolution.Findings.Count);
    }

    [Fact]
    public void What_was_given_out_stays_when_a_later_batch_joins_or_parts()
    {
        SourcePatient first = Patient("007");
        Crosswalk released = Crosswalk.Empty.Release([new(first, first.Identity)]);
        SourcePatient later = Patient("7");
        PatientFinding finding = Assert.Single(Resolve(released, (later, "2")).Findings);
        Crosswalk joined = released.With([finding.Decide(PatientDecisionKind.Same)]);
        Assert.Equal(first.Identity, Resolve(joined, (later, "2")).SeedOf(later, "2"));

        // A merge the other way round after both were given out: the survivor's stays, and it is said which gives way.
        Crosswalk both = released.Release([new(later, later.Identity)]).With([Merge("007", "7")]);
        PatientResolution resolution = Resolve(both, (first, "3"), (later, "4"));
        Assert.Equal(later.Identity, resolution.SeedOf(first, "3"));
        Assert.Equal(new PatientJoin(later.Identity, first.Identity), Assert.Single(resolution.Joins));
    }

    [Fact]
    public void A_part_of_a_study_that_comes_later_under_another_patient_is_asked()
    {
        (SourcePatient first, SourcePatient later) = (Patient("Z1"), Patient("Q2"));
        PatientResolution before = Resolve(Crosswalk.Empty, (first, "S"), (first, "T"));
        Crosswalk released = Crosswalk.Empty.Release(before.GivenOut([new(first, "S", []), new(first, "T", [])]));
        Assert.Equal(["S", "T"], Assert.Single(released.Released).Studies);

        PatientResolution resolution = Resolve(released, (later, "S"), (later, "U"));
        PatientFinding finding = Assert.Single(resolution.Findings);
        Assert.Equal((PatientFindingKind.StudyOfTwo, true), (finding.Kind, finding.IsOpen));
        Assert.Equal(["S"], finding.Studies);
        Assert.True(resolution.IsStudyOfTwo(later, "S"));
        Assert.False(resolution.IsStudyOfTwo(later, "U"));
        // The patient of before is asked about where he comes with that study, and goes on with others.
        Assert.Empty(Resolve(released, (first, "V")).Findings);

        PatientDecision whose = Say(PatientDecisionKind.Split, "Q2", "Z1") with { Study = "S" };
        Crosswalk split = released.With([finding.Decide(PatientDecisionKind.Different), whose]);
        PatientResolution settled = Resolve(split, (later, "S"), (later, "U"));
        Assert.DoesNotContain(settled.Findings, f => f.IsOpen);
        Assert.Equal(first.Identity, settled.SeedOf(later, "S"));
        Assert.Equal(later.Identity, settled.SeedOf(later, "U"));
        // What went out in the split study is the first's, and in the other the later's own.
        Assert.Equal(
            [
                new ReleasedPatient(first, first.Identity).With(["S"]),
                new ReleasedPatient(later, later.Identity).With(["U"]),
            ],
            settled.GivenOut([new(later, "S", []), new(later, "U", [])])
        );
    }

    [Fact]
    public void Two_that_had_a_study_both_before_are_not_asked_about_what_is_done()
    {
        Crosswalk released = Crosswalk.Empty.Release([
            new ReleasedPatient(Patient("Z1"), new("", "Z1")).With(["S"]),
            new ReleasedPatient(Patient("Q2"), new("", "Q2")).With(["S"]),
        ]);
        Assert.Empty(Resolve(released, (Patient("Z1"), "N")).Findings);
        Assert.Empty(
            Resolve(released, (new SourcePatient(new("", "")), "X")).GivenOut([new(new(new("", "")), "X", [])])
        );
    }

    [Fact]
    public void One_number_told_apart_after_a_release_leaves_the_pseudonym_to_the_first()
    {
        SourcePatient first = new(new("", "7"), "ROE^ANN", "19600101", "F");
        SourcePatient later = new(new("", "7"), "DOE^JANE", "19400102", "F");
        Crosswalk released = Crosswalk.Empty.Release([new(first, first.Identity)]);
        PatientFinding finding = Assert.Single(Resolve(released, (later, "2")).Findings);
        PatientResolution two = Resolve(released.With([finding.Decide(PatientDecisionKind.Different)]), (later, "2"));
        Assert.NotEqual(first.Identity, two.SeedOf(later, "2"));
        Assert.Equal(first.Identity, two.SeedOf(first, "1"));
    }

    [Fact]
    public void Who_has_a_name_and_no_number_stands_for_himself_and_is_asked_within_a_study()
    {
        SourcePatient nameless = new(new("", ""), "DOE^JANE", "19400102");
        PatientResolution resolution = Resolve(Crosswalk.Empty, (nameless, "1"), (Patient("7"), "1"));
        Assert.Equal(PatientFindingKind.StudyOfTwo, Assert.Single(resolution.Findings).Kind);
        Assert.Equal("name\0DOE^JANE\019400102", resolution.SeedOf(nameless, "1").Id);
        Assert.Equal(0, Count(new SourcePatient(new("", ""))));
    }

    [Fact]
    public void Files_that_name_nobody_are_asked_within_a_study_of_somebody_and_that_study_alone_is_joined()
    {
        SourcePatient nobody = new(new("", ""));
        (SourcePatient, string)[] seen = [(nobody, "S"), (nobody, "T"), (Patient("7"), "S"), (Patient("8"), "U")];
        PatientResolution open = Resolve(Crosswalk.Empty, seen);
        PatientFinding finding = Assert.Single(open.Findings);
        Assert.True(open.IsBlocked(nobody, "S") && open.IsBlocked(Patient("7"), "S"));
        Assert.False(open.IsBlocked(nobody, "T"));
        PatientResolution decided = Resolve(Decided(finding, PatientDecisionKind.Same), seen);
        Assert.Equal(new PatientIdentity("", "7"), decided.ReplacementOf(nobody, "S"));
        Assert.Null(decided.ReplacementOf(nobody, "T"));
        Assert.False(decided.IsBlocked(nobody, "S") || decided.IsBlocked(Patient("7"), "S"));
    }

    [Fact]
    public void The_order_of_files_and_of_decisions_changes_nothing()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            List<(SourcePatient, string)> sightings =
            [
                .. Enumerable
                    .Range(0, 12)
                    .Select(i =>
                        (
                            new SourcePatient(
                                new(random.Next(3) == 0 ? "N" : "", new string('0', random.Next(3)) + random.Next(4)),
                                random.Next(2) == 0 ? "" : "P^" + "ABC"[random.Next(3)],
                                random.Next(2) == 0 ? "" : "194" + random.Next(3) + "0101",
                                random.Next(3) == 0 ? "F" : ""
                            ),
                            "S" + random.Next(8)
                        )
                    ),
            ];
            List<PatientDecision> decisions =
            [
                .. Resolve(Crosswalk.Empty, [.. sightings])
                    .Findings.Where(_ => random.Next(3) > 0)
                    .Select(f =>
                        f.Decide(random.Next(2) == 0 ? PatientDecisionKind.Same : PatientDecisionKind.Different)
                    ),
                .. random.Next(2) == 0 ? [Merge("1", "3")] : Array.Empty<PatientDecision>(),
            ];
            PatientResolution one = Resolve(Crosswalk.Empty.With(decisions), [.. sightings]);
            PatientResolution other = Resolve(
                Crosswalk.Empty.With(decisions.AsEnumerable().Reverse()),
                [.. sightings.AsEnumerable().Reverse()]
            );
            Assert.Equal(
                one.Findings.Select(f => (f.Id, f.Kind, f.IsOpen)),
                other.Findings.Select(f => (f.Id, f.Kind, f.IsOpen))
            );
            Assert.All(sightings, s => Assert.Equal(one.SeedOf(s.Item1, s.Item2), other.SeedOf(s.Item1, s.Item2)));
            NeverTwoInOneStudy(one, sightings);
        }
    }

    [Fact]
    public void Ten_thousand_findings_each_have_a_name_of_their_own_that_tells_nothing()
    {
        PatientRegister register = new();
        for (int i = 1; i <= 10_000; i++)
        {
            register.Add(new(Patient($"MRN{i}"), "a" + i, []), i);
            register.Add(new(Patient($"mrn0{i}"), "b" + i, []), 10_000 + i);
        }

        PatientResolution resolution = Crosswalk.Empty.Resolve(register, Key);
        Assert.Equal(10_000, resolution.Findings.Count);
        Assert.Equal(10_000, resolution.Findings.Select(f => f.Id).Distinct().Count());
        ProjectKey other = new(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
        Assert.NotEqual(resolution.Findings[0].Id, Crosswalk.Empty.Resolve(register, other).Findings[0].Id);
        Assert.DoesNotContain("MRN", resolution.Findings[0].ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static void NeverTwoInOneStudy(
        PatientResolution resolution,
        IEnumerable<(SourcePatient Patient, string Study)> sightings
    )
    {
        foreach (
            IGrouping<string, (SourcePatient Patient, string Study)> study in sightings
                .Where(s => !resolution.IsBlocked(s.Patient, s.Study))
                .GroupBy(s => s.Study)
        )
        {
            Assert.Single(study.Select(s => resolution.SeedOf(s.Patient, s.Study)).Distinct());
        }
    }

    private static int Count(SourcePatient patient)
    {
        PatientRegister register = new();
        register.Add(new(patient, "1", []));
        return register.Count;
    }

    private static PatientResolution Resolve(Crosswalk crosswalk, params (SourcePatient Patient, string Study)[] seen)
    {
        PatientRegister register = new();
        for (int i = 0; i < seen.Length; i++)
        {
            register.Add(new(seen[i].Patient, seen[i].Study, []), i + 1);
        }

        return crosswalk.Resolve(register, Key);
    }

    private static Crosswalk Decided(PatientFinding finding, PatientDecisionKind kind) =>
        Crosswalk.Empty.With([finding.Decide(kind)]);

    private static SourcePatient Patient(string id) => new(new("", id));

    private static PatientDecision Merge(string prior, string surviving) =>
        Say(PatientDecisionKind.Merge, prior, surviving);

    private static PatientDecision Say(PatientDecisionKind kind, string one, string other) =>
        new(kind, new(new("", one)), new(new("", other)));
}
