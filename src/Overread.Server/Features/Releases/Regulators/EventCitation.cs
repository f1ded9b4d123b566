using System.Globalization;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>The disclosed events of one kind, cited by their places in the record.</summary>
/// <param name="Type">The event's name.</param>
/// <param name="Count">How many the bundle discloses.</param>
/// <param name="First">Place of the first, from 0.</param>
/// <param name="Last">Place of the last.</param>
internal sealed record EventCitation(string Type, long Count, long First, long Last)
{
    public override string ToString() =>
        Count switch
        {
            0 => $"no {Type} event",
            1 => string.Create(CultureInfo.InvariantCulture, $"1 {Type} event, seq {First}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Count} {Type} events, seq {First} to {Last}"),
        };
}
