namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Decides about private elements: all go, but for those known to be harmless where the option says so.</summary>
internal static class PrivateRule
{
    internal static ElementDecision Decide(
        in ElementQuestion question,
        DeidentificationOptions options,
        DeidentificationProfile profile
    )
    {
        if (!options.HasFlag(DeidentificationOptions.RetainSafePrivate) || profile == DeidentificationProfile.Strict)
        {
            return new ElementDecision(ElementAction.Remove, "private");
        }

        uint element = question.Tag & 0xFFFF;
        if (element is >= 0x10 and <= 0xFF)
        {
            // The rewriter writes a creator back for the blocks of which something stays.
            return new ElementDecision(ElementAction.Remove, "private creator");
        }

        if (question.PrivateCreator is not { } creator)
        {
            return new ElementDecision(ElementAction.Remove, "private without creator");
        }

        return SafePrivateList.Loaded.Decide(question, creator, options);
    }
}
