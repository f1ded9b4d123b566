using System.Globalization;
using System.Text.RegularExpressions;

namespace Overread.Ledger.Bundles;

/// <summary>
/// What has become of releases since they were published, as a signed note (c2sp.org/signed-note) by the key of the record.
/// The first line names the form, so that it can be taken for no checkpoint; then the key's name, the time in UTC, the size
/// of the record, and a line for each release.
/// </summary>
/// <param name="Origin">The name of the key that signs.</param>
/// <param name="At">When it was made, UTC, as in the record.</param>
/// <param name="Size">Events in the record at that time.</param>
/// <param name="Releases">One for each release.</param>
public sealed partial record ReleaseStatusList(
    string Origin,
    string At,
    long Size,
    IReadOnlyList<ReleaseStanding> Releases
)
{
    private const string Form = "overread-release-status/1";

    /// <summary>Signs the list.</summary>
    public SignedNote Sign(LogSigner signer) =>
        SignedNote.Sign(
            string.Create(CultureInfo.InvariantCulture, $"{Form}\n{Origin}\n{At}\n{Size}\n")
                + string.Concat(
                    Releases.Select(r =>
                        $"{r.Release} {r.ContentHash} {r.Name} {string.Join(',', r.Words)}{(r.Items.Count == 0 ? "" : " " + string.Join(',', r.Items))}\n"
                    )
                ),
            signer
        );

    /// <summary>Reads a list that a key signed.</summary>
    /// <exception cref="FormatException">It is none, or the key did not sign it.</exception>
    public static ReleaseStatusList Read(string note, VerifierKey key)
    {
        SignedNote signed = SignedNote.Parse(note);
        string[] lines = signed.Text.TrimEnd('\n').Split('\n');
        if (lines.Length < 4 || lines[0] != Form)
        {
            throw new FormatException("This is no list of releases: its first line is another.");
        }

        if (lines[1] != key.Name || !signed.IsSignedBy(key))
        {
            throw new FormatException("The list is not signed by the key of the bundle.");
        }

        if (!long.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out long size))
        {
            throw new FormatException("The list does not say how large the record was.");
        }

        return new(lines[1], lines[2], size, [.. lines.Skip(4).Select(Line)]);
    }

    /// <summary>The line of a release, by the hash of its content; null where the list has none.</summary>
    public ReleaseStanding? Of(string contentHash) => Releases.FirstOrDefault(r => r.ContentHash == contentHash);

    private static ReleaseStanding Line(string line)
    {
        Match found = Row().Match(line);
        return found.Success
            ? new(
                found.Groups[1].Value,
                found.Groups[2].Value,
                found.Groups[3].Value,
                found.Groups[4].Value.Split(','),
                found.Groups[5].Success ? found.Groups[5].Value.Split(',') : []
            )
            : throw new FormatException("A line of the list cannot be read.");
    }

    [GeneratedRegex(@"^([!-~]+) ([0-9a-f]{64}) ([!-~]+) ([a-z,-]+)(?: ([!-~]+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
