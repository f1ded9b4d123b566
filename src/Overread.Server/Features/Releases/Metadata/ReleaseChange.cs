namespace Overread.Server.Features.Releases.Metadata;

/// <summary>One thing that a release has otherwise than the one before.</summary>
/// <param name="What">item-added, item-removed, split-changed, label-added, label-removed, label-changed or marks-changed.</param>
/// <param name="Item">The item.</param>
/// <param name="Field">The field; empty where the whole item came or went.</param>
/// <param name="Old">The label or marks before.</param>
/// <param name="New">The label or marks now.</param>
/// <param name="OldStatus">The consensus status before.</param>
/// <param name="NewStatus">The consensus status now.</param>
/// <param name="Why">The reason as far as the record has one, else why it is unknown.</param>
/// <param name="Events">Places in the record of the events that the reason was taken from.</param>
internal sealed record ReleaseChange(
    string What,
    string Item,
    string Field,
    string? Old,
    string? New,
    string? OldStatus,
    string? NewStatus,
    string Why,
    IReadOnlyList<long> Events
);
