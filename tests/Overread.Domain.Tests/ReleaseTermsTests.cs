using Overread.Domain.Releases;

namespace Overread.Domain.Tests;

public class ReleaseTermsTests
{
    [Theory]
    [InlineData("Hospital", null, null, null, null)]
    [InlineData(" ", null, null, null, "release.author")]
    [InlineData("", null, null, null, "release.author")]
    [InlineData("Hospital", "Lovelace", null, null, "release.author")]
    [InlineData("Hospital", null, "Ada", null, "release.author")]
    [InlineData("Hospital", null, null, "0000-0002-1825-0097", "release.author")]
    [InlineData(null, "Lovelace", "Ada", null, null)]
    [InlineData(null, "Lovelace", null, null, null)]
    [InlineData(null, "Lovelace", "", null, "release.author")]
    [InlineData(null, " ", "Ada", null, "release.author")]
    [InlineData(null, "", "Ada", null, "release.author")]
    [InlineData(null, null, "Ada", null, "release.author")]
    [InlineData(null, null, null, null, "release.author")]
    // ORCID's own example, and one whose check digit is X (ISO 7064 MOD 11-2).
    [InlineData(null, "Carberry", "Josiah", "0000-0002-1825-0097", null)]
    [InlineData(null, "Carberry", "Josiah", "0000-0002-1694-233X", null)]
    [InlineData(null, "Carberry", "Josiah", "0000-0002-1825-0098", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000-0002-1694-2330", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000000218250097", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000-0002-1825-00970", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000x0002-1825-0097", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000-0002x1825-0097", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000-0002-1825x0097", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000-0002-18A5-0097", "release.orcid")]
    [InlineData(null, "Carberry", "Josiah", "0000-0002-1-25-0097", "release.orcid")]
    public void An_author_is_an_organisation_or_a_person(
        string? name,
        string? family,
        string? given,
        string? orcid,
        string? code
    )
    {
        Refusal? fault = new CitationAuthor(name, family, given, orcid).Fault();
        Assert.Equal(code, fault?.Code);
        Assert.Equal(code is null ? null : "authors", fault?.Where);
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_name_has_at_most_300_characters(int length, bool sound)
    {
        string name = new('a', length);
        Assert.Equal(sound, new CitationAuthor(name).Fault() is null);
        Assert.Equal(sound, new CitationAuthor(Family: name).Fault() is null);
        Assert.Equal(sound, new CitationAuthor(Family: "a", Given: name).Fault() is null);
    }

    [Theory]
    [InlineData(null, LicenceKind.None, null)]
    [InlineData("CC-BY-4.0", LicenceKind.Spdx, "https://spdx.org/licenses/CC-BY-4.0")]
    [InlineData("CC-BY-NC-ND-2.5", LicenceKind.Spdx, "https://spdx.org/licenses/CC-BY-NC-ND-2.5")]
    [InlineData("Apache-2.0", LicenceKind.Spdx, "https://spdx.org/licenses/Apache-2.0")]
    [InlineData("https://example.org/terms", LicenceKind.Address, "https://example.org/terms")]
    [InlineData("http://example.org/terms", LicenceKind.Address, "http://example.org/terms")]
    [InlineData("https://example.org/a b", LicenceKind.Text, null)]
    [InlineData("https://[", LicenceKind.Text, null)]
    [InlineData("ftp://example.org/terms", LicenceKind.Text, null)]
    [InlineData("For research only.", LicenceKind.Text, null)]
    [InlineData("cc-by-4.0", LicenceKind.Text, null)]
    public void A_licence_is_an_id_an_address_or_a_text(string? licence, LicenceKind kind, string? address)
    {
        ReleaseTerms terms = new(licence, []);
        Assert.Equal((kind, address), (terms.Kind, terms.Address));
        Assert.Null(terms.Fault());
    }

    [Fact]
    public void A_licence_has_1_to_20000_characters()
    {
        Assert.Equal("release.licence", new ReleaseTerms(" ", []).Fault()?.Code);
        Assert.Equal("licence", new ReleaseTerms("", []).Fault()?.Where);
        Assert.Null(new ReleaseTerms(new string('a', 20_000), []).Fault());
        Assert.Equal("release.licence", new ReleaseTerms(new string('a', 20_001), []).Fault()?.Code);
    }

    [Fact]
    public void There_are_at_most_200_authors_and_each_is_checked()
    {
        CitationAuthor good = new("Hospital");
        Assert.Null(new ReleaseTerms(null, [.. Enumerable.Repeat(good, 200)]).Fault());
        Refusal? many = new ReleaseTerms(null, [.. Enumerable.Repeat(good, 201)]).Fault();
        Assert.Equal(("release.author", "authors"), (many?.Code, many?.Where));
        Assert.Equal("release.author", new ReleaseTerms(null, [good, new CitationAuthor()]).Fault()?.Code);
        Assert.Null(ReleaseTerms.None.Fault());
        Assert.Equal(LicenceKind.None, ReleaseTerms.None.Kind);
    }

    [Theory]
    [InlineData(0.7, 0.15, 0.15, true)]
    [InlineData(1, 0, 0, true)]
    [InlineData(0, 1, 0, true)]
    [InlineData(0, 0, 1, true)]
    [InlineData(0.7, 0.2, 0.2, false)]
    [InlineData(0.5, 0.2, 0.2, false)]
    [InlineData(-0.1, 0.6, 0.5, false)]
    [InlineData(0.6, -0.1, 0.5, false)]
    [InlineData(0.6, 0.5, -0.1, false)]
    public void Shares_are_not_negative_and_add_up(double train, double tuning, double test, bool sound)
    {
        Refusal? fault = new SplitPlan(train, tuning, test, 1).Fault();
        Assert.Equal(sound, fault is null);
        Assert.Equal(sound ? null : "splits", fault?.Where);
    }

    [Theory]
    [InlineData(0.5, 0.25, 0.25, 5, 3, 2)]
    [InlineData(0.7, 0.15, 0.15, 7, 2, 1)]
    [InlineData(0, 0, 1, 0, 0, 10)]
    [InlineData(0, 1, 0, 0, 10, 0)]
    public void Subjects_are_cut_at_the_shares(
        double train,
        double tuning,
        double test,
        int first,
        int second,
        int third
    )
    {
        IReadOnlyDictionary<string, string> split = new SplitPlan(train, tuning, test, 3)
            .Assign(Enumerable.Range(0, 10).Select(i => $"s{i}"))
            .Of;
        Assert.Equal(
            (first, second, third),
            (
                split.Values.Count(v => v == "train"),
                split.Values.Count(v => v == "tuning"),
                split.Values.Count(v => v == "test")
            )
        );
    }

    [Fact]
    public void The_order_of_a_seed_is_the_same_for_ever() =>
        // Sorted by SHA-256 of "1:a" to "1:d", computed elsewhere.
        Assert.Equal(["d", "a", "b", "c"], SeededOrder.Of(["d", "c", "b", "a"], 1, s => s));
}
