using System.Text.Json.Nodes;
using Overread.Domain.Releases;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>What the maker of a release declared, as a file: words of a person, told apart from what is computed.</summary>
internal static class DeclaredPaper
{
    public const string Name = "declared.json";

    public static string Of(ReleaseDeclarations declared)
    {
        JsonObject paper = new()
        {
            ["by"] = "whoever made the release; not computed. The same stands in the release event.",
        };
        foreach ((string name, string? text) in declared.Texts())
        {
            paper[name] = Said(text);
        }

        paper["noActualKnowledge"] = declared.NoActualKnowledge
            ? "attested (45 CFR 164.514(b)(2)(ii))"
            : "unknown, because nobody attested it";
        return BundleWriter.Json(paper);
    }

    /// <summary>What was declared, or that it is unknown.</summary>
    public static string Said(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "unknown, because nobody declared it" : text.Trim();
}
