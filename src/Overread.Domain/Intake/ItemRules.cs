namespace Overread.Domain.Intake;

/// <summary>Decides what a lead does with items; every step can be undone by another.</summary>
public static class ItemRules
{
    /// <summary>Says what is wrong with a wish before any item is looked at; null where nothing is.</summary>
    /// <param name="action">withdraw, restore, flag or unflag.</param>
    /// <param name="reason">Why.</param>
    public static Refusal? Wish(string action, string? reason) =>
        FreeText.Reason(reason) is { } refusal ? refusal
        : action is not ("withdraw" or "restore" or "flag" or "unflag")
            ? new("items.action", "The actions are withdraw, restore, flag and unflag.") { Where = "action" }
        : null;

    /// <summary>Changes one item; accepts without an event where there is nothing to change.</summary>
    /// <param name="state">The item's state.</param>
    /// <param name="flagged">A reader or the lead has flagged it.</param>
    /// <param name="action">See <see cref="Wish"/>.</param>
    /// <param name="reason">Why.</param>
    public static Decision Change(string state, bool flagged, string action, string reason) =>
        Wish(action, reason) is { } refusal
            ? Decision.Refuse(refusal)
            : (action, state == "withdrawn", flagged) switch
            {
                ("withdraw", false, _) => Decision.Accept(new ItemWithdrawn(reason)),
                ("restore", true, _) => Decision.Accept(new ItemRestored(reason)),
                ("flag", _, false) => Decision.Accept(new ItemFlagged(reason)),
                ("unflag", _, true) => Decision.Accept(new ItemUnflagged(reason)),
                _ => Decision.Accept(),
            };
}
