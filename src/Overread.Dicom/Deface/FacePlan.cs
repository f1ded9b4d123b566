using System.Security.Cryptography;
using System.Text;

namespace Overread.Dicom.Deface;

/// <summary>
/// Cuts of a batch, as carried out and, once a person who has looked at the pictures has put a name to it, as approved. Only
/// of approved ones is it claimed that nothing recognisable is left. Holds no identifier of a source.
/// </summary>
/// <param name="ApprovedBy">Who looked at every series of it; "" where nobody has.</param>
/// <param name="Series">One for each series that was looked at.</param>
public sealed record FacePlan(string ApprovedBy, IReadOnlyList<FaceSeries> Series)
{
    /// <summary>SHA-256 over what is approved, lower-case hex: a batch that had run without it runs again.</summary>
    public string Hash =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"{ApprovedBy}\n{string.Join('\n', Series.Select(s => $"{s.Series} {s.Cut}"))}")
            )
        );

    /// <summary>True where a person has approved this very cut of this series.</summary>
    public bool Approves(string series, string cut) =>
        !string.IsNullOrWhiteSpace(ApprovedBy) && Series.Any(s => s.Series == series && s.Cut == cut && cut.Length > 0);
}
