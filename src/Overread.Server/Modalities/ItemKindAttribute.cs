namespace Overread.Server.Modalities;

/// <summary>
/// A text that is a kind of item: one that a modality names (<see cref="IModality.Kinds"/>), or <see cref="Reference"/>. The
/// features name no modality, so composition tells the description of the API which kinds there are.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class ItemKindAttribute : Attribute
{
    /// <summary>An item whose content its owner keeps.</summary>
    public const string Reference = "reference";
}
