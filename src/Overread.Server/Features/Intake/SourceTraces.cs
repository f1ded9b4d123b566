using System.Text;
using Overread.Dicom;

namespace Overread.Server.Features.Intake;

/// <summary>
/// A second look at the output, written apart from the remover: hunts the bytes for the source's own identifiers, as they
/// stood and as text in several encodings. It names the attribute a trace came from, never the trace.
/// </summary>
internal static class SourceTraces
{
    private const int Shortest = 4;

    private static readonly Tag[] Identifying =
    [
        Tags.PatientName,
        Tags.PatientId,
        Tags.OtherPatientIds,
        Tags.PatientBirthDate,
        Tags.PatientAddress,
        Tags.PatientTelephoneNumbers,
        Tags.AccessionNumber,
        Tags.InstitutionName,
        Tags.InstitutionAddress,
        Tags.ReferringPhysicianName,
        Tags.PerformingPhysicianName,
        Tags.PhysiciansOfRecord,
        Tags.OperatorsName,
        Tags.StudyInstanceUid,
        Tags.SeriesInstanceUid,
        Tags.SopInstanceUid,
        Tags.StationName,
        Tags.DeviceSerialNumber,
    ];

    /// <summary>Keywords of attributes whose source value is still to be found in the output outside the pixels.</summary>
    public static List<string> Find(Dataset source, byte[] output, long pixelsFrom)
    {
        ReadOnlySpan<byte> searched =
            pixelsFrom > 0 && pixelsFrom < output.Length ? output.AsSpan(0, (int)pixelsFrom) : output;
        List<string> found = [];
        foreach (Tag tag in Identifying)
        {
            if (
                source.TryGet(tag, out Element? element)
                && element.Length is > 0 and < 4096
                && !element.IsSequence
                && Holds(searched, source, element)
            )
            {
                found.Add(AttributeRegistry.KeywordOf(tag));
            }
        }

        return found;
    }

    private static bool Holds(ReadOnlySpan<byte> output, Dataset source, Element element)
    {
        byte[] raw = Trim(element.ReadBytes().ToArray());
        if (raw.Length >= Shortest && output.IndexOf(raw) >= 0)
        {
            return true;
        }

        foreach (
            string word in (source.TextOf(element) ?? "").Split(
                ['^', '=', '\\', ' ', ','],
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            if (word.Length < Shortest)
            {
                continue;
            }

            foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Latin1, Encoding.Unicode })
            {
                if (HoldsWord(output, encoding.GetBytes(word)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // MARY in PRIMARY is no trace: a word counts where no letter or digit touches it.
    private static bool HoldsWord(ReadOnlySpan<byte> output, byte[] word)
    {
        for (int from = 0; ; )
        {
            int at = output[from..].IndexOf(word);
            if (at < 0)
            {
                return false;
            }

            at += from;
            bool before = at > 0 && char.IsAsciiLetterOrDigit((char)output[at - 1]);
            bool after = at + word.Length < output.Length && char.IsAsciiLetterOrDigit((char)output[at + word.Length]);
            if (!before && !after)
            {
                return true;
            }

            from = at + 1;
        }
    }

    private static byte[] Trim(byte[] bytes)
    {
        int end = bytes.Length;
        while (end > 0 && bytes[end - 1] is (0 or 32))
        {
            end--;
        }

        return bytes[..end];
    }
}
