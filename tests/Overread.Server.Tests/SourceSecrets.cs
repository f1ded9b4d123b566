using System.Text;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>What identifies somebody in source files, as the bytes that must be found nowhere else.</summary>
internal static class SourceSecrets
{
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
        Tags.OperatorsName,
        Tags.StudyInstanceUid,
        Tags.SeriesInstanceUid,
        Tags.SopInstanceUid,
    ];

    // Cleaned, not removed (option 113105): what identifies in them are the words by which the header names somebody.
    private static readonly Tag[] Descriptors =
    [
        Tags.StudyDescription,
        Tags.SeriesDescription,
        Tags.ProtocolName,
        Tags.RequestedProcedureDescription,
    ];

    // Descriptions of the sources that were read by a person and name a procedure and nobody: they may stay where the plan
    // keeps clinical words (here as the meaning of a procedure code).
    private static readonly HashSet<string> NameNobody = ["CT PE CHEST"];

    /// <summary>The values and words of the files, in the bytes they have there and in UTF-8, and the files' names.</summary>
    public static List<(string What, byte[] Bytes)> Of(IReadOnlyList<string> files) =>
        [
            .. files
                .SelectMany(f => Secrets(f).Concat(NamedInDescriptors(f)))
                .Concat(files.Select(f => ("file name", Encoding.UTF8.GetBytes(Path.GetFileName(f)))))
                .Where(s => s.Item2.Length >= 5),
        ];

    /// <summary>One line per value that stands in the bytes as a word of its own.</summary>
    public static IEnumerable<string> FoundIn(
        this List<(string What, byte[] Bytes)> secrets,
        byte[] bytes,
        string where
    ) => secrets.Where(s => Holds(bytes, s.Bytes)).Select(s => $"{where}: {s.What}");

    private static IEnumerable<(string What, byte[] Bytes)> Secrets(string path)
    {
        using DicomFile file = DicomFile.Read(path);
        foreach (Tag tag in Identifying)
        {
            if (!file.Dataset.TryGet(tag, out Element? element) || element.IsSequence || element.Length is 0 or > 512)
            {
                continue;
            }

            if (tag == Tags.RequestedProcedureDescription && NameNobody.Contains(file.Dataset.GetText(tag) ?? ""))
            {
                continue;
            }

            string what = $"{AttributeRegistry.KeywordOf(tag)} of {Path.GetFileName(path)}";
            byte[] raw = element.ReadBytes().ToArray();
            yield return (what, Trim(raw));
            foreach (byte[] component in Split(raw))
            {
                yield return (what, component);
            }

            foreach (
                string word in (file.Dataset.TextOf(element) ?? "")
                    .Split('^', '=', '\\')
                    .Where(w => w.Trim().Length >= 5)
            )
            {
                yield return (what, Encoding.UTF8.GetBytes(word.Trim()));
            }
        }
    }

    private static IEnumerable<(string What, byte[] Bytes)> NamedInDescriptors(string path)
    {
        using DicomFile file = DicomFile.Read(path);
        string Texts(Tag[] tags) => string.Join(' ', tags.Select(t => file.Dataset.GetText(t)));
        HashSet<string> names = new(Words(Texts(Identifying)), StringComparer.OrdinalIgnoreCase);
        foreach (Tag tag in Descriptors)
        {
            foreach (string word in Words(Texts([tag])).Where(names.Contains))
            {
                yield return (
                    $"{AttributeRegistry.KeywordOf(tag)} of {Path.GetFileName(path)}",
                    Encoding.UTF8.GetBytes(word)
                );
            }
        }
    }

    private static IEnumerable<string> Words(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"\p{L}{4,}").Select(m => m.Value);

    private static IEnumerable<byte[]> Split(byte[] raw)
    {
        int start = 0;
        for (int i = 0; i <= raw.Length; i++)
        {
            if (i == raw.Length || raw[i] is (byte)'^' or (byte)'=' or (byte)'\\')
            {
                yield return Trim(raw[start..i]);
                start = i + 1;
            }
        }
    }

    private static byte[] Trim(byte[] bytes) => [.. bytes.AsSpan().Trim((byte)' ').Trim((byte)0)];

    private static bool Holds(byte[] bytes, byte[] word)
    {
        for (int from = 0; ; )
        {
            int at = bytes.AsSpan(from).IndexOf(word);
            if (at < 0)
            {
                return false;
            }

            at += from;
            bool before = at > 0 && char.IsAsciiLetterOrDigit((char)bytes[at - 1]);
            bool after = at + word.Length < bytes.Length && char.IsAsciiLetterOrDigit((char)bytes[at + word.Length]);
            if (!before && !after)
            {
                return true;
            }

            from = at + 1;
        }
    }
}
