namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Decides by table E.1-1: an option's column where one applies, else the basic action.</summary>
internal static class TableRule
{
    internal static ElementDecision? Decide(uint tag, IodFamily family, DeidentificationOptions options)
    {
        ProfileTable table = ProfileTable.Loaded;
        if (!table.Rows.TryGetValue(tag, out ProfileRow? row) && !TryRepeating(tag, table, out row))
        {
            return null;
        }

        foreach ((DeidentificationOptions option, char action) in row.Options)
        {
            if (options.HasFlag(option))
            {
                return action == 'K'
                    ? new ElementDecision(ElementAction.Keep, $"E.1-1 K ({OptionName(option)})")
                    : Cleaned(tag, option);
            }
        }

        string basic = table.BasicAction(tag, row, family);
        string reason = basic == row.Basic ? $"E.1-1 {basic}" : $"E.1-1 {row.Basic} as {basic}";
        return new ElementDecision(Action(basic), reason);
    }

    private static ElementDecision Cleaned(uint tag, DeidentificationOptions option)
    {
        // Drawings cannot be cleaned without looking at them: overlays and curves go; texts among them are cleaned.
        uint group = tag >> 16;
        bool drawing = group is >= 0x5000 and < 0x5100 || group is >= 0x6000 and < 0x6100 && (tag & 0xFFFF) == 0x3000;
        return drawing
            ? new ElementDecision(ElementAction.Remove, "E.1-1 C (drawing, removed)")
            : new ElementDecision(ElementAction.Clean, $"E.1-1 C ({OptionName(option)})");
    }

    private static bool TryRepeating(uint tag, ProfileTable table, out ProfileRow row)
    {
        uint group = tag >> 16;
        // The row for curves covers the whole group, those of overlays one element of it each.
        uint key =
            group is >= 0x5000 and < 0x5100 ? 0x50000000
            : group is >= 0x6000 and < 0x6100 ? 0x60000000 | (tag & 0xFFFF)
            : 0;
        row = null!;
        return key != 0 && table.Repeating.TryGetValue(key, out row!);
    }

    private static ElementAction Action(string letters) =>
        letters switch
        {
            "X" => ElementAction.Remove,
            "Z" => ElementAction.Empty,
            "D" => ElementAction.Dummy,
            "U" or "U*" => ElementAction.Uid,
            "K" => ElementAction.Keep,
            "C" => ElementAction.Clean,
            // A compound code that nothing settled: the replacement that is valid whatever the Type is.
            _ when letters.Contains('U', StringComparison.Ordinal) => ElementAction.Uid,
            _ when letters.Contains('D', StringComparison.Ordinal) => ElementAction.Dummy,
            _ => ElementAction.Empty,
        };

    private static string OptionName(DeidentificationOptions option) => string.Join(',', OptionCodes.WordsOf(option));
}
