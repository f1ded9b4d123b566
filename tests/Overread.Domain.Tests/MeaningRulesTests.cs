using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Tests;

/// <summary>Labels say what they measure and how bad a wrong one is, and which do not is named.</summary>
public class MeaningRulesTests
{
    private static readonly LabelMeaning Whole = new()
    {
        Measures = "A nodule that a radiologist would report.",
        DoesNotMeasure = "Malignancy.",
        Severity = LabelSeverity.Critical,
    };

    private static ProtocolBody Body(params Field[] fields) => new("Test", fields, "Look.", new(2));

    private static Field Choice(LabelMeaning? meaning, params Option[] options) =>
        new("size", "Size", FieldKinds.Choice) { Meaning = meaning, Options = options };

    [Fact]
    public void Each_label_that_lacks_a_meaning_or_a_severity_is_named_with_what_it_lacks()
    {
        ProtocolBody body = Body(
            new Field("nodule", "Nodule", FieldKinds.Finding) { Meaning = Whole },
            new Field("note", "Note", FieldKinds.Text),
            new Field("effusion", "Effusion", FieldKinds.Finding) { Meaning = new() { Measures = "Fluid." } },
            new Field("blank", "Blank", FieldKinds.Finding) { Meaning = Whole with { Measures = "  " } }
        );
        Assert.Equal(
            [
                ("/fields/1/meaning", "note does not say what it measures and how bad a wrong one is."),
                ("/fields/2/meaning", "effusion does not say how bad a wrong one is."),
                ("/fields/3/meaning", "blank does not say what it measures."),
            ],
            LabelMeanings.Lacking(body).Select(f => (f.Where, f.Message))
        );
        Assert.Null(LabelMeanings.Release(false, body, 3));
        Refusal refusal = LabelMeanings.Release(true, body, 3)!;
        Assert.Equal("release.meanings", refusal.Code);
        Assert.Contains("3 labels", refusal.Title, StringComparison.Ordinal);
        Assert.Null(LabelMeanings.Release(true, Body(new Field("a", "A", FieldKinds.Finding) { Meaning = Whole }), 3));
    }

    [Fact]
    public void An_answer_has_its_fields_meaning_where_it_has_none_of_its_own()
    {
        ProtocolBody body = Body(
            Choice(
                Whole,
                new("small", "Small"),
                new("large", "Large")
                {
                    Meaning = new() { Measures = "Over 8 mm.", Severity = LabelSeverity.Catastrophic },
                }
            )
        );
        IReadOnlyList<LabelEntry> entries = LabelMeanings.Of(body);
        Assert.Equal(["size", "size=small", "size=large"], entries.Select(e => e.Name));
        Assert.Equal(Whole.Measures, entries[1].Meaning.Measures);
        Assert.Equal(LabelSeverity.Critical, entries[1].Meaning.Severity);
        Assert.Equal("Over 8 mm.", entries[2].Meaning.Measures);
        Assert.Equal("Malignancy.", entries[2].Meaning.DoesNotMeasure);
        Assert.Equal(LabelSeverity.Catastrophic, entries[2].Meaning.Severity);
        Assert.Empty(LabelMeanings.Lacking(body));
        // Where every answer speaks for itself the field need not.
        LabelMeaning own = new() { Measures = "It.", Severity = LabelSeverity.Minor };
        Assert.Empty(
            LabelMeanings.Lacking(
                Body(Choice(null, new Option("a", "A") { Meaning = own }, new Option("b", "B") { Meaning = own }))
            )
        );
        Assert.Equal(
            ["/fields/0/meaning", "/fields/0/options/1/meaning"],
            LabelMeanings
                .Lacking(Body(Choice(null, new Option("a", "A") { Meaning = own }, new Option("b", "B"))))
                .Select(f => f.Where)
        );
    }

    [Fact]
    public void A_meaning_is_part_of_what_the_hash_covers_and_one_that_is_not_there_changes_no_hash()
    {
        Field plain = new("nodule", "Nodule", FieldKinds.Finding);
        string hash = Body(plain).Hash();
        Assert.NotEqual(hash, Body(plain with { Meaning = Whole }).Hash());
        Assert.Equal(hash, Body(plain with { Meaning = null }).Hash());
    }

    [Fact]
    public void A_meaning_that_is_too_long_is_a_fault()
    {
        ProtocolBody body = Body(
            new Field("nodule", "Nodule", FieldKinds.Finding)
            {
                Meaning = new() { Rationale = new string('x', FreeText.Longest + 1) },
            }
        );
        Assert.Equal("/fields/0/meaning/rationale", Assert.Single(ProtocolCheck.Faults(body)).Where);
    }
}
