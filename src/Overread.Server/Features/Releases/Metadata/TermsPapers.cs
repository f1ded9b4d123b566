using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Overread.Domain.Releases;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>On which terms a release may be used and how it is cited: LICENSE and CITATION.cff (Citation File Format 1.2.0).</summary>
internal static class TermsPapers
{
    public const string NoLicence = "unknown, because no licence was stated when the release was published";

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Licence(BundleContent c, ReleaseTerms terms)
    {
        const string Covers =
            "This covers what is in this bundle. The files that the labels are about are not in it. Who stated it, and when, is\nin audit/release-event.json.\n";
        string release = $"{c.Name}:{c.Version}";
        return terms.Kind switch
        {
            LicenceKind.Spdx =>
                $"{release} is licensed under {terms.Licence}.\n\nSPDX-License-Identifier: {terms.Licence}\nText: {terms.Address}\n\n{Covers}",
            LicenceKind.Address => $"{release} is licensed under the terms at\n{terms.Address}\n\n{Covers}",
            LicenceKind.Text =>
                $"{release} is licensed under these terms:\n\n{terms.Licence!.ReplaceLineEndings("\n").Trim()}\n\n{Covers}",
            _ =>
                $"No licence was stated when {release} was published.\n\nTherefore this bundle grants no right to use, copy, change or pass on what is in it, beyond what the law allows\nwithout a licence. Ask the publisher.\n",
        };
    }

    public static string Citation(BundleContent c, ReleaseMetadata metadata)
    {
        StringBuilder t = new();
        void Line(string key, string value) =>
            t.Append(CultureInfo.InvariantCulture, $"{key}: {JsonSerializer.Serialize(value, Plain)}\n");
        Line("cff-version", "1.2.0");
        Line("message", "If you use this dataset, please cite it as below.");
        Line("type", "dataset");
        Line("title", c.Name);
        Line("version", c.Version);
        Line("date-released", c.Run.At[..10]);
        Line("abstract", c.Notes.Length > 0 ? c.Notes : c.Purpose);
        switch (metadata.Terms.Kind)
        {
            case LicenceKind.Spdx:
                Line("license", metadata.Terms.Licence!);
                break;
            case LicenceKind.Address:
                Line("license-url", metadata.Terms.Licence!);
                break;
        }

        t.Append("identifiers:\n");
        Line("  - type", "other");
        Line("    value", metadata.Release);
        Line("    description", "The release's id in the record of the platform that published it.");
        t.Append("authors:\n");
        foreach (CitationAuthor author in Authors(c, metadata.Terms))
        {
            Line(author.Name is null ? "  - family-names" : "  - name", author.Name ?? author.Family!);
            if (author.Given is not null)
            {
                Line("    given-names", author.Given);
            }

            if (author.Orcid is not null)
            {
                Line("    orcid", OrcidAddress(author.Orcid));
            }
        }

        return t.ToString();
    }

    /// <summary>The stated authors, or else the project.</summary>
    public static IReadOnlyList<CitationAuthor> Authors(BundleContent c, ReleaseTerms terms) =>
        terms.Authors.Count > 0 ? terms.Authors : [new(Name: c.ProjectName)];

    public static string OrcidAddress(string orcid) => "https://orcid.org/" + orcid;

    /// <summary>The part of the README about terms and citation.</summary>
    public static string Section(ReleaseTerms terms) =>
        "\n## Licence and citation\n\n"
        + terms.Kind switch
        {
            LicenceKind.None => "No licence was stated, so no right is granted: see `LICENSE`.",
            LicenceKind.Text => "The terms are in `LICENSE`.",
            _ => $"{terms.Licence}: see `LICENSE`.",
        }
        + " How to cite it is in `CITATION.cff`.\n";
}
