using Overread.Server.Features.Releases.Bundle;

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

    /// <summary>The roles that a person has in the project, as they stand when the release is made.</summary>
    public static string Roles(BundleContent content, string pseudonym) =>
        content.Readers.FirstOrDefault(r => r.Pseudonym == pseudonym)?.Roles
        ?? "unknown, because the person is no member of the project";
}
