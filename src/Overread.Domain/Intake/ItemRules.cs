namespace Overread.Domain.Intake;

/// <summary>Decides what a lead does with items; every step can be undone by another.</summary>
public static class ItemRules
{
    /// <summary>Says what is wrong with a wish before any item is looked at; null where nothing is.</summary>
    /// <param name="action">withdraw, restore, flag or unflag.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cause">One of <see cref="Causes"/>, for a withdrawal; null where none is stated.</param>
    public static Refusal? Wish(string action, string? reason, string? cause = null) =>
        FreeText.Reason(reason) is { } refusal ? refusal
        : action is not ("withdraw" or "restore" or "flag" or "unflag")
            ? new("items.action", "The actions are withdraw, restore, flag and unflag.") { Where = "action" }
        : cause is not null && (action != "withdraw" || !Causes.Contains(cause))
            ? new("items.action", $"A withdrawal may state a cause: {string.Join(", ", Causes)}.") { Where = "cause" }
        : null;

    /// <summary>By what an item is withdrawn, as lists of releases say it.</summary>
    public static IReadOnlyList<string> Causes { get; } = ["consent", "erasure", "correction", "restriction", "other"];

    /// <summary>Changes one item; accepts without an event where there is nothing to change.</summary>
    /// <param name="state">The item's state.</param>
    /// <param name="flagged">A reader or the lead has flagged it.</param>
    /// <param name="action">See <see cref="Wish"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cause">See <see cref="Wish"/>.</param>
    public static Decision Change(string state, bool flagged, string action, string reason, string? cause = null) =>
        Wish(action, reason, cause) is { } refusal
            ? Decision.Refuse(refusal)
            : (action, state == "withdrawn", flagged) switch
            {
                ("withdraw", false, _) => Decision.Accept(new ItemWithdrawn(reason, cause)),
                ("restore", true, _) => Decision.Accept(new ItemRestored(reason)),
                ("flag", _, false) => Decision.Accept(new ItemFlagged(reason)),
                ("unflag", _, true) => Decision.Accept(new ItemUnflagged(reason)),
                _ => Decision.Accept(),
            };
}
