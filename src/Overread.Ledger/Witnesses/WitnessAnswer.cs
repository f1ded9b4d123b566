using System.Globalization;

namespace Overread.Ledger.Witnesses;

/// <summary>What a witness answers.</summary>
/// <param name="Status">
/// The status of HTTP: 200 cosigned; 400 no request; 403 not signed by a known key of the log; 404 unknown log; 409 another
/// size than the last, or another root at the same size; 422 the proof does not hold.
/// </param>
/// <param name="Text">The body: lines of cosignatures, a size, or a sentence that says what is wrong.</param>
/// <param name="MediaType">Its type.</param>
/// <param name="Next">What the witness has to remember, durably, before it says so; null where nothing changes.</param>
public sealed record WitnessAnswer(int Status, string Text, string MediaType, WitnessedHead? Next)
{
    /// <summary>The type of a body that is the size of the last checkpoint.</summary>
    public const string SizeType = "text/x.tlog.size";

    /// <summary>Reads a body that is a size.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long SizeOf(string text) =>
        text.EndsWith('\n')
        && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
        && size.ToString(CultureInfo.InvariantCulture) == text[..^1]
            ? size
            : throw new FormatException("The witness's answer is no size.");

    internal static WitnessAnswer Refused(int status, string why) => new(status, why + "\n", "text/plain", null);
}
