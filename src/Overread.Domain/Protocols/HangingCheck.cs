namespace Overread.Domain.Protocols;

/// <summary>Says what is wrong with hanging protocols before they are published.</summary>
internal static class HangingCheck
{
    /// <summary>How many a protocol has at most.</summary>
    internal const int Most = 50;

    private const int MostRows = 3;
    private const int MostColumns = 4;
    private const int MostWords = 50;

    internal static void Check(IReadOnlyList<Hanging>? hangings, List<ProtocolFault> faults)
    {
        if (hangings is null)
        {
            return;
        }

        if (hangings.Count > Most)
        {
            faults.Add(new("/hangings", $"A protocol has at most {Most} hanging protocols."));
        }

        HashSet<string> titles = new(StringComparer.OrdinalIgnoreCase);
        bool every = false;
        for (int i = 0; i < hangings.Count; i++)
        {
            string where = $"/hangings/{i}";
            if (hangings[i] is not { } hanging)
            {
                faults.Add(new(where, "There is no hanging protocol here."));
                continue;
            }

            if (string.IsNullOrWhiteSpace(hanging.Title))
            {
                faults.Add(new(where + "/title", "The hanging protocol needs a title."));
            }
            else if (!titles.Add(hanging.Title.Trim()))
            {
                faults.Add(new(where + "/title", $"Two hanging protocols are called {hanging.Title.Trim()}."));
            }

            if (every)
            {
                faults.Add(new(where, "It is never used: one before it hangs every item."));
            }

            every |= hanging.When is { Count: 0 };
            CheckConditions(hanging.When, where + "/when", faults);
            CheckPanes(hanging, where, faults);
        }
    }

    private static void CheckPanes(Hanging hanging, string where, List<ProtocolFault> faults)
    {
        if (hanging.Rows is < 1 or > MostRows || hanging.Columns is < 1 or > MostColumns)
        {
            faults.Add(new(where + "/rows", $"Panes stand in 1 to {MostRows} rows of 1 to {MostColumns}."));
            return;
        }

        if (hanging.Panes?.Count != hanging.Rows * hanging.Columns)
        {
            faults.Add(
                new(
                    where + "/panes",
                    $"{hanging.Rows} × {hanging.Columns} are {hanging.Rows * hanging.Columns} panes, not {hanging.Panes?.Count ?? 0}."
                )
            );
            return;
        }

        for (int i = 0; i < hanging.Panes.Count; i++)
        {
            string at = $"{where}/panes/{i}";
            if (hanging.Panes[i] is not { } pane)
            {
                faults.Add(new(at, "There is no pane here."));
                continue;
            }

            CheckConditions(pane.Of, at + "/of", faults);
            if (pane.Window is { } window && (!double.IsFinite(window.Centre) || !(window.Width is >= 1 and <= 1e9)))
            {
                faults.Add(new(at + "/window", "A window has a width of 1 or more, and a centre."));
            }

            if (pane.Zoom is { } zoom && !(zoom is > 0 and <= 20))
            {
                faults.Add(new(at + "/zoom", "The zoom lies above 0 and at most at 20."));
            }
        }
    }

    private static void CheckConditions(
        IReadOnlyList<HangingCondition>? conditions,
        string where,
        List<ProtocolFault> faults
    )
    {
        if (conditions is null)
        {
            faults.Add(new(where, "There are no conditions here: an empty list is one that all meet."));
            return;
        }

        for (int i = 0; i < conditions.Count; i++)
        {
            string at = $"{where}/{i}";
            if (
                conditions[i] is not { } condition
                || !ProtocolCheck.IsId(condition.Attribute?.ToLowerInvariant() ?? "")
            )
            {
                faults.Add(new(at + "/attribute", "The condition names no attribute."));
            }
            else if (
                condition.Is is not { Count: > 0 and <= MostWords }
                || condition.Is.Any(string.IsNullOrWhiteSpace)
                || condition.Is.Any(w => w.Length > 64)
            )
            {
                faults.Add(
                    new(
                        at + "/is",
                        $"The condition on {condition.Attribute} names 1 to {MostWords} words of at most 64 characters."
                    )
                );
            }
        }
    }
}
