namespace Overread.Server.Composition.Operations;

/// <summary>How the disk of the data folder was found.</summary>
/// <param name="At">When.</param>
/// <param name="State">What of <see cref="Ok"/>, <see cref="Low"/>, <see cref="Full"/> and <see cref="Failing"/>.</param>
/// <param name="FreeBytes">Bytes that are free; null where the disk cannot even be asked.</param>
/// <param name="TotalBytes">Bytes that it has in all.</param>
/// <param name="LowBelow">Free bytes below which nothing new is received and no release is made.</param>
/// <param name="FullBelow">Free bytes below which nothing can be counted on to be saved.</param>
internal sealed record DiskLook(
    DateTimeOffset At,
    string State,
    long? FreeBytes,
    long? TotalBytes,
    long LowBelow,
    long FullBelow
)
{
    /// <summary>There is room.</summary>
    public const string Ok = "ok";

    /// <summary>What is left is kept for what readers save.</summary>
    public const string Low = "low";

    /// <summary>Saves will soon fail, or do.</summary>
    public const string Full = "full";

    /// <summary>It takes no writes: read-only, lost or broken.</summary>
    public const string Failing = "failing";
}
