using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Says of an object that somebody calls de-identified what the basic profile (PS3.15 table E.1-1), with the options that its
/// own marks name, would still take out of it or change. Unique identifiers and moved dates are left aside: of those nobody can
/// tell from the object alone whether they were replaced.
/// </summary>
public static class Leftovers
{
    private const int LettersOfText = 4;

    // What stands for a name and names nobody.
    private static readonly HashSet<string> Placeholders = new(StringComparer.OrdinalIgnoreCase)
    {
        "ANON",
        "ANONYM",
        "ANONYMOUS",
        "ANONYMIZED",
        "ANONYMISED",
        "CASE",
        "DE",
        "DEID",
        "DEIDENTIFIED",
        "IDENTIFIED",
        "NAME",
        "NO",
        "NONE",
        "PATIENT",
        "PHANTOM",
        "REMOVED",
        "STUDY",
        "SUBJECT",
        "TEST",
        "UNKNOWN",
        "VOLUNTEER",
    };

    /// <summary>What is left, as "PatientAddress: would be removed"; never a value. Empty where nothing is.</summary>
    /// <param name="output">The object; must be open.</param>
    public static IReadOnlyList<string> Find(DicomFile output)
    {
        ArgumentNullException.ThrowIfNull(output);
        SortedSet<string> found = new(StringComparer.Ordinal);
        Dataset dataset = output.Dataset;
        if (IsName(dataset.GetText(Tags.PatientName), dataset.GetText(Tags.PatientId)))
        {
            found.Add("PatientName: is no pseudonym");
        }

        if (HoldsText(output.Preamble.Span))
        {
            found.Add("preamble: holds a text");
        }

        if (output.Findings.Any(finding => finding.Kind == FindingKind.TrailingBytes))
        {
            found.Add("bytes behind the object");
        }

        // Any key will do: what it derives is not looked at.
        DatasetRewriter rewriter = new(
            new DeidentificationPlan(ProfileOf(dataset), OptionsOf(dataset)),
            new ProjectKey(new byte[ProjectKey.Size])
        );
        RewriteResult result = rewriter.Rewrite(output, AccountDetail.Elements);
        if (result.Output is null)
        {
            found.Add($"the object: not looked into ({result.Account.Refusal})");
            return [.. found];
        }

        foreach (AccountEntry entry in result.Account.Entries)
        {
            if (entry.Change is AccountChange.Removed or AccountChange.Changed && SaysSomething(entry))
            {
                found.Add(
                    $"{(entry.Keyword.Length > 0 ? entry.Keyword : entry.Path)}: {(entry.Change == AccountChange.Removed ? "would be removed" : "would be changed")}"
                );
            }
        }

        return [.. found];
    }

    private static bool SaysSomething(AccountEntry entry) =>
        entry.Action
            is not (ElementAction.Uid or ElementAction.Shift or ElementAction.Pseudonym or ElementAction.Replace)
        && !(entry.Vr == Vr.UI && entry.Action is not ElementAction.Remove)
        && !(entry.Vr is (Vr.DA or Vr.DT or Vr.TM) && entry.Action == ElementAction.Clean)
        && !entry.Tag.IsPrivateCreator
        // What is changed in a sequence is told of what stands in it.
        && !(entry.Vr == Vr.SQ && entry.Change == AccountChange.Changed);

    /// <summary>What an object says was retained (CID 7050); of two options about dates the wider one.</summary>
    /// <param name="dataset">The object.</param>
    public static DeidentificationOptions OptionsOf(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DeidentificationOptions options = DeidentificationOptions.None;
        foreach (Dataset item in dataset.GetItems(Tags.DeidentificationMethodCodeSequence))
        {
            if (OptionCodes.TryParse(item.GetText(Tags.CodeValue) ?? "", out DeidentificationOptions option))
            {
                options |= option;
            }
        }

        return options.HasFlag(DeidentificationOptions.RetainFullDates)
            ? options & ~DeidentificationOptions.RetainModifiedDates
            : options;
    }

    /// <summary>The profile that an output of ours names; of others the basic one.</summary>
    private static DeidentificationProfile ProfileOf(Dataset dataset) =>
        dataset.GetTexts(Tags.DeidentificationMethod) is [{ } who, { } how, ..]
        && who.StartsWith("OVERREAD ", StringComparison.Ordinal)
        && how.Contains(" STRICT", StringComparison.Ordinal)
            ? DeidentificationProfile.Strict
            : DeidentificationProfile.Basic;

    // A preamble may be the head of a TIFF file (PS3.10 section 7.1); letters in a row are neither that nor nothing.
    private static bool HoldsText(ReadOnlySpan<byte> preamble)
    {
        int run = 0;
        foreach (byte value in preamble)
        {
            run = char.IsAsciiLetterOrDigit((char)value) ? run + 1 : 0;
            if (run >= LettersOfText)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(string? name, string? id) =>
        (name ?? "").Trim() is { Length: > 0 } said
        && said != (id ?? "").Trim()
        && !said.Any(char.IsAsciiDigit)
        && said.Split(['^', '=', ' ', ',', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Any(word => word.Length > 1 && !Placeholders.Contains(word));
}
