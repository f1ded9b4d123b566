using Overread.Domain.Projects;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>Who took part in what is released, by pseudonym alone.</summary>
internal static class ReleasePeople
{
    /// <summary>Those who read or decided about a released item, in order of name.</summary>
    public static List<string> Acting(BundleContent content) =>
        [
            .. BundleTables
                .Included(content)
                .Select(r => r.Reader)
                .Concat(content.Adjudications.Select(a => a.By).OfType<string>())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>valid or expired on the day of the release; empty where no licence is stated. Which one it is stays in the record.</summary>
    public static string Licence(Qualifications? stated, string at) =>
        stated?.Licence is not { } licence ? ""
        : licence.HoldsOn(Timestamps.Day(Timestamps.Parse(at))) ? "valid"
        : "expired";

    /// <summary>none or declared; empty where nobody said. What they are stays in the record.</summary>
    public static string Conflicts(Qualifications? stated) =>
        stated?.Conflicts is not { } words ? ""
        : string.IsNullOrWhiteSpace(words) ? "none"
        : "declared";

    /// <summary>The kinds of what was signed, in order.</summary>
    public static string Agreements(Qualifications? stated) =>
        string.Join("; ", (stated?.Agreements ?? []).Select(a => a.Kind).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The roles that a person has in the project, as they stand when the release is made.</summary>
    public static string Roles(BundleContent content, string pseudonym) =>
        content.Readers.FirstOrDefault(r => r.Pseudonym == pseudonym)?.Roles
        ?? "unknown, because the person is no member of the project";
}
