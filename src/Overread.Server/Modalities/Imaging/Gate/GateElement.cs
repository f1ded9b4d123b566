using Overread.Dicom;
using Overread.Dicom.Deidentify;
using Overread.Domain;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>One element before and after, for the gate's screen.</summary>
internal sealed record GateElement(
    string Tag,
    string Keyword,
    string Vr,
    int Depth,
    [Words("kept", "changed", "removed", "added")] string Action,
    string? Before,
    string? After
)
{
    private const int Longest = 200;

    /// <summary>Every element of an account, with values read from source and output by path.</summary>
    public static List<GateElement> Of(DeidentificationAccount account, Dataset source, Dataset? output) =>
        [
            .. account.Entries.Select(e => new GateElement(
                e.Tag.ToString(),
                e.Keyword,
                e.Vr.ToString().ToUpperInvariant(),
                e.Depth,
                e.Change.ToString().ToLowerInvariant(),
                e.Change == AccountChange.Added ? null : Show(source, e.Path),
                e.Change == AccountChange.Removed || output is null ? null : Show(output, e.Path)
            )),
        ];

    private static string? Show(Dataset root, string path)
    {
        Dataset? at = root;
        string[] steps = path.Split('/');
        foreach (string step in steps[..^1])
        {
            int bracket = step.IndexOf('[', StringComparison.Ordinal);
            if (
                at is null
                || !Dicom.Tag.TryParse(step[..bracket], out Dicom.Tag tag)
                || !int.TryParse(step[(bracket + 1)..^1], out int item)
            )
            {
                return null;
            }

            IReadOnlyList<Dataset> items = at.GetItems(tag);
            at = item < items.Count ? items[item] : null;
        }

        if (at is null || !Dicom.Tag.TryParse(steps[^1], out Dicom.Tag last) || !at.TryGet(last, out Element? element))
        {
            return null;
        }

        if (element.IsSequence)
        {
            return $"{element.Items!.Count} items";
        }

        string? text = element.Length <= 4096 ? at.TextOf(element) : null;
        return text is null ? $"{element.Length} bytes"
            : text.Length > Longest ? text[..Longest] + " …"
            : text;
    }
}
