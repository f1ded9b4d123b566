using Overread.Domain.Subjects;

namespace Overread.Domain.Tests;

/// <summary>Whose an item is by its name, what is unclear about it, and who stands together meanwhile.</summary>
public class SubjectTests
{
    [Theory]
    [InlineData("patient00001/study1", "patient00001")]
    [InlineData("CheXpert-v1.0/train/patient00001/study2/view1_frontal.jpg", "patient00001")]
    [InlineData("p10/p10000032/s50414267", "p10000032")]
    [InlineData("sub-01/ses-02/anat/sub-01_ses-02_T1w.nii.gz", "sub-01")]
    [InlineData(@"Patient 7\Study 1", "Patient 7")]
    [InlineData("patient3_study1", "patient3")]
    [InlineData("PAT-003-study-2.dcm", "PAT-003")]
    [InlineData("patient3study12", "patient3")]
    [InlineData("case-0001", null)]
    [InlineData("patch1/img2", null)]
    [InlineData("train/img1.png", null)]
    [InlineData("patient7", null)]
    [InlineData("", null)]
    public void A_name_states_the_subject_by_convention_or_not_at_all(string name, string? subject) =>
        Assert.Equal(subject, SubjectNames.ByPath(name));

    [Theory]
    [InlineData("PAT100", "pat100")]
    [InlineData("PAT100", "PAT-100")]
    [InlineData("PAT100", "PAT0100")]
    [InlineData("PAT100", " PAT 100 ")]
    [InlineData("PAT100", "ＰＡＴ１００")]
    [InlineData("100", "100.0")]
    [InlineData("0", "000")]
    [InlineData("12-34-56", "123456")]
    public void Spellings_of_one_name_compare_alike(string one, string other) =>
        Assert.Equal(SubjectNames.Comparable(one), SubjectNames.Comparable(other));

    [Theory]
    [InlineData("PAT100", "PAT200")]
    [InlineData("PAT100", "PAT1000")]
    [InlineData("A1B2", "A12B")]
    [InlineData("10", "1")]
    public void Names_that_differ_in_more_stay_two(string one, string other) =>
        Assert.NotEqual(SubjectNames.Comparable(one), SubjectNames.Comparable(other));

    [Fact]
    public void Between_digits_a_sign_says_something_where_nobody_named_the_subject()
    {
        Assert.NotEqual(SubjectNames.Comparable("1-12", true), SubjectNames.Comparable("11-2", true));
        Assert.Equal(SubjectNames.Comparable("case 1-12", true), SubjectNames.Comparable("CASE-01-12", true));
    }

    private static SubjectItem Item(string title, string? subject = null) =>
        new("i-" + title, title, subject ?? title, subject is null ? SubjectSource.Guess : SubjectSource.Stated);

    [Fact]
    public void Five_spellings_are_one_question_and_stand_together_until_somebody_says()
    {
        string[] spellings = ["PAT100", "pat100", "PAT-100", "PAT0100", "PAT 100"];
        List<SubjectItem> items =
        [
            .. spellings.Select((s, i) => Item($"A{i}", s)),
            .. Enumerable.Range(0, 20).Select(i => Item($"R{i}", $"PAT{i + 200}")),
        ];
        SubjectQuestion question = Assert.Single(SubjectQuestions.Find(items, []));
        Assert.Equal("alike", question.Kind);
        Assert.Equal(spellings.Order(StringComparer.Ordinal), question.Subjects);

        SubjectGroups asked = new([question], []);
        Assert.Single(asked.Open);
        Assert.Single(spellings.Select(asked.Of).Distinct());
        Assert.NotEqual(asked.Of("PAT100"), asked.Of("PAT200"));

        SubjectGroups apart = new([question], [new(question.Subjects, false, "Two clinics.")]);
        Assert.Empty(apart.Open);
        Assert.Equal(5, spellings.Select(apart.Of).Distinct().Count());

        SubjectGroups same = new(
            [question],
            [new(question.Subjects, false, "Two clinics."), new(question.Subjects, true, "Looked it up.")]
        );
        Assert.Empty(same.Open);
        Assert.Single(spellings.Select(same.Of).Distinct());
    }

    [Fact]
    public void One_of_three_that_is_said_to_be_another_leaves_the_question_open_for_the_rest()
    {
        SubjectQuestion question = Assert.Single(
            SubjectQuestions.Find([Item("a", "P1"), Item("b", "p1"), Item("c", "P01")], [])
        );
        SubjectGroups groups = new(
            [question],
            [new(["P01", "P1"], false, "Known."), new(["P01", "p1"], false, "Known.")]
        );
        Assert.Single(groups.Open);
        Assert.Equal(groups.Of("P1"), groups.Of("p1"));
        Assert.NotEqual(groups.Of("P1"), groups.Of("P01"));
    }

    [Fact]
    public void Names_that_share_a_part_are_asked_about_unless_all_do()
    {
        List<SubjectItem> items = [.. from p in (int[])[1, 2, 3] from v in (int[])[1, 2] select Item($"A{p}/{v}")];
        IReadOnlyList<SubjectQuestion> questions = SubjectQuestions.Find(items, []);
        Assert.Equal(3, questions.Count);
        Assert.All(questions, q => Assert.Equal(("part", 2), (q.Kind, q.Subjects.Count)));
        Assert.Empty(SubjectQuestions.Find([.. Enumerable.Range(0, 9).Select(i => Item($"2024-{i:000}"))], []));
        Assert.Empty(SubjectQuestions.Find([.. Enumerable.Range(0, 9).Select(i => Item($"case-{i:0000}"))], []));
    }

    [Fact]
    public void A_column_that_contradicts_the_names_is_asked_about() =>
        Assert.Equal(
            "column",
            Assert.Single(SubjectQuestions.Find([Item("patient1/study1", "X"), Item("patient1/study2", "Y")], [])).Kind
        );

    [Fact]
    public void The_same_content_under_two_subjects_is_asked_about_and_under_one_is_not()
    {
        List<SubjectItem> items = [Item("a", "S"), Item("b", "T"), Item("c", "S")];
        Assert.Equal(["S", "T"], Assert.Single(SubjectQuestions.Find(items, [new(true, ["i-a", "i-b"], 0)])).Subjects);
        Assert.Empty(SubjectQuestions.Find(items, [new(true, ["i-a", "i-c"], 0)]));
        Assert.Equal("similar", Assert.Single(SubjectQuestions.Find(items, [new(false, ["i-b", "i-c"], 5)])).Kind);
    }

    [Fact]
    public void A_word_names_known_subjects_and_a_reason()
    {
        HashSet<string> known = ["a", "b"];
        Assert.Equal("reason.needed", SubjectRules.Decide(known, ["a", "b"], true, " ", null).Refusal!.Code);
        Assert.Equal("subjects.few", SubjectRules.Decide(known, ["a", "a"], true, "x", null).Refusal!.Code);
        Assert.Equal("subjects.unknown", SubjectRules.Decide(known, ["a", "c"], true, "x", null).Refusal!.Code);
        Assert.Single(SubjectRules.Decide(known, ["b", "a"], false, "x", null).Events);
    }
}
